"""Fixtures of the athletes' room."""

from __future__ import annotations

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from spotter.athletes import secrets


@pytest.fixture(autouse=True)
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let argon2 work with the least effort, so that hundreds of sign-ins take seconds."""
    quick = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    monkeypatch.setattr(secrets, "_hasher", lambda: quick)
    return monkeypatch


@pytest.fixture
def real_hashing(quick_hashing: pytest.MonkeyPatch) -> None:
    """Let argon2 work as hard as in production."""
    quick_hashing.undo()
