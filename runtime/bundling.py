"""Makes bundles of evidence: events, their proofs, and what is needed to check both (AU-05).

Nothing leaves here that its own verifier would reject: each proof is checked before it is written.
"""

import re
from array import array
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from json import dumps
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO
from uuid import UUID

from psycopg import Connection
from psycopg_pool import ConnectionPool

from domain.base import Event, Refused
from domain.dates import local_day
from domain.secrecy import Reason
from eventstore import checkpoints, leaves
from eventstore.log import EventLog
from eventstore.registry import OWN_EVENTS
from eventstore.schemas import schema_of
from projections import readings
from projections.bundles import evidence, gathered, page, report
from projections.bundles.asked import Asked
from projections.bundles.belonging import belonging
from projections.bundles.evidence import Item
from projections.bundles.gathered import Gathered
from projections.bundles.report import MOST_ROWS, Sealed
from projections.documents import DOCUMENTS
from projections.letters import LETTERS
from projections.procedures import PROCEDURES
from projections.progress import wait
from projections.views import subject_of
from proofs import bundle, tree
from proofs.bundle import Part
from proofs.checkpoint import Checkpoint, Unproven, opened
from proofs.leaf import leaf_hash
from runtime.checkpoint_keys import Keys, keys
from runtime.clock import Clock
from runtime.wiring import World
from workflows import press

HELD_IN_MEMORY = 1 << 20
NODES_IN_MEMORY = 1 << 16
PATIENCE_SECONDS = 10.0
_HASH = 32
_UNPRINTABLE = re.compile("[^\n -\u052f\u1e00-\u20cf\u2100-\u218f]")
"""Outside of Latin, Greek, Cyrillic and the usual signs."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What bundles are made from: the log and its read models, the keys, and what time it is."""

    log: EventLog
    pool: ConnectionPool[Any]
    keys: Keys
    clock: Clock


@dataclass(frozen=True, slots=True)
class Made:
    """What a bundle came to."""

    name: str
    counted: dict[str, int]
    checkpoint: Checkpoint


@dataclass(slots=True)
class _Written:
    """What is remembered of the events that were written: forty bytes of each."""

    indexes: "array[int]" = field(default_factory=lambda: array("q"))
    hashes: bytearray = field(default_factory=bytearray)
    told: list[tuple[str, ...]] = field(default_factory=list)
    secrets: set[tuple[UUID, Reason]] = field(default_factory=set)
    counted: dict[str, int] = field(
        default_factory=lambda: {"open": 0, "withheld": 0, "destroyed": 0}
    )


def ground(world: World) -> Ground:
    return Ground(world.log, world.pool, keys(world.settings), world.clock)


def make(there: Ground, asked: Asked, target: BinaryIO, by: str) -> Made:
    """Write the bundle to `target` for whoever is known as `by`; secrets read are written down.

    Raises `Refused`: for what is not known, a moment or a day still to come, events that are in no
    signed checkpoint yet, and a log that is not the one that was signed.
    """
    _refuse_what_is_to_come(asked, there.clock())
    if not there.keys.signers:
        raise Refused("no_checkpoint_key", "bundles are signed: set CHECKPOINT_KEY")
    wait(there.pool, [LETTERS, DOCUMENTS, PROCEDURES], there.log.head(), PATIENCE_SECONDS)
    with ExitStack() as held:
        parts = _Parts(held)
        with_it = Gathered(asked.kind, asked.subject_id)
        with there.pool.connection() as connection, leaves.steady(connection):
            items = _items(there, asked, connection)
            written = _write_events(parts, items, asked, with_it)
            checkpoint, note = _covering(connection, written, there.keys)
            node = lru_cache(NODES_IN_MEMORY)(leaves.nodes(connection))
            _write_proofs(parts["proofs.jsonl"], written, checkpoint, node)
        _write_rest(parts, asked, with_it, (written, checkpoint, note), there.keys)
        _note_reading(there, asked, by, written)
        bundle.write(target, parts.found)
    return Made(asked.name, written.counted, checkpoint)


class _Parts:
    """The files of the bundle, each kept aside until all are there."""

    def __init__(self, held: ExitStack) -> None:
        self.found: dict[str, Part] = {}
        self._held = held

    def __getitem__(self, name: str) -> Part:
        if name not in self.found:
            file = SpooledTemporaryFile(HELD_IN_MEMORY)  # noqa: SIM115 (closed with the others)
            self.found[name] = Part(self._held.enter_context(file))
        return self.found[name]


def _refuse_what_is_to_come(asked: Asked, now: datetime) -> None:
    if asked.known > now:
        raise Refused("known_later", "that moment is still to come: ask as known by now or before")
    if asked.on > local_day(now):
        raise Refused("seen_later", "that day is still to come: what is secret then is not known")


def _items(there: Ground, asked: Asked, connection: Connection[Any]) -> Iterator[Item]:
    log = there.log

    def known(stream: UUID) -> Sequence[Event]:
        return log.read(stream, asked.known)

    belongs = belonging(asked.kind, asked.subject_id, known, connection)
    today = local_day(there.clock())
    secrecy = evidence.secrecy(belongs, asked, log.read, connection, today)
    of_kind = {each.__name__ for each in OWN_EVENTS[asked.kind]}
    found = False
    for item in evidence.items(connection, belongs, asked, secrecy):
        if item.stored.stream == asked.subject_id:
            if item.stored.topic not in of_kind:
                raise evidence.nothing_yet(asked, None)
            found = True
        yield item
    if not found:
        raise evidence.nothing_yet(asked, next(iter(log.read(asked.subject_id)), None))


def _write_events(
    parts: _Parts, items: Iterator[Item], asked: Asked, with_it: Gathered
) -> _Written:
    written = _Written()
    for nth, item in enumerate(items, 1):
        stored = item.stored
        if stored.index is None:
            raise _not_sealed()
        parts["events.jsonl"].line(item.line)
        parts["proofs.jsonl"]
        written.indexes.append(stored.index)
        written.hashes += leaf_hash(stored.data)
        if item.event is None:
            with_it.lacks(stored)
            written.counted["withheld" if item.reason else "destroyed"] += 1
        else:
            with_it.add(item.event, stored)
            written.counted["open"] += 1
            if item.secret is not None:
                written.secrets.add((subject_of(item.event, asked.subject_id), item.secret))
        if nth <= MOST_ROWS:
            written.told.append(report.row(nth, item, stored.index, asked.language))
    return written


def _note_reading(there: Ground, asked: Asked, by: str, written: _Written) -> None:
    """Write down which secrets are in the bundle, before it leaves (AU-11)."""
    reader = readings.Reader(by, asked.role, "bundle", there.clock())
    with there.pool.connection() as connection:
        readings.write(connection, reader, asked.kind, written.secrets)


def _covering(
    connection: Connection[Any], written: _Written, signed_by: Keys
) -> tuple[Checkpoint, str]:
    """The first checkpoint that all the events are in: the same one whenever it is asked for."""
    found = checkpoints.covering(connection, written.indexes[-1])
    if found is None:
        raise _not_sealed()
    try:
        return opened(found.note, signed_by.verifiers), found.note
    except Unproven as error:
        raise Refused(
            "checkpoint_unproven",
            "the checkpoint over %(size)s events cannot be used: %(why)s",
            size=found.size,
            why=error,
        ) from error


def _not_sealed() -> Refused:
    return Refused(
        "not_sealed_yet",
        "its last events are in no signed checkpoint yet: try again in a few seconds; if that does "
        "not help, see that the follower runs and has a key",
    )


def _write_proofs(part: Part, written: _Written, checkpoint: Checkpoint, node: tree.Node) -> None:
    for nth, index in enumerate(written.indexes):
        path = tree.inclusion(index, checkpoint.size, node)
        leaf = bytes(written.hashes[nth * _HASH : (nth + 1) * _HASH])
        if not tree.verify_inclusion(leaf, index, checkpoint.size, path, checkpoint.root):
            raise Refused(
                "altered_leaf",
                "event %(index)s of the tree is not the one that was signed for; run inkoopspoor "
                "audit verify, and make no bundle before that is explained",
                index=index,
            )
        part.line({"index": index, "path": [each.hex() for each in path]})


def _write_rest(
    parts: _Parts,
    asked: Asked,
    with_it: Gathered,
    proven: tuple[_Written, Checkpoint, str],
    signed_by: Keys,
) -> None:
    written, checkpoint, note = proven
    verifiers = _verifiers(note, signed_by)
    parts["checkpoint.txt"].write(note.encode())
    parts["key.txt"].write("".join(f"{each}\n" for each in verifiers).encode())
    parts["letters.json"].write(bundle.canonical(gathered.letters_file(with_it)))
    parts["rules.json"].write(bundle.canonical(gathered.rules_file(with_it)))
    parts["verify.py"].write((files("proofs") / "verify.py").read_bytes())
    for topic, number in sorted(with_it.schemas):
        schema = bundle.canonical(schema_of(topic, number))
        parts[f"schemas/{topic}.{number}.json"].write(schema)
    made_by = f"inkoopspoor {version('inkoopspoor')}"
    sealed = Sealed(
        digest=parts["events.jsonl"].sha256,
        counted=written.counted,
        size=checkpoint.size,
        root=checkpoint.root,
        key=" ".join(map(str, verifiers)),
        checkpoint=note,
        made_by=made_by,
    )
    _write_report(parts, report.report(asked, with_it, written.told, sealed))
    manifested = bundle.manifest(
        {
            "subject": {"kind": asked.kind, "id": str(asked.subject_id)},
            "known": asked.moment,
            "on": asked.on.isoformat(),
            "role": asked.role,
            "provider": str(asked.provider) if asked.provider else None,
            "language": asked.language,
            "made_by": made_by,
            "events": written.counted,
            "tree": {
                "origin": checkpoint.origin,
                "size": checkpoint.size,
                "root": checkpoint.root.hex(),
            },
        },
        parts.found,
    )
    parts["bundle.json"].write(manifested)
    parts["seal.txt"].write(bundle.seal(manifested, signed_by.signers))


def _verifiers(note: str, signed_by: Keys) -> list[Any]:
    """The keys of the seal, and the one that signed the checkpoint if it was another."""
    found = [each.verifier for each in signed_by.signers]
    for each in signed_by.verifiers:
        try:
            opened(note, [each])
        except Unproven:
            continue
        found.append(each)
    return list(dict.fromkeys(found))


def _write_report(parts: _Parts, written: report.Report) -> None:
    for chunk in page.page(written):
        parts["report.html"].write(chunk)
    parts["report.pdf"].write(pdf_of(written))


def pdf_of(written: report.Report) -> bytes:
    """The report on paper. What the font has no sign for is shown as unknown, if need be.

    The page has it as it is.
    """
    data = dumps(written.data, ensure_ascii=False)
    try:
        return press.printed_report(data, written.dated)
    except press.NoPdf:
        try:
            return press.printed_report(_UNPRINTABLE.sub("\ufffd", data), written.dated)
        except press.NoPdf as error:
            raise Refused(
                "no_report", "no PDF can be made of the report: %(why)s", why=error
            ) from error
