"""Secrets: made at random, kept only as hashes; passwords through argon2."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from functools import cache

from pwdlib import PasswordHash

from spotter.kit.errors import BadInput

# NIST SP 800-63B-4 asks for at least 8 characters beside a second factor; we have none, so more.
SHORTEST_PASSWORD = 10
# Argon2 takes any length; a bound keeps a request from buying minutes of hashing.
LONGEST_PASSWORD = 200
# 256 random bits cannot be guessed, so a fast hash is enough to keep them out of the database.
SECRET_BYTES = 32


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_hex(SECRET_BYTES))


def new_secret(prefix: str) -> str:
    """Return a new secret that begins with `prefix`, so that a leaked one is recognised."""
    return f"{prefix}_{secrets.token_urlsafe(SECRET_BYTES)}"


def hashed(secret: str) -> str:
    """Return the SHA-256 of a random secret, as 64 hexadecimal digits."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def hash_password(password: str) -> str:
    """Return the argon2 hash of `password`; takes tens of milliseconds on purpose."""
    return _hasher().hash(_bytes(password))


def password_matches(password: str, password_hash: str | None) -> bool:
    """Return whether `password` is the one hashed; takes as long when there is no hash at all."""
    if len(password) > LONGEST_PASSWORD:
        return False
    matches = _hasher().verify(_bytes(password), password_hash or _nobody())
    return matches and password_hash is not None


def check_password(password: str, name: str) -> None:
    """Refuse a password that is easily guessed; raises `BadInput` saying what to change."""
    plain = _normal(password)
    if len(plain) < SHORTEST_PASSWORD:
        problem = f"needs at least {SHORTEST_PASSWORD} characters; a few random words are fine"
    elif len(password) > LONGEST_PASSWORD:
        problem = f"may have at most {LONGEST_PASSWORD} characters"
    elif len(set(plain)) < 5:
        problem = "repeats too few characters; use a few random words"
    elif name.casefold() in plain.casefold() and len(plain) - len(name) < SHORTEST_PASSWORD:
        problem = "must not be built on the account's name"
    elif plain.casefold() in _COMMON:
        problem = "is among the first that anyone would try; use a few random words"
    else:
        return
    raise BadInput(f"The password {problem}.", field="password")


def _normal(password: str) -> str:
    # The same letters typed on another keyboard may arrive in another Unicode form.
    return unicodedata.normalize("NFKC", password)


def _bytes(password: str) -> bytes:
    # JSON can carry half a character; it is part of a password like any other.
    return _normal(password).encode("utf-8", "surrogatepass")


_COMMON = frozenset(
    (
        "password123",
        "password1234",
        "passwordpassword",
        "1234567890",
        "12345678910",
        "0123456789",
        "0987654321",
        "qwertyuiop",
        "qwerty12345",
        "qwerty123456",
        "1q2w3e4r5t",
        "1qaz2wsx3edc",
        "iloveyou123",
        "letmein1234",
        "changeme123",
        "administrator",
        "spotterspotter",
        "welcome12345",
    )
)
