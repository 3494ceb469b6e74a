"""Keeps read models up to date with the log, from one process at a time, for ever."""

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event as Flag
from time import monotonic
from typing import Any

import psycopg
from psycopg import Connection

from eventstore.follow import POLL_SECONDS, Wake
from projections.folding import ROWS_IN_MEMORY, Fold, Overtaken, rows_in_memory, step
from projections.generations import ensure, live, versions
from projections.progress import CHANNEL
from projections.read_model import ReadModel
from projections.rebuild import rebuild, sweep

__all__ = ["Engine", "ReadModel"]

BATCH = 5_000
"""At most, when there is much to catch up with: a row touched twice is written once."""

TELL_SECONDS = 0.05
"""While there is more to take in, those who show pages are called no more often than this."""

_LEADING = 20211203
_STANDBY_SECONDS = 0.25
_FIRST_PAUSE_SECONDS = 0.1
_LONGEST_PAUSE_SECONDS = 5.0

_SETTINGS = """
    set synchronous_commit = off;
    set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3
"""
"""Rows and position are lost together in a crash, if at all, and then made again from the log.

And the server must notice that this machine is gone, or nobody takes over.
"""

_log = logging.getLogger(__name__)


class Engine:
    """Follows the log on behalf of read models.

    Any number of engines may run; one of them leads, the others stand by. Which that is only
    saves work: each batch says from where to where it goes, and is refused if that is not where
    the model stands.
    """

    def __init__(self, url: str, models: Sequence[ReadModel[Any]]) -> None:
        self._url = url
        self._models = tuple(models)
        self._pause_seconds = _FIRST_PAUSE_SECONDS

    def run(self, stop: Flag) -> None:
        """Follow until told to stop. Outlives the database: comes back when that does.

        A model of a higher version than readers see is rebuilt on the side; until that is done
        readers see it as it was, and a new one not at all. One of a lower version is left to the
        release that raised it.
        """
        while not stop.is_set():
            try:
                with self._connect() as connection:
                    if _lead(connection, stop):
                        self._follow(connection, stop)
            except psycopg.Error as error:
                _log.warning("Read models wait %.1f s: %s", self._pause_seconds, error)
                stop.wait(self._pause_seconds)
                self._pause_seconds = min(self._pause_seconds * 2, _LONGEST_PAUSE_SECONDS)

    def catch_up(self) -> None:
        """Bring all models to the end of the log and return; for when no engine runs."""
        with self.catching_up() as now:
            now()

    @contextmanager
    def catching_up(self) -> Iterator[Callable[[], None]]:
        """What does so, as often as it is called, without beginning anew each time."""
        with self._connect() as connection:
            ensure(connection, self._models)
            self._rebuild_outdated(Flag())
            folds: dict[str, Fold] = {}

            def now() -> None:
                while self._advance(connection, folds):
                    pass

            yield now

    def rebuild(self, *names: str) -> None:
        """Fill these models anew, whoever leads. Raises `KeyError` for a name it does not know."""
        by_name = {model.name: model for model in self._models}
        models = [by_name[name] for name in names]
        with self._connect() as connection:
            ensure(connection, models)
            rebuild(connection, models, Flag())

    def _follow(self, connection: Connection[Any], stop: Flag) -> None:
        ensure(connection, self._models)
        sweep(connection, self._models)
        folds: dict[str, Fold] = {}
        broken_off = Flag()
        with Wake(self._url) as wake, ThreadPoolExecutor(1, "rebuild") as aside:
            outdated = aside.submit(self._rebuild_outdated, broken_off)
            try:
                told_at, untold = monotonic(), True
                while not stop.is_set():
                    if outdated.done():
                        outdated.result()
                    moved = self._advance(connection, folds)
                    untold = untold or moved
                    if untold and (not moved or monotonic() - told_at > TELL_SECONDS):
                        connection.execute(f"NOTIFY {CHANNEL}")
                        told_at, untold = monotonic(), False
                    if moved:
                        self._pause_seconds = _FIRST_PAUSE_SECONDS
                    else:
                        wake.wait(POLL_SECONDS)
            finally:
                broken_off.set()

    def _advance(self, connection: Connection[Any], folds: dict[str, Fold]) -> bool:
        """One batch; `folds` holds rows in memory that are still as they are stored."""
        if rows_in_memory(folds.values()) > ROWS_IN_MEMORY:
            folds.clear()
        generations = {each.model.name: each for each in live(connection, self._models)}
        for name, generation in generations.items():
            if name not in folds or folds[name].generation != generation:
                folds[name] = Fold(generation)
        try:
            return step(connection, [folds[name] for name in generations], BATCH)
        except Overtaken:
            return True

    def _rebuild_outdated(self, stop: Flag) -> None:
        with self._connect() as connection:
            seen = versions(connection)
            outdated = [each for each in self._models if seen.get(each.name, 0) < each.version]
            if outdated:
                rebuild(connection, outdated, stop)

    def _connect(self) -> Connection[Any]:
        connection = psycopg.connect(
            self._url,
            autocommit=True,
            connect_timeout=5,
            keepalives_idle=5,
            keepalives_interval=2,
            keepalives_count=3,
        )
        connection.execute(_SETTINGS)
        return connection


def _lead(connection: Connection[Any], stop: Flag) -> bool:
    """Wait until no other engine leads; `False` if told to stop before."""
    while not stop.is_set():
        found = connection.execute("select pg_try_advisory_lock(%s)", [_LEADING]).fetchone()
        if found == (True,):
            return True
        stop.wait(_STANDBY_SECONDS)
    return False
