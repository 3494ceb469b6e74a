"""Proofs that the record was not touched, read from the tree: what API, pages and commands show.

Whoever checks them needs nothing of ours but the checkpoint and the key (AU-04).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from domain.base import Refused, Sentence
from eventstore import checkpoints, leaves
from eventstore.checkpoints import SIGNING, Delivery, Signed
from eventstore.leaves import Leaf, NoLeafError
from projections import tables
from projections.trail.model import AUDIT_TRAIL
from proofs import tree
from proofs.checkpoint import Verifier
from proofs.checkpoint import witnesses as cosigners
from proofs.leaf import leaf_hash


class NotProven(LookupError):  # noqa: N818 (says what is the case)
    """There is nothing to prove, or not yet; the sentence says which."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        super().__init__(str(sentence))


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That an event is in the log which a checkpoint speaks of."""

    leaf: Leaf
    checkpoint: Signed
    path: Sequence[bytes]

    @property
    def holds(self) -> bool:
        """Whether it leads from the event, as it is stored now, to the root that was signed."""
        return tree.verify_inclusion(
            leaf_hash(self.leaf.data),
            self.leaf.index,
            self.checkpoint.size,
            self.path,
            self.checkpoint.root,
        )


@dataclass(frozen=True, slots=True)
class Consistency:
    """That the log of the old checkpoint begins the log of the new one."""

    old: Signed
    new: Signed
    path: Sequence[bytes]

    @property
    def holds(self) -> bool:
        """Whether it leads to both roots."""
        return tree.verify_consistency(
            self.old.size, self.new.size, self.old.root, self.new.root, self.path
        )


@dataclass(frozen=True, slots=True)
class ProofStatus:
    """How far the proofs are: `waiting` positions of the log have no leaf yet.

    `trouble` is why no checkpoint is signed, as a message to be translated.
    """

    last: Signed | None
    size: int
    position: int
    waiting: int
    targets: Sequence[Delivery]
    trouble: str | None

    @property
    def unsigned(self) -> int:
        """How many leaves no checkpoint covers yet."""
        return self.size - (self.last.size if self.last else 0)

    @property
    def well(self) -> bool:
        """Whether everything was signed, and brought away, that could be."""
        return self.trouble is None and not any(each.failures for each in self.targets)


def status(connection: Connection[Any]) -> ProofStatus:
    """How things stand now."""
    grown = leaves.grown(connection)
    row = connection.execute("select max(notification_id) from eventlog_events").fetchone()
    head = int(row[0] or 0) if row else 0
    known = checkpoints.deliveries(connection)
    return ProofStatus(
        last=checkpoints.latest(connection),
        size=grown.size,
        position=grown.position,
        waiting=max(0, head - grown.position),
        targets=[each for each in known if each.target != SIGNING],
        trouble=next((each.failure for each in known if each.target == SIGNING), None),
    )


def checkpoint(connection: Connection[Any], size: int | None = None) -> Signed:
    """The checkpoint of this size, or the last one. Raises `NotProven`."""
    if size is not None:
        found = checkpoints.of_size(connection, size)
        if found is None:
            raise NotProven(
                Sentence("There is no checkpoint of size %(size)s.", {"size": str(size)})
            )
        return found
    last = checkpoints.latest(connection)
    if last is None:
        raise NotProven(Sentence("No checkpoint was signed yet."))
    return last


def take_in(
    connection: Connection[Any], size: int, line: str, witnesses: Sequence[Verifier]
) -> Signed:
    """Keep what a witness adds to the note of a checkpoint, and answer the checkpoint with it.

    Raises `NotProven` if there is no such checkpoint, `Refused` if the line is not a true
    signature of it by one of these witnesses.
    """
    signed = checkpoint(connection, size)
    line = line.rstrip("\n") + "\n"
    try:
        ((witness, seconds),) = cosigners(signed.note + line, witnesses).items()
        at = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Refused(
            "not_witnessed",
            "this is not a true signature by a witness that is known here; its key has to stand"
            " in CHECKPOINT_WITNESSES",
        ) from error
    checkpoints.cosign(connection, size, witness.name, line, at)
    return checkpoint(connection, size)


def inclusion_at(connection: Connection[Any], position: int, size: int | None = None) -> Inclusion:
    """That the event at this position is in the checkpoint, or in the last. Raises `NotProven`."""
    try:
        leaf = leaves.leaf_at(connection, position)
    except NoLeafError as error:
        raise NotProven(
            Sentence(
                "No event stands at position %(position)s, or the tree does not have it yet.",
                {"position": str(position)},
            )
        ) from error
    signed = checkpoint(connection, size)
    if leaf.index >= signed.size:
        raise NotProven(
            Sentence(
                "The event at position %(position)s came after the checkpoint of size %(size)s. If"
                " that is the last one, ask again in a few seconds.",
                {"position": str(position), "size": str(signed.size)},
            )
        )
    path = tree.inclusion(leaf.index, signed.size, leaves.nodes(connection))
    return Inclusion(leaf, signed, path)


def inclusion_of(connection: Connection[Any], event_id: UUID, size: int | None = None) -> Inclusion:
    """The same, of the event with this id. Raises `NotProven`."""
    row = tables.get(connection, AUDIT_TRAIL, event_id)
    position = row and leaves.position_of(connection, row.subject_id, event_id)
    if not position:
        raise NotProven(Sentence("No event with the id %(id)s is known.", {"id": str(event_id)}))
    return inclusion_at(connection, position, size)


def consistency(connection: Connection[Any], old: int, new: int | None = None) -> Consistency:
    """From one checkpoint to another, or to the last. Raises `NotProven`."""
    first, second = checkpoint(connection, old), checkpoint(connection, new)
    if first.size > second.size:
        raise NotProven(
            Sentence(
                "The checkpoint of size %(old)s is not older than that of size %(new)s.",
                {"old": str(first.size), "new": str(second.size)},
            )
        )
    path = tree.consistency(first.size, second.size, leaves.nodes(connection))
    return Consistency(first, second, path)
