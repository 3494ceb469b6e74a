"""The web server, which lets the streams of its pages end before it waits for all answers to."""

import gc
import socket
import sys
from collections.abc import Callable
from contextlib import suppress

import uvicorn

ALLOCATIONS, YOUNG, OLD = 5_000, 50, 200
"""How many new things, and then how many looks at young and old ones, come between two looks."""

FAILED = 3
"""The code of a server that could not start, such as on a port that is taken."""


def serve(config: uvicorn.Config, end_streams: Callable[[], None]) -> None:
    """Serve until told to stop. Raises `SystemExit` if it could not start."""
    settle()
    server = Server(config, end_streams)
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        sys.exit(FAILED)


def settle() -> None:
    """Have rubbish looked for more seldom, and never among what was loaded: it stays.

    A page makes and forgets tens of thousands of things in one go. Walking over all of them, and
    over every module, several times a page took a third of the time that pages took.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS, YOUNG, OLD)


class Server(uvicorn.Server):
    """Without this a stop would wait its whole grace for streams that have no end."""

    def __init__(self, config: uvicorn.Config, end_streams: Callable[[], None]) -> None:
        super().__init__(config)
        self._end_streams = end_streams

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._end_streams()
        await super().shutdown(sockets)
