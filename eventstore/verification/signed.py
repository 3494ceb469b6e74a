"""The signed checkpoints, those of the database and those that others kept (AU-04)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from psycopg import Connection
from psycopg.rows import tuple_row

from eventstore.verification.accounts import Accounts
from eventstore.verification.verdicts import Found, Kind, Stretch, Verdict
from eventstore.verification.walk import Signed, signed_row
from proofs.checkpoint import Unproven, Verifier, opened

__all__ = ["Admitted", "Between", "Outside", "Signed"]

_BEFORE = b"SELECT size, at FROM proof_checkpoints WHERE size <= %s ORDER BY size DESC LIMIT 1"
_COVERING = b"SELECT size, at FROM proof_checkpoints WHERE size > %s ORDER BY size LIMIT 1"
_BEYOND = b"""
SELECT size, root, note, at FROM proof_checkpoints WHERE size > %s OR size <= 0 ORDER BY size
"""
_DELIVERED = b"""
SELECT target, size FROM proof_deliveries
WHERE size > (SELECT coalesce(max(size), 0) FROM proof_checkpoints) ORDER BY size DESC
"""
_SAID: dict[str, str] = {
    "malformed": "is no checkpoint",
    "unknown_key": "is not signed by a known key",
    "bad_signature": "bears a signature that does not fit",
    "row_differs": "is not what stands in the columns beside its note",
}


@dataclass(frozen=True, slots=True)
class Outside:
    """A note that somebody else kept, and what they call it."""

    name: str
    note: str


@dataclass(frozen=True, slots=True)
class Admitted:
    """One of those with a good signature, over no more leaves than there are."""

    name: str
    size: int
    root: bytes


class Between:
    """Says between which two checkpoints a leaf lies."""

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection = connection
        self._last: Stretch | None = None

    def __call__(self, index: int) -> Stretch:
        last = self._last
        if last is None or not last.after <= index < (last.until or index + 1):
            last = self._last = self._asked(index)
        return last

    def _asked(self, index: int) -> Stretch:
        before = _point(self._connection, _BEFORE, index)
        covering = _point(self._connection, _COVERING, index)
        return Stretch(
            before[0] if before else 0,
            covering[0] if covering else None,
            before[1] if before else None,
            covering[1] if covering else None,
        )


def admitted(
    outside: Iterable[Outside], verifiers: Sequence[Verifier], size: int, found: Found
) -> list[Admitted]:
    """Those to hold against the tree; a verdict for each of the others."""
    answer = []
    for each in outside:
        try:
            checkpoint = opened(each.note, verifiers)
        except Unproven as error:
            what = f"{each.name}: {_SAID[error.reason]}: {error}"
            found.add(Verdict(_kind(error.reason), what, key=each.name))
            continue
        if checkpoint.size > size:
            what = (
                f"{each.name} is over {checkpoint.size:,} leaves; the log has {size:,}:"
                f" {checkpoint.size - size:,} are gone from its end"
            )
            found.add(Verdict("log_shorter", what, index=size, key=each.name))
        else:
            answer.append(Admitted(each.name, checkpoint.size, checkpoint.root))
    return answer


def unproven(checkpoint: Signed) -> Verdict:
    """What is wrong with a checkpoint of the database by itself."""
    assert checkpoint.problem is not None
    what = (
        f"the checkpoint over {checkpoint.size:,} leaves {_SAID[checkpoint.problem]}:"
        f" {checkpoint.said}"
    )
    return Verdict(_kind(checkpoint.problem), what, index=checkpoint.size - 1)


def disagreeing(checkpoint: Admitted, agreed: int) -> Verdict:
    """An outside checkpoint that this log does not come to; the last one it does is `agreed`."""
    what = (
        f"the tree over the first {checkpoint.size:,} leaves is not the one that {checkpoint.name}"
        " vouches for: what it covers was rewritten, or it is of another copy of this log"
    )
    between = Stretch(agreed, checkpoint.size)
    return Verdict(
        "outside_checkpoint_inconsistent", what, index=agreed, between=between, key=checkpoint.name
    )


def unmatched(connection: Connection[Any], accounts: Accounts) -> Iterator[Verdict]:
    """Signed roots that no account of the tree comes to."""
    for size in accounts.astray:
        what = (
            f"the checkpoint over {size:,} leaves bears our signature, but is of another log:"
            " this one comes to the checkpoints before and after it"
        )
        yield Verdict("checkpoint_inconsistent", what, index=size - 1)
    if not accounts.unmatched:
        return
    first, others = accounts.unmatched[0], len(accounts.unmatched) - 1
    until = _point(connection, _COVERING, first - 1)
    since = _point(connection, _BEFORE, accounts.proved)
    between = Stretch(accounts.proved, first, since[1] if since else None, until and until[1])
    what = (
        f"events and their leaves were rewritten, taken out or slipped in {between}: the tree does"
        f" not come to the signed root" + (f", nor to {others:,} later ones" if others else "")
    )
    yield Verdict("leaf_rewritten", what, index=accounts.proved, between=between)


def beyond(
    connection: Connection[Any], verifiers: Sequence[Verifier], size: int, found: Found
) -> None:
    """Checkpoints over more leaves than there are, and those that are not there any more."""
    cursor = connection.cursor(row_factory=tuple_row, binary=True)
    last: Signed | None = None
    for row in cursor.execute(_BEYOND, [size]):
        checkpoint = signed_row(row, verifiers)
        if checkpoint.root is None:
            found.add(unproven(checkpoint))
        else:
            last = checkpoint
    if last is not None:
        what = (
            f"the checkpoint over {last.size:,} leaves was signed at {last.at:%Y-%m-%d %H:%M} UTC;"
            f" the log has {size:,} leaves: {last.size - size:,} are gone from its end"
        )
        found.add(Verdict("log_shorter", what, index=size))
    for target, delivered in cursor.execute(_DELIVERED):
        what = (
            f"{target} was given the checkpoint over {delivered:,} leaves, which is gone from here"
        )
        found.add(Verdict("checkpoint_removed", what, index=delivered - 1, key=target))


def count(connection: Connection[Any]) -> int:
    row = connection.execute("SELECT count(*) FROM proof_checkpoints").fetchone()
    return int(row[0]) if row else 0


def _kind(reason: str) -> Kind:
    return cast(Kind, f"checkpoint_{reason}")


def _point(connection: Connection[Any], query: bytes, index: int) -> tuple[int, datetime] | None:
    cursor = connection.cursor(row_factory=tuple_row, binary=True)
    return cursor.execute(query, [index]).fetchone()
