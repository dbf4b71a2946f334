"""The application that the owner of this Spotter registered at Oura, and where Oura is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from spotter.kit.errors import Conflict, SpotterError

VENDOR = "oura"
SYNC = "oura.sync"
AUTHORIZE = "/oauth/authorize"
TOKEN = "/oauth/token"  # noqa: S105 (a path)
REVOKE = "/oauth/revoke"


class NotRegistered(Conflict):
    """This Spotter has no application at Oura."""

    code = "oura_not_registered"


class NotConnected(Conflict):
    """The athlete has not connected Oura."""

    code = "oura_not_connected"


class Revoked(Conflict):
    """Oura no longer accepts what the athlete once granted."""

    code = "oura_revoked"


class Refused(SpotterError):
    """Oura does not do what it was asked; trying again would not help."""

    code = "oura_refused"
    status = 502


class UnknownApp(SpotterError):
    """Oura does not know the application: its id or secret is wrong."""

    code = "oura_unknown_app"
    status = 502


class Unreachable(SpotterError):
    """Oura cannot be reached, or is out of order."""

    code = "oura_unreachable"
    status = 502


REVOKED = (
    "Oura no longer accepts this connection: it was revoked at Oura, or has run out. What was "
    "fetched stays. Connect again to go on."
)


@dataclass(frozen=True, slots=True)
class App:
    """Client id and secret are empty where the owner registered no application.

    `redirect_url` is empty where it follows from the address Spotter is reached by.
    """

    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    redirect_url: str = ""
    api_url: str = "https://api.ouraring.com"
    login_url: str = "https://cloud.ouraring.com"
    every: timedelta = timedelta(hours=1)

    @property
    def registered(self) -> bool:
        """Return whether people can connect by signing in at Oura."""
        return bool(self.client_id and self.client_secret)

    def need(self) -> None:
        """Raise `NotRegistered` unless there is an application."""
        if not self.registered:
            raise NotRegistered(
                "This Spotter has no application at Oura yet. Its owner registers one and sets "
                "SPOTTER_OURA_CLIENT_ID and SPOTTER_OURA_CLIENT_SECRET; docs/oura.md says how."
            )
