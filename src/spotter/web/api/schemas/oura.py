"""The connection to Oura: how it stands, and a personal token to make one with."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from spotter.web.api.schemas.base import In, Out


class OuraOut(Out):
    """How the connection to Oura stands. No token is ever part of it."""

    state: str = Field(description="none, connected or revoked")
    registered: bool = Field(
        description="Whether this server has an application at Oura; without one only a personal "
        "access token connects"
    )
    connect_at: str = Field(description="The page to connect on, by signing in at Oura")
    personal: bool = Field(description="Whether it was made with a personal access token")
    scopes: list[str] = Field(description="What was granted, as far as Oura says so")
    connected_at: datetime | None
    synced_at: datetime | None = Field(description="When the last sync ended well")
    next_at: datetime | None = Field(description="When Oura is asked again")
    running: bool
    note: str = Field(description="What a running sync is at")
    trouble: str | None = Field(description="What the last sync failed on, and what to do")
    withheld: list[str] = Field(description="Kinds of document that Oura does not give")


class OuraTokenIn(In):
    """A personal access token of Oura."""

    token: str = Field(min_length=1, max_length=4096)


class OuraGoneOut(Out):
    """The connection was forgotten."""

    oura_was_told: bool = Field(
        description="Whether Oura took the access back; if not, revoke it at Oura too"
    )
