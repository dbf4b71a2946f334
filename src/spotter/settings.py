"""Every setting: one frozen dataclass read from `SPOTTER_*` variables of the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, cast

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from spotter.body.featurestore.address import check_url
from spotter.kit.errors import BadInput

Registration = Literal["closed", "open"]
LogLevel = Literal["debug", "info", "warning", "error"]
Ranker = Literal["hybrid", "rules"]


def _text(raw: str) -> str:
    return raw


def _path(raw: str) -> Path:
    return Path(raw).expanduser()


def _database(raw: str) -> str:
    try:
        backend = make_url(raw).get_backend_name()
    except ArgumentError:
        backend = ""
    if backend not in ("sqlite", "postgresql"):
        raise ValueError("must be sqlite:///file or postgresql+psycopg://user@host/name")
    # The plain scheme would ask for a driver that is not installed.
    return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", raw)


def _between(low: int, high: int) -> Callable[[str], int]:
    def parse(raw: str) -> int:
        if not re.fullmatch(r"\d+", raw) or not low <= int(raw) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return int(raw)

    return parse


def _one_of(*allowed: str) -> Callable[[str], str]:
    def parse(raw: str) -> str:
        if raw.lower() not in allowed:
            raise ValueError(f"must be one of: {', '.join(allowed)}")
        return raw.lower()

    return parse


def _key(raw: str) -> bytes:
    if not re.fullmatch(r"[0-9a-fA-F]{64}", raw):
        raise ValueError("must be 64 hexadecimal digits; make one with: openssl rand -hex 32")
    return bytes.fromhex(raw)


def _web_address(raw: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", raw):
        raise ValueError("must be an address such as https://spotter.example.org")
    return raw.rstrip("/")


def _setup_token(raw: str) -> str:
    if len(raw) < 16:
        raise ValueError("must have at least 16 characters")
    return raw


def _told(parse: Callable[[str], object], about: str, unset: str = "") -> dict[str, object]:
    return {"parse": parse, "about": about, "unset": unset}


@dataclass(frozen=True, slots=True)
class Settings:
    """How this Spotter runs; each field is the variable `SPOTTER_` + its name in capitals."""

    data_dir: Path = field(
        default=Path("var"),
        metadata=_told(_path, "Folder for the database, imported data, uploads and the seal key."),
    )
    database_url: str = field(
        default="",
        repr=False,
        metadata=_told(
            _database,
            "Database: `sqlite:///file` or `postgresql+psycopg://user:password@host/name`, whose "
            "driver comes with `.venv/bin/pip install -c constraints.txt 'psycopg[binary]'`.",
            "spotter.db in the data folder",
        ),
    )
    host: str = field(
        default="127.0.0.1",
        metadata=_told(_text, "Address to listen on; `0.0.0.0` lets other machines in."),
    )
    port: int = field(default=8000, metadata=_told(_between(1, 65535), "Port to listen on."))
    registration: Registration = field(
        default="closed",
        metadata=_told(
            _one_of("closed", "open"),
            "`open` lets anyone who reaches the page make an account; `closed` only the owner.",
        ),
    )
    setup_token: str | None = field(
        default=None,
        repr=False,
        metadata=_told(
            _setup_token,
            "One-time token for the first account, at least 16 characters.",
            "a new one, printed at every start until the first account exists",
        ),
    )
    seal_key: bytes | None = field(
        default=None,
        repr=False,
        metadata=_told(
            _key,
            "Key that seals approved plans, 64 hexadecimal digits; the same on every replica.",
            "seal.key in the data folder, made at the first start",
        ),
    )
    login_days: int = field(
        default=30, metadata=_told(_between(1, 365), "Days until a sign-in ends by itself.")
    )
    max_upload_mb: int = field(
        default=20_000,
        metadata=_told(_between(1, 1_000_000), "Largest file that may be uploaded, in megabytes."),
    )
    trusted_proxies: str = field(
        default="",
        metadata=_told(
            _text,
            "Comma-separated addresses of reverse proxies whose forwarded headers are believed.",
            "nobody's are",
        ),
    )
    allowed_hosts: str = field(
        default="",
        metadata=_told(
            _text,
            "Comma-separated further names the server is reached by, such as a reverse proxy's; "
            "`*` allows any.",
            "localhost, `SPOTTER_HOST`, the machine's own name, and any address in numbers",
        ),
    )
    oura_client_id: str = field(
        default="",
        metadata=_told(
            _text,
            "Client id of your application at Oura ([oura.md](oura.md)).",
            "nobody can sign in at Oura",
        ),
    )
    oura_client_secret: str = field(
        default="",
        repr=False,
        metadata=_told(_text, "Client secret of that application.", "as above"),
    )
    oura_redirect_url: str = field(
        default="",
        metadata=_told(
            _web_address,
            "Redirect address registered with it.",
            "the address Spotter is reached by, and `/connections/oura/callback`",
        ),
    )
    oura_api_url: str = field(
        default="https://api.ouraring.com",
        metadata=_told(_web_address, "Where Oura's API is."),
    )
    oura_login_url: str = field(
        default="https://cloud.ouraring.com",
        metadata=_told(_web_address, "Where people sign in at Oura."),
    )
    oura_every_minutes: int = field(
        default=60,
        metadata=_told(
            _between(5, 10_080), "Minutes from one sync with Oura to the next, once connected."
        ),
    )
    lease_seconds: int = field(
        default=60,
        metadata=_told(
            _between(5, 3600),
            "Seconds without a sign of life after which a job is given to another worker.",
        ),
    )
    features_online: str = field(
        default="",
        repr=False,
        metadata=_told(
            check_url,
            "Redis for the features that models are served: `redis://user:password@host:port/0`.",
            "an SQLite file in the data folder",
        ),
    )
    privacy_budget: int = field(
        default=3,
        metadata=_told(
            _between(0, 20),
            "Privacy loss (ε) that all statistics together may cost whoever agreed to them; 0: "
            "none are made.",
        ),
    )
    ranker: Ranker = field(
        default="rules",
        metadata=_told(
            _one_of("hybrid", "rules"),
            "Who orders the sessions that suit a day: `hybrid` lets a network that foresees what "
            "becomes of them order those the rules find suitable, `rules` asks the rules alone.",
        ),
    )
    log_level: LogLevel = field(
        default="info",
        metadata=_told(
            _one_of("debug", "info", "warning", "error"), "Least important log line shown."
        ),
    )

    @property
    def database(self) -> str:
        """Return the database URL, with the default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'spotter.db'}"


# Read by the test suite, never by the running service.
_FOR_TESTS = ("SPOTTER_CI", "SPOTTER_TEST_")


def variable(one: Field[Any]) -> str:
    """Return the name of the variable that sets a field."""
    return f"SPOTTER_{one.name.upper()}"


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of `environment` (the process's own by default).

    Empty means not set. Raises `BadInput` naming the variable when its value cannot be used, or
    when there is no such setting, so that a misspelt one is not silently ignored.
    """
    given = os.environ if environment is None else environment
    known = {variable(one): one for one in fields(Settings)}
    for name in given:
        ours = name.startswith("SPOTTER_") and not name.startswith(_FOR_TESTS)
        if ours and name not in known:
            raise BadInput(f"There is no setting {name}; docs/settings.md lists all.", field=name)
    values: dict[str, Any] = {
        one.name: _parsed(name, one, given[name]) for name, one in known.items() if given.get(name)
    }
    return Settings(**values)


def _parsed(name: str, one: Field[Any], raw: str) -> object:
    parse = cast(Callable[[str], object], one.metadata["parse"])
    try:
        return parse(raw)
    except ValueError as problem:
        # The value is left out: it may be a secret.
        raise BadInput(f"{name} {problem}.", field=name) from None


def document() -> str:
    """Return docs/settings.md."""
    rows = [
        f"| `{variable(one)}` | {one.metadata['unset'] or one.default} | {one.metadata['about']} |"
        for one in fields(Settings)
    ]
    return "\n".join(
        (
            "# Settings",
            "",
            "Spotter is set through environment variables. None is needed.",
            "",
            "| Variable | When not set | What it does |",
            "|---|---|---|",
            *rows,
            "",
        )
    )
