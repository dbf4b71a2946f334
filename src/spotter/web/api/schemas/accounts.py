"""Accounts and tokens."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from spotter.web.api.schemas.base import (
    In,
    Out,
    Text,
    Whole,
)


class ScopeName(StrEnum):
    """What a token may do: read everything, write answers and sets, hand in files."""

    READ = "read"
    WRITE = "write"
    IMPORT = "import"


class AccountIn(In):
    """A new account. The first one needs the setup token that the server printed at start."""

    name: Text = Field(min_length=1, max_length=64, examples=["sam"])
    password: str = Field(min_length=10, max_length=200, examples=["correct horse battery"])
    setup_token: str | None = Field(
        default=None, max_length=200, description="Printed in the server's terminal at first start"
    )


class AccountOut(Out):
    """An account and the athlete it belongs to."""

    id: str
    athlete_id: str
    name: str


class PasswordIn(In):
    """A new password, with the present one to prove whose it is."""

    current_password: str = Field(min_length=1, max_length=200)
    new_password: str = Field(min_length=10, max_length=200, examples=["battery horse correct"])


class TokenIn(In):
    """Sign in by name and password to get a token."""

    name: Text = Field(min_length=1, max_length=64, examples=["sam"])
    password: str = Field(min_length=1, max_length=200)
    label: Text = Field(default="API", min_length=1, max_length=64, examples=["my script"])
    scopes: set[ScopeName] = Field(
        default={ScopeName.READ, ScopeName.WRITE, ScopeName.IMPORT}, min_length=1
    )
    expires_in_days: Whole | None = Field(default=None, ge=1, le=3650)


class TokenOut(Out):
    """A token as listed."""

    id: str
    label: str
    scopes: list[ScopeName]
    created_at: datetime
    expires_at: datetime | None


class NewTokenOut(TokenOut):
    """A new token; `token` is shown this once and kept only as a hash."""

    token: str = Field(description="Send it as `Authorization: Bearer …`")
    token_type: Literal["bearer"] = "bearer"  # noqa: S105


class TokenList(Out):
    """Every token of the account."""

    tokens: list[TokenOut]
