"""Oura, written by hand: what a mock made of its OpenAPI document cannot do.

It signs people in, gives single-use refresh tokens, pages, asks for pauses, forgets grants. Every
body it sends is checked against the schemas of the OpenAPI document: it cannot drift from it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jsonschema import Draft202012Validator

Answer = tuple[int, dict[str, str], object]
META = {"updated_at": "2026-03-01T06:00:00.000Z", "version": 1}


@dataclass
class FakeOura:
    """What it holds: documents by kind, the tokens it accepts, what it was asked.

    `page_size` documents make a page, which takes `page_takes_s`. `once` are answers given
    instead, one request each, by kind; `always` are given every time.
    """

    openapi: Mapping[str, Any]
    documents: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    page_size: int = 100
    access: set[str] = field(default_factory=lambda: {"access-0"})
    refresh: set[str] = field(default_factory=lambda: {"refresh-0"})
    codes: set[str] = field(default_factory=set)
    renewals: int = 0
    renewal_takes_s: float = 0.0
    page_takes_s: float = 0.0
    revoked: list[str] = field(default_factory=list)
    once: dict[str, list[Answer]] = field(default_factory=dict)
    always: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def put(self, kind: str, *documents: dict[str, Any]) -> None:
        """Hold documents of a kind; one with the same id takes the place of the earlier."""
        held = {one.get("id", id(one)): one for one in self.documents.get(kind, [])}
        held.update({one.get("id", id(one)): one for one in documents})
        self.documents[kind] = list(held.values())

    def questions(self, kind: str) -> list[dict[str, str]]:
        """Return the queries it was asked for a kind."""
        return [query for name, query in self.asked if name == kind]

    def token(self, form: Mapping[str, str]) -> Answer:
        """Answer at the token endpoint."""
        grant = form.get("grant_type")
        with self.lock:
            spent = self.codes if grant == "authorization_code" else self.refresh
            key = form.get("code" if grant == "authorization_code" else "refresh_token", "")
            if form.get("client_secret") != "secret":
                return 401, {}, {"error": "invalid_client"}
            if key not in spent:
                return 400, {}, {"error": "invalid_grant"}
            spent.discard(key)
            self.renewals += 1
            self.access = {f"access-{self.renewals}"}
            self.refresh.add(f"refresh-{self.renewals}")
        threading.Event().wait(self.renewal_takes_s)
        return 200, {}, {
            "access_token": f"access-{self.renewals}",
            "refresh_token": f"refresh-{self.renewals}",
            "token_type": "bearer",
            "expires_in": 86_400,
        }  # fmt: skip

    def collection(self, kind: str, query: dict[str, str], token: str) -> Answer:
        """Answer for documents of a kind."""
        self.asked.append((kind, query))
        if token not in self.access:
            return 401, {}, {"detail": "Unauthorized"}
        if self.once.get(kind):
            return self.once[kind].pop(0)
        if kind in self.always:
            return self.always[kind]
        if kind == "personal_info":
            return self._checked(kind, {"id": "me", "age": 40, "email": "me@example.org"})
        threading.Event().wait(self.page_takes_s)
        begin = int(query.get("next_token", "0"))
        held = self.documents.get(kind, [])
        end = begin + self.page_size
        more = str(end) if end < len(held) else None
        return self._checked(kind, {"data": held[begin:end], "next_token": more})

    def _checked(self, kind: str, body: object) -> Answer:
        path = self.openapi["paths"][f"/v2/usercollection/{kind}"]
        schema = path["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        strict = schema["anyOf"][0] if "anyOf" in schema else schema
        whole = {**strict, "components": self.openapi["components"]}
        Draft202012Validator(whole).validate(body)
        return 200, {}, body


class _Handler(BaseHTTPRequestHandler):
    oura: FakeOura
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        """Give documents."""
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        kind = url.path.removeprefix("/v2/usercollection/")
        token = self.headers.get("authorization", "").removeprefix("Bearer ")
        self._send(self.oura.collection(kind, query, token))

    def do_POST(self) -> None:
        """Give tokens, or take them back."""
        url = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        if url.path == "/oauth/revoke":
            self.oura.revoked.append(parse_qs(url.query)["access_token"][0])
            self._send((200, {}, {}))
            return
        self._send(self.oura.token(form))

    def _send(self, answer: Answer) -> None:
        status, headers, body = answer
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"content-type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(openapi: Mapping[str, Any]) -> Iterator[FakeOura]:
    """Yield Oura, served on a port of this machine."""
    oura = FakeOura(openapi)
    handler = type("Handler", (_Handler,), {"oura": oura})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        oura.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield oura
        server.shutdown()
        thread.join()


def night(day: str, **changes: object) -> dict[str, Any]:
    """Return a sleep document of eight hours that ended on `day` at seven in Berlin."""
    return {
        "id": f"night-{day}",
        "meta": dict(META),
        "average_breath": 14.0,
        "awake_time": 1800,
        "bedtime_start": f"{day}T00:00:00+01:00",
        "bedtime_end": f"{day}T07:30:00+01:00",
        "day": day,
        "deep_sleep_duration": 5400,
        "light_sleep_duration": 14400,
        "rem_sleep_duration": 5400,
        "total_sleep_duration": 25200,
        "hrv": {
            "interval": 300.0,
            "items": [40.0, None, 44.0],
            "timestamp": f"{day}T00:00:00.000+01:00",
        },
        "lowest_heart_rate": 48,
        "low_battery_alert": False,
        "period": 0,
        "time_in_bed": 27000,
        "type": "long_sleep",
        "sleep_phase_5_min": "4" * 6 + "1" * 18 + "2" * 48 + "3" * 18,
        **changes,
    }


def readiness(day: str, deviation: float) -> dict[str, Any]:
    """Return a readiness document."""
    return {
        "id": f"readiness-{day}",
        "meta": dict(META),
        "contributors": {},
        "day": day,
        "score": 80,
        "temperature_deviation": deviation,
        "timestamp": f"{day}T00:00:00+01:00",
    }


def heart_rate(instant: str, bpm: int) -> dict[str, Any]:
    """Return a row of heart rate."""
    return {"timestamp": instant, "timestamp_unix": 0, "bpm": bpm, "source": "awake"}
