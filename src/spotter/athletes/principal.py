"""Who is asking, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from spotter.kit.errors import NotAllowed, SpotterError
from spotter.store.records import Role

# What an API token may be given, and what it means.
SCOPES: dict[str, str] = {
    "read": "see the profile, days, plans, sessions and progress",
    "write": "change the profile, check in, start sessions and log sets",
    "import": "bring in files",
}
# Only a signed-in person has it: tokens can neither make tokens nor delete anything.
ACCOUNT_SCOPE = "account"
ALL_SCOPES = frozenset((*SCOPES, ACCOUNT_SCOPE))


class NotSignedIn(SpotterError):
    """Nobody, or nobody any more: the session or token is missing, unknown, expired or revoked."""

    code = "not_signed_in"
    status = 401


@dataclass(frozen=True, slots=True)
class Principal:
    """An account that proved itself, through a browser session or an API token.

    `revision` is its athlete's at the moment of asking. `credential_id` is the login's or the
    token's id.
    """

    account_id: str
    athlete_id: str
    name: str
    role: Role
    scopes: frozenset[str]
    revision: int
    via: Literal["login", "token"]
    credential_id: str

    def need(self, scope: str) -> None:
        """Raise `NotAllowed` unless the principal has `scope`."""
        if scope not in self.scopes and scope == ACCOUNT_SCOPE:
            raise NotAllowed(
                "A token may not do this; it needs somebody signed in. Sign in on the web pages, "
                "or run `spotter accounts` on the server (`spotter accounts add` makes an account)."
            )
        if scope not in self.scopes:
            raise NotAllowed(f"This token lacks the scope '{scope}'; make one that has it.")

    def need_own(self, what: str) -> None:
        """Raise `NotAllowed` for a visitor of the sample athlete, whom every visitor shares."""
        if self.role == "sample":
            raise NotAllowed(
                f"The sample athlete is shared: {what} stays as it is. Sign out and set up your "
                "own account."
            )

    @property
    def is_owner(self) -> bool:
        return self.role == "owner"
