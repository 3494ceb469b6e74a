"""Keeps the log's tree up to date and signs its checkpoints, in one process at a time (AU-04)."""

import logging
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from threading import Event as Flag
from time import monotonic
from typing import Any

import psycopg
from psycopg import Connection

from eventstore import checkpoints, leaves
from eventstore.checkpoints import SIGNING, Signed
from eventstore.follow import POLL_SECONDS, Wake
from eventstore.leaves import Grown, NoTreeError
from projections.language import N_
from proofs import tree
from proofs.checkpoint import Checkpoint, Unproven, opened, signed
from runtime.checkpoint_keys import Keys

BATCH = 5_000
SIGN_SECONDS = 3.0
"""How long at least from one checkpoint to the next."""
TELL_SECONDS = 5.0

NO_KEY = N_("no key to sign checkpoints with is set: set CHECKPOINT_KEY")
UNKNOWN_KEY = N_(
    "the last checkpoint does not bear the signature of a key that is known here:"
    " name the older key in CHECKPOINT_VERIFIERS"
)
CHANGED = N_(
    "the tree no longer has the root that was signed before: events or leaves were touched;"
    " run inkoopspoor audit verify"
)
SHORTER = N_(
    "a checkpoint of a longer log was published: events were removed,"
    " or the database was put back from a backup"
)
NO_TREE = N_("a part of the tree is missing: run inkoopspoor audit verify")

_LEADING = 20215002
_STANDBY_SECONDS = 0.5
_FIRST_PAUSE_SECONDS = 0.1
_LONGEST_PAUSE_SECONDS = 5.0

_HOW_FAR = "The tree has %d events, up to position %d of %d"

_log = logging.getLogger(__name__)


class NotSigned(Exception):  # noqa: N818 (says what is the case)
    """A checkpoint would contradict what was signed before, or cannot be signed."""


class Prover:
    """Follows the log on behalf of the tree. Any number may run; one leads, others stand by.

    `published` gives the checkpoints that can be found outside the database: none is signed that
    contradicts them.
    """

    def __init__(
        self,
        url: str,
        keys: Keys,
        clock: Callable[[], datetime],
        published: Callable[[], Iterable[Checkpoint]] = tuple,
    ) -> None:
        self._url = url
        self._keys = keys
        self._clock = clock
        self._published = published
        self._pause_seconds = _FIRST_PAUSE_SECONDS

    def run(self, stop: Flag) -> None:
        """Follow until told to stop. Outlives the database: comes back when that does."""
        while not stop.is_set():
            try:
                with connect(self._url) as connection, Wake(self._url) as wake:
                    if lead(connection, _LEADING, stop):
                        self._follow(connection, wake, stop)
            except Exception as error:  # noqa: BLE001 (the database is away, or not as it was)
                _log.warning("Proofs wait %.1f s: %s", self._pause_seconds, error)
                stop.wait(self._pause_seconds)
                self._pause_seconds = min(self._pause_seconds * 2, _LONGEST_PAUSE_SECONDS)

    def catch_up(self, told: Callable[[Grown], None] = lambda _: None) -> Grown:
        """Bring the tree to the end of the log, sign it, and return; safe also while others run."""
        with connect(self._url) as connection:
            before = None
            while (now := self._grow(connection)) != before:
                told(now)
                before = now
            self._sign(connection, now)
            return now

    def _follow(self, connection: Connection[Any], wake: Wake, stop: Flag) -> None:
        before = leaves.grown(connection)
        signed_at, told_at = -SIGN_SECONDS, monotonic()
        self._sign(connection, before)
        while not stop.is_set():
            now = self._grow(connection)
            self._pause_seconds = _FIRST_PAUSE_SECONDS
            if now.size - before.size == BATCH and monotonic() - told_at > TELL_SECONDS:
                told_at = monotonic()
                _log.info(_HOW_FAR, now.size, now.position, _head(connection))
            if monotonic() - signed_at >= SIGN_SECONDS:
                signed_at = monotonic() if self._sign(connection, now) else signed_at
            if now == before:
                wake.wait(POLL_SECONDS)
            before = now

    def _grow(self, connection: Connection[Any]) -> Grown:
        try:
            return leaves.grow(connection, secrets.token_bytes, BATCH)
        except NoTreeError:
            checkpoints.failed(connection, SIGNING, NO_TREE, self._clock())
            raise

    def _sign(self, connection: Connection[Any], now: Grown) -> bool:
        """Sign a checkpoint if there is something new; whether it was done or tried."""
        last = checkpoints.latest(connection)
        if now.size == (last.size if last else 0):
            return False
        try:
            checkpoints.keep(connection, self._signed(connection, now, last))
            checkpoints.delivered(connection, SIGNING, now.size, self._clock())
        except NotSigned as error:
            _log.warning("No checkpoint is signed: %s", error)
            checkpoints.failed(connection, SIGNING, str(error), self._clock())
        return True

    def _signed(self, connection: Connection[Any], now: Grown, last: Signed | None) -> Signed:
        if not self._keys.signers:
            raise NotSigned(NO_KEY)
        origin = self._keys.signers[0].name
        before = [each for each in self._published() if each.origin == origin]
        if last:
            before.append(self._own(last))
        node = leaves.nodes(connection)
        try:
            for each in before:
                if each.size > now.size:
                    raise NotSigned(SHORTER)
                if tree.frontier(each.size, node).root() != each.root:
                    raise NotSigned(CHANGED)
            root = tree.frontier(now.size, node).root()
        except NoTreeError as error:
            raise NotSigned(NO_TREE) from error
        note = signed(Checkpoint(origin, now.size, root), self._keys.signers)
        return Signed(now.size, root, self._clock(), note)

    def _own(self, last: Signed) -> Checkpoint:
        """The last checkpoint by its signature, not by what the table says beside it."""
        try:
            return opened(last.note, self._keys.verifiers)
        except Unproven as error:
            raise NotSigned(UNKNOWN_KEY) from error


def _head(connection: Connection[Any]) -> int:
    found = connection.execute("SELECT max(notification_id) FROM eventlog_events").fetchone()
    return found[0] or 0 if found else 0


def connect(url: str) -> Connection[Any]:
    """A connection of our own that notices when the other side is gone."""
    return psycopg.connect(
        url,
        autocommit=True,
        connect_timeout=5,
        keepalives_idle=5,
        keepalives_interval=2,
        keepalives_count=3,
    )


def lead(connection: Connection[Any], lock: int, stop: Flag) -> bool:
    """Wait until no other process leads; `False` if told to stop before."""
    while not stop.is_set():
        found = connection.execute("SELECT pg_try_advisory_lock(%s)", [lock]).fetchone()
        if found == (True,):
            return True
        stop.wait(_STANDBY_SECONDS)
    return False
