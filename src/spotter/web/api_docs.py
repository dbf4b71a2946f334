"""`docs/api.md`, written from the OpenAPI document: `python -m spotter.web.api_docs`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from spotter.bootstrap import build
from spotter.settings import Settings
from spotter.web.app import create_app
from spotter.web.pages.about import groups

_HEAD = """\
# The API

Everything the pages do, a program can do: `/api/v1`, described for machines at
`/api/v1/openapi.json` (`/openapi.json` leads there) and for people at `/api/docs` of your own
server. This page is written by `python -m spotter.web.api_docs`; a test fails when it is out of
date.

{description}

## From nothing to a logged set

```sh
api=http://127.0.0.1:8000/api/v1
# The first account needs the setup token from the server's terminal.
curl -s $api/accounts -H 'Content-Type: application/json' \\
  -d '{{"name": "sam", "password": "four words make sense", "setup_token": "setup_..."}}'
token=$(curl -s $api/tokens -H 'Content-Type: application/json' \\
  -d '{{"name": "sam", "password": "four words make sense"}}' | python3 -c \\
  'import json, sys; print(json.load(sys.stdin)["token"])')
auth="Authorization: Bearer $token"
curl -s -X PUT $api/athlete -H "$auth" -H 'Content-Type: application/json' \\
  -d '{{"goal": "strength", "birth_date": "1990-05-14", "height_m": 1.81, "mass_kg": 79}}'
curl -s $api/imports -H "$auth" -F file=@export.zip        # 202, then ask for its state
curl -s "$api/plan?date=2026-05-04" -H "$auth"
curl -s $api/sessions -H "$auth" -H 'Content-Type: application/json' -d '{{"date": "2026-05-04"}}'
```

## Who may do what

| Scope | Lets a token |
|---|---|
{scopes}

A token is sent as `Authorization: Bearer …`; cookies open nothing here. Somebody else's object
answers 404, a missing scope 403 with the scope in `detail`.

## Errors

`application/problem+json` (RFC 9457): `type` is a stable URN, `detail` says what to do, `field`
names the input at fault and `errors` lists all of them, as dotted paths. Too many failed sign-ins
answer 429 with `Retry-After`.

A live set before a camera goes over a WebSocket, `/api/v1/form/live`; its messages are described in
[camera.md](camera.md).

Sets are idempotent: send `client_key` (or the header `Idempotency-Key`) and the same set sent again
is logged once.
"""


def page(document: dict[str, Any]) -> str:
    """Return the page for an OpenAPI document."""
    from spotter.athletes.principal import SCOPES

    scopes = "\n".join(f"| `{name}` | {about} |" for name, about in SCOPES.items())
    parts = [_HEAD.format(description=document["info"]["description"], scopes=scopes)]
    for group in groups(document):
        parts.append(f"## {group['description'].rstrip('.')}\n")
        for operation in group["operations"]:
            parts.append(f"### `{operation['method']} {operation['path']}`\n")
            parts.append(f"{operation['about']}\n")
            parts += _fields(operation["fields"])
    return "\n".join(parts)


def _fields(fields: list[dict[str, str]]) -> list[str]:
    if not fields:
        return []
    rows = [f"| `{each['name']}` | {each['where']} | {each['about']} |" for each in fields]
    return ["| Field | In | |\n|---|---|---|\n" + "\n".join(rows) + "\n"]


def current() -> str:
    """Return the page as it should be now."""
    with tempfile.TemporaryDirectory() as folder:
        container = build(Settings(data_dir=Path(folder)))
        try:
            return page(create_app(container).openapi())
        finally:
            container.close()


if __name__ == "__main__":
    sys.stdout.write(current())
