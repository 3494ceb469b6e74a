"""The book of releases of one process of ours: it follows the log and is asked by who serves it.

It is kept in memory, each release as JSON, and made anew from the log when a process starts: the
same log gives the same book. Nothing has to be stored or rebuilt for it.
"""

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from threading import Lock
from typing import Any, get_args

from psycopg import Connection
from psycopg_pool import ConnectionPool

from eventstore.follow import settled
from projections.ocds.merge import Json
from projections.ocds.releases import IMPOSING, PREFIX, Release, Releasing

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A release as JSON, and the position of the log at which it came out."""

    position: int
    ocid: str
    release_id: str
    text: str

    @property
    def body(self) -> Json:
        body: Json = json.loads(self.text)
        return body


class Book:
    """All releases so far, in the order in which they came out. Thread safe."""

    def __init__(self, pool: ConnectionPool[Any], prefix: str = PREFIX) -> None:
        self._pool = pool
        self._lock = Lock()
        self._releasing = Releasing(prefix)
        self._position = self._ahead = 0
        self._entries: list[Entry] = []
        self._by_id: dict[str, Entry] = {}
        self._by_ocid: dict[str, list[Entry]] = {}

    def after(self, position: int, limit: int, ocid: str | None = None) -> list[Entry]:
        """The releases that came out after this position: `limit` or a few more.

        What came out at one position is never divided, so that the last position says where to
        go on.
        """
        self.catch_up()
        known = self._entries if ocid is None else self._by_ocid.get(ocid, [])
        return list(
            _whole(known[bisect_right(known, position, key=lambda each: each.position) :], limit)
        )

    def release(self, release_id: str) -> Entry | None:
        """The release with this id."""
        self.catch_up()
        return self._by_id.get(release_id)

    def of(self, ocid: str) -> Sequence[Entry]:
        """The releases of a process; none if there is no such process."""
        self.catch_up()
        return tuple(self._by_ocid.get(ocid, ()))

    def ocids(self) -> list[str]:
        """All processes, in the order in which they began."""
        self.catch_up()
        return list(self._by_ocid)

    def catch_up(self) -> None:
        """Follow the log to its end."""
        with self._lock, self._pool.connection() as connection:
            self._look_ahead(connection)
            while (batch := settled(connection, self._position, BATCH)).position > self._position:
                for recorded in batch.events:
                    for release in self._releasing.take(recorded.position, recorded.event):
                        self._enter(release)
                self._position = batch.position

    def _look_ahead(self, connection: Connection[Any]) -> None:
        topics = [each.__name__ for each in get_args(IMPOSING)]
        while (batch := settled(connection, self._ahead, BATCH, topics)).position > self._ahead:
            self._releasing.expect(each.event for each in batch.events)
            self._ahead = batch.position

    def _enter(self, release: Release) -> None:
        text = json.dumps(release.body, ensure_ascii=False, separators=(",", ":"))
        entry = Entry(release.position, release.ocid, release.release_id, text)
        self._entries.append(entry)
        self._by_id[entry.release_id] = entry
        self._by_ocid.setdefault(entry.ocid, []).append(entry)


def _whole(entries: Sequence[Entry], limit: int) -> Iterator[Entry]:
    taken = 0
    for _, group in groupby(entries, key=lambda each: each.position):
        if taken >= limit:
            return
        for each in group:
            taken += 1
            yield each
