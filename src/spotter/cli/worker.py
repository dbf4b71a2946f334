"""`spotter worker`: does the long work, beside the server or on another machine."""

from __future__ import annotations

import signal
import sys
import threading
from types import FrameType
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command()
def worker(
    with_parent: Annotated[
        bool, typer.Option("--with-parent", hidden=True, help="Stop when standard input ends")
    ] = False,
) -> None:
    """Run jobs (imports and other long work) and hand on events until stopped."""
    from spotter import settings
    from spotter.bootstrap import build, keep_tidy
    from spotter.kit import logs

    chosen = settings.load()
    logs.configure(chosen.log_level)
    stop = threading.Event()
    stop_on_signals(stop)
    if with_parent:
        threading.Thread(target=_stop_with_parent, args=(stop,), daemon=True).start()
    container = build(chosen)
    relay = threading.Thread(target=container.relay().run, args=(stop,), name="relay")
    keeper = threading.Thread(target=keep_tidy, args=(container, stop), name="keeper")
    relay.start()
    keeper.start()
    try:
        container.worker().run(stop)
    finally:
        stop.set()
        relay.join()
        keeper.join()
        container.close()


def stop_on_signals(stop: threading.Event) -> None:
    """Set `stop` on Ctrl-C and on a polite kill; the job in hand is put back first."""

    def asked(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGINT, asked)
    signal.signal(signal.SIGTERM, asked)


def _stop_with_parent(stop: threading.Event) -> None:
    # The server holds the other end of this pipe; it ends with the server, however that ends.
    sys.stdin.buffer.read()
    stop.set()
