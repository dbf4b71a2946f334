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


_ENDED = object()


class _Runner(threading.Thread):
    """Fills a short queue; whatever the iterator raises is handed over after its items."""

    def __init__(self, items: Iterator[object], depth: int) -> None:
        super().__init__(name="intake-ahead", daemon=True)
        self.queue: queue.SimpleQueue[object] = queue.SimpleQueue()
        # What is made is held: nothing is begun before there is a place for it.
        self.places = threading.Semaphore(depth)
        self._items = items
        self._stopped = threading.Event()

    def run(self) -> None:
        error: BaseException | None = None
        try:
            while self._place():
                item = next(self._items, _ENDED)
                if item is _ENDED:
                    break
                self.queue.put(item)
                del item  # one block less in memory while the next is made
        except BaseException as raised:  # raised again in the thread of the user
            error = raised
        self.queue.put(_End(error))

    def _place(self) -> bool:
        """Wait for a place in the queue; return False when nobody wants any more."""
        self.places.acquire()
        return not self._stopped.is_set()

    def stop(self) -> None:
        self._stopped.set()
        self.places.release()
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
            runner.places.release()
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            yield item
            del item
    finally:
        runner.stop()
