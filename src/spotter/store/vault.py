"""Secrets at rest: what must be sent to a vendor again is kept locked, not hashed."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from spotter.kit.errors import Conflict

# NIST SP 800-38D: 96 random bits for each message under one key.
_NONCE_BYTES = 12


class VaultClosed(Conflict):
    """The key that locked a secret is not this Spotter's any more."""

    code = "vault_closed"


class Vault:
    """Locks and opens secrets with AES-256-GCM, under a key derived from the instance's own.

    `whose` is bound into what is locked: a secret copied to another row does not open there.
    """

    def __init__(self, instance_key: bytes) -> None:
        derived = HKDF(SHA256(), 32, salt=None, info=b"spotter connections v1")
        self._cipher = AESGCM(derived.derive(instance_key))

    def lock(self, secret: str, whose: str) -> bytes:
        """Return `secret` locked."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret.encode(), whose.encode())

    def open(self, locked: bytes, whose: str) -> str:
        """Return the secret; raises `VaultClosed`."""
        nonce, text = locked[:_NONCE_BYTES], locked[_NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, text, whose.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise VaultClosed(
                "The key of this Spotter has changed since you connected. Connect again."
            ) from error
