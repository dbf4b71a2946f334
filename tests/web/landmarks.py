"""Frames of made-up squats as a browser sends them, and a browser's end of the conversation."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from typing import Any, Protocol
from uuid import uuid4

import numpy as np
from starlette.testclient import TestClient, WebSocketTestSession

from form.live.sets import frames, squats
from spotter.form.live.frame import Frame
from web.people import Api

PAGE = {"origin": "http://testserver"}


def sent(frame: Frame, seq: int) -> dict[str, Any]:
    """Return a frame as the page sends it, rounded as the page does."""
    told: dict[str, Any] = {"seq": seq, "t_ms": round(frame.t_s * 1000, 1), "people": frame.people}
    if not frame.seen:
        return {**told, "world": None, "image": None, "visibility": None}
    return {
        **told,
        "world": np.round(frame.world.astype(float), 3).ravel().tolist(),
        "image": np.round(frame.image.astype(float), 4).ravel().tolist(),
        "visibility": np.round(frame.visibility.astype(float), 3).tolist(),
    }


def squatting(times: int = 2, fps: float = 15) -> list[dict[str, Any]]:
    """Return the frames of some squats."""
    return [sent(frame, seq) for seq, frame in enumerate(frames(squats(times, fps=fps)))]


def start(name: str = "", **changes: Any) -> dict[str, Any]:
    """Return the message that begins a set of squats."""
    set_id = name or str(uuid4())
    return {"type": "start", "set": set_id, "exercise": "squat", "aspect": 1.0, **changes}


class Connection(Protocol):
    """Carries text there and back."""

    def send_text(self, text: str) -> None: ...

    def receive_text(self) -> str: ...


class Browser:
    """The page's end of one connection."""

    def __init__(self, session: Connection) -> None:
        self.session = session
        self.events: list[dict[str, Any]] = []
        self.last = -1

    def say(self, message: dict[str, Any] | str) -> dict[str, Any]:
        """Send a message; return the answer that ends its answers, events put aside."""
        text = message if isinstance(message, str) else json.dumps(message)
        self.session.send_text(text)
        return self.hear()

    def hear(self) -> dict[str, Any]:
        while (answer := json.loads(self.session.receive_text()))["type"] == "event":
            self.events.append(answer["event"])
            self.last = answer["seq"]
        return answer

    def show(self, given: list[dict[str, Any]], at_once: int = 5) -> dict[str, Any]:
        """Send frames, some at once; return the last answer."""
        answer: dict[str, Any] = {}
        for first in range(0, len(given), at_once):
            answer = self.say({"type": "frames", "frames": given[first : first + at_once]})
        return answer

    def kinds(self) -> list[str]:
        return [event["kind"] for event in self.events]


def page_door(client: TestClient, **headers: str) -> AbstractContextManager[WebSocketTestSession]:
    """Open the page's address with the cookies of `client`."""
    return client.websocket_connect("/form/live", headers={**PAGE, **headers})


def api_door(person: Api) -> AbstractContextManager[WebSocketTestSession]:
    """Open the address of programs with a person's token."""
    headers = {"authorization": f"Bearer {person.token}"}
    return person.client.websocket_connect("/api/v1/form/live", headers=headers)
