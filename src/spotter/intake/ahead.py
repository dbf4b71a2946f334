"""Run an iterator in a thread, a few items ahead of the one who uses it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterator
from typing import Any, TypeVar

Item = TypeVar("Item")


class _End:
    """The last thing in the queue: how the iterator ended."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


class _Runner(threading.Thread):
    """Fills a short queue; whatever the iterator raises is handed over after its items."""

    def __init__(self, items: Iterator[object], depth: int) -> None:
        super().__init__(name="intake-ahead", daemon=True)
        self.queue: queue.Queue[object] = queue.Queue(maxsize=depth)
        self._items = items
        self._stopped = threading.Event()

    def run(self) -> None:
        error: BaseException | None = None
        try:
            for item in self._items:
                self._put(item)
                del item  # one block less in memory while the next is made
                if self._stopped.is_set():
                    break
        except BaseException as raised:  # raised again in the thread of the user
            error = raised
        self._put(_End(error))

    def _put(self, item: object) -> None:
        while not self._stopped.is_set():
            try:
                self.queue.put(item, timeout=0.1)
                return
            except queue.Full:
                continue

    def stop(self) -> None:
        self._stopped.set()
        self.join()


def ahead(items: Iterator[Item], depth: int = 1) -> Generator[Item, None, None]:
    """Yield `items`, made by a thread that keeps up to `depth` of them ready, from now on.

    Raises what the iterator raises, after everything it yielded. Closing the generator stops the
    thread after the item it is making.
    """
    runner = _Runner(items, depth)
    runner.start()
    made = _made(runner)
    next(made)  # now its end stops the thread, even if nobody asks for an item
    return made


def _made(runner: _Runner) -> Generator[Any, None, None]:
    try:
        yield None
        while True:
            item = runner.queue.get()
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            yield item
            del item
    finally:
        runner.stop()
