"""One thread in each web process that hears what is new, and tells the streams of its pages."""

import logging
from collections.abc import Callable
from threading import Event as Flag
from threading import Lock, Thread
from typing import Any

import psycopg
from psycopg import Connection
from psycopg_pool import ConnectionPool

from api.tidings import Tell, Told
from projections.progress import CHANNEL
from projections.tidings import ALL, between, standing

MOST = 400
"""How many streams a process keeps; each is an open connection and little else."""

POLL_SECONDS = 1.0
"""How long it sleeps at most: who takes in something new may die before its call."""

_PAUSE_SECONDS = 2.0

_log = logging.getLogger(__name__)


class Tidings:
    """Tells whoever listens in this process what any process recorded, once read models show it."""

    def __init__(self, url: str, pool: ConnectionPool[Any], most: int = MOST) -> None:
        self._url = url
        self._pool = pool
        self._most = most
        self._position: int | None = None
        self._listeners: dict[object, Tell] = {}
        self._lock = Lock()
        self._stop = Flag()
        self._hears = False

    def start(self) -> None:
        """Begin to hear; before that nothing is told and no position known."""
        Thread(target=self._run, name="tidings", daemon=True).start()

    def close(self) -> None:
        """Tell all who listen that no more will come, and take nobody in any more."""
        self._stop.set()
        self._send_away()

    def position(self) -> int | None:
        return self._position

    def listen(self, tell: Tell) -> Callable[[], None] | None:
        """Tell this one too; it must return at once, and may not fail.

        None if there is no room, or nothing is heard.
        """
        key = object()
        with self._lock:
            if self._stop.is_set() or not self._hears or len(self._listeners) >= self._most:
                return None
            self._listeners[key] = tell
        return lambda: self._let_go(key)

    def since(self, position: int) -> Told:
        with self._pool.connection() as connection:
            now = standing(connection)
            # A position past the log is one of before a backup was put back.
            past = position > now
            return Told(now, frozenset({ALL}) if past else between(connection, position, now))

    def look(self, connection: Connection[Any]) -> None:
        """Tell what is new, if anything is."""
        now, before = standing(connection), self._position
        topics: frozenset[str] = frozenset()
        if before is not None and now != before:
            # A log that is shorter than it was comes from a backup.
            topics = between(connection, before, now) if now > before else frozenset({ALL})
        with self._lock:
            self._position, self._hears = now, True
            listeners = [*self._listeners.values()]
        if topics:
            for tell in listeners:
                tell(Told(now, topics))

    def _let_go(self, key: object) -> None:
        with self._lock:
            self._listeners.pop(key, None)

    def _send_away(self) -> None:
        with self._lock:
            self._hears = False
            listeners, self._listeners = self._listeners, {}
        for tell in listeners.values():
            tell(None)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._hear()
            except psycopg.Error as error:
                _log.warning("Pages are told nothing new for %.0f s: %s", _PAUSE_SECONDS, error)
            except Exception:  # noqa: BLE001 (whatever it is, no other thread hears)
                _log.exception("Pages are told nothing new for %.0f s", _PAUSE_SECONDS)
            # Or their pages would say that they keep up; they come back when we hear again.
            self._send_away()
            self._stop.wait(_PAUSE_SECONDS)

    def _hear(self) -> None:
        with psycopg.connect(self._url, autocommit=True, connect_timeout=5) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            while not self._stop.is_set():
                self.look(connection)
                for _ in connection.notifies(timeout=POLL_SECONDS, stop_after=1):
                    pass
