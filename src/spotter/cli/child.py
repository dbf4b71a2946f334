"""The worker as a child process of the server: started again when it dies, never left behind."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence

import structlog

log = structlog.get_logger(__name__)

COMMAND = (sys.executable, "-m", "spotter", "worker", "--with-parent")
GRACE_S = 10.0
SHORTEST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 30.0
STEADY_S = 60.0
"""A worker that lived so long was not broken from the start: the next pause is short again."""


class WorkerChild:
    """Keeps one worker process running until `stop`; `on_death` hears the pid of each that died."""

    def __init__(
        self,
        command: Sequence[str] = COMMAND,
        *,
        pause_s: float = SHORTEST_PAUSE_S,
        on_death: Callable[[int], None] = lambda pid: None,
    ) -> None:
        self._command = list(command)
        self._shortest = pause_s
        self._on_death = on_death
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._keeper = threading.Thread(target=self._keep, name="worker-keeper", daemon=True)

    @property
    def pid(self) -> int | None:
        """The process id of the running worker, None before the start."""
        return None if self._process is None else self._process.pid

    def is_alive(self) -> bool:
        """Tell whether a worker runs at this moment."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the worker and watch over it."""
        self._process = self._spawn()
        self._keeper.start()

    def stop(self) -> None:
        """End the worker: first its standard input, then politely, then not."""
        self._stopping.set()
        if self._process is None:
            return
        self._keeper.join(GRACE_S)
        process = self._process
        _close_input(process)
        process.terminate()
        try:
            process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _spawn(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, stdin=subprocess.PIPE)

    def _keep(self) -> None:
        pause, began = self._shortest, time.monotonic()
        while not self._stopping.wait(0.2):
            if self._process is None or self._process.poll() is None:
                continue
            if time.monotonic() - began > STEADY_S:
                pause = self._shortest
            log.warning("worker_died", code=self._process.returncode, seconds=pause)
            self._on_death(self._process.pid)
            if self._stopping.wait(pause):
                return
            pause = min(2 * pause, LONGEST_PAUSE_S)
            began = time.monotonic()
            _close_input(self._process)
            self._process = self._spawn()


def _close_input(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        process.stdin.close()
