"""What verifying can find: each verdict with what is wrong, where, and what to do (AU-04)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

Kind = Literal[
    "event_altered",
    "event_removed",
    "event_inserted",
    "event_reordered",
    "event_destroyed_unsigned",
    "event_unreadable",
    "leaf_rewritten",
    "tile_rewritten",
    "log_shorter",
    "checkpoint_malformed",
    "checkpoint_unknown_key",
    "checkpoint_bad_signature",
    "checkpoint_row_differs",
    "checkpoint_inconsistent",
    "checkpoint_removed",
    "outside_checkpoint_inconsistent",
    "stream_gap",
    "stream_disordered",
    "command_without_events",
    "event_without_command",
    "read_model_differs",
    "read_model_not_comparable",
]

_KEEP = "Keep a copy of the database as it is now, and of the server's logs."
_RESTORE = f"{_KEEP} Compare with a backup from before; restore only after that."
_REBUILD = "Build it anew: `inkoopspoor projections rebuild"

REMEDIES: dict[Kind, str] = {
    "event_altered": f"{_RESTORE} The leaf still vouches for the original bytes.",
    "event_removed": f"{_RESTORE} The rest of the log can be trusted as it stands.",
    "event_inserted": f"{_KEEP} Nothing that rests on this event holds; see what followed from it.",
    "event_reordered": f"{_RESTORE} Each event's own place is in its leaf.",
    "event_destroyed_unsigned": f"{_RESTORE} Ask who destroys records here, and by which list.",
    "event_unreadable": "Verify with the release that wrote it, or a later one.",
    "leaf_rewritten": f"{_RESTORE} What lies before the stretch is proved; in it nothing is.",
    "tile_rewritten": "Proofs made from this tile do not hold; the log is not in question. Put the "
    "rows of proof_tiles back from a backup.",
    "log_shorter": f"{_RESTORE} What was signed is no longer there: the end was cut off, or this "
    "is an old backup.",
    "checkpoint_malformed": f"{_KEEP} Ask those who were sent the checkpoint for theirs.",
    "checkpoint_unknown_key": f"{_KEEP} If the key is an older one of this log, name it in "
    "CHECKPOINT_VERIFIERS or by --key. If nobody knows it, somebody else signed.",
    "checkpoint_bad_signature": f"{_KEEP} Ask those who were sent the checkpoint for theirs.",
    "checkpoint_row_differs": f"{_KEEP} The signed note counts, not the columns beside it.",
    "checkpoint_inconsistent": f"{_KEEP} Somebody with the key signed a log that is not this one: "
    "change the key, and ask all who hold checkpoints for theirs.",
    "checkpoint_removed": f"{_KEEP} Ask those who were sent it, and verify with --checkpoint.",
    "outside_checkpoint_inconsistent": f"{_KEEP} The holder's copy cannot have been changed from "
    "here: treat the log after the last checkpoint that agrees as rewritten.",
    "stream_gap": f"{_RESTORE} Decisions upon this stream rest on an incomplete past.",
    "stream_disordered": f"{_RESTORE} These events were not appended by this system.",
    "command_without_events": f"{_RESTORE} The command was carried out; what followed is gone.",
    "event_without_command": f"{_KEEP} The event was not recorded by a command of this system, or "
    "the command was taken away so that it could be carried out twice.",
    "read_model_differs": f"The log is not in question. {_REBUILD} NAME`, and find out who wrote.",
    "read_model_not_comparable": f"{_REBUILD} NAME` and see its dead letters.",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Between two checkpoints, by how many leaves they cover; 0 is the beginning of the log.

    Without `until`, nothing was signed since.
    """

    after: int
    until: int | None = None
    after_at: datetime | None = None
    until_at: datetime | None = None

    def __str__(self) -> str:
        start = _point(self.after, self.after_at) if self.after else "the beginning of the log"
        if self.until is None:
            return f"after {start}; nothing was signed since"
        return f"between {start} and {_point(self.until, self.until_at)}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing that is not as it was recorded, and all that is known of where."""

    kind: Kind
    what: str
    position: int | None = None
    index: int | None = None
    stream: UUID | None = None
    version: int | None = None
    topic: str | None = None
    between: Stretch | None = None
    model: str | None = None
    key: str | None = None

    @property
    def do(self) -> str:
        """What to do about it."""
        return REMEDIES[self.kind].replace("NAME", self.model or "NAME")


KEPT_OF_A_KIND = 100
"""More verdicts of a kind are counted, not kept: memory stays bounded."""


@dataclass(slots=True)
class Found:
    """All verdicts, or of each kind the first and how many there are."""

    verdicts: list[Verdict] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, *verdicts: Verdict) -> None:
        for verdict in verdicts:
            self.counts[verdict.kind] += 1
            if self.counts[verdict.kind] <= KEPT_OF_A_KIND:
                self.verdicts.append(verdict)

    def more(self, kind: Kind, count: int) -> None:
        """Others of a kind, of which nothing else is known."""
        if count:
            self.counts[kind] += count

    def any_of(self, kinds: Iterable[Kind]) -> bool:
        return any(self.counts[kind] for kind in kinds)


def _point(size: int, at: datetime | None) -> str:
    moment = f" of {at:%Y-%m-%d %H:%M} UTC" if at else ""
    return f"the checkpoint over {size:,} leaves{moment}"
