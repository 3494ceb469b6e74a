"""Writing very many events into the log as it would hold them, and folding them all at once.

A *mould* is an event as the log encodes it, with holes where the ids come. What happens often is
cast from one; all else is an event of its own. Both get the id and the place in their stream that
the log would give them.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha1
from random import Random
from typing import Any
from uuid import UUID

import psycopg

from domain.base import Event
from eventstore.codec import CODEC
from projections.folding import Fold, flush, read_ahead
from projections.generations import begin, drop_hidden, finish, go_live
from projections.history import HISTORY
from projections.registry import MODELS
from projections.trail.model import AUDIT_TRAIL

COPY = (
    "COPY eventlog_events (originator_id, originator_version, topic, state) FROM STDIN"
    " (FORMAT BINARY)"
)
CONTRACT, LETTER = UUID(int=0xC0DE << 64, version=4), UUID(int=0x1E77E4 << 64, version=4)
"""Stand in a mould's event for the contract and the letter that each cast is about."""

_AT_ONCE = 5_000
_ROW_AN_EVENT = (HISTORY, AUDIT_TRAIL)
"""Have a row for every event, and touch none twice."""

_EVENT, _COMMAND = UUID(int=0xE << 64, version=5), UUID(int=0xC0 << 64, version=4)
_IDS = Random(1)  # the same log in every run


@dataclass(frozen=True, slots=True)
class Mould:
    topic: str
    text: bytes


@dataclass(frozen=True, slots=True)
class Cast:
    """One event out of a mould."""

    stream: UUID
    mould: Mould
    contract: UUID
    letter: UUID = LETTER


@dataclass(frozen=True, slots=True)
class Single:
    """An event that there is one of."""

    stream: UUID
    event: Event


Happened = Cast | Single


def single(stream: UUID, kind: type[Event], at: datetime, **fields: Any) -> Single:
    command = UUID(int=_IDS.getrandbits(128), version=4)
    return Single(stream, _made(kind, at, command, fields))


def mould(kind: type[Event], at: datetime, **fields: Any) -> Mould:
    """With a command of its own for each cast; they share a correlation only if one is given."""
    event = _made(kind, at, _COMMAND, fields).model_copy(update={"event_id": _EVENT})
    text = CODEC.encode(event).replace(b"%", b"%%")
    for name, hole in ((b"event", _EVENT), (b"command", _COMMAND), (b"contract", CONTRACT)):
        text = text.replace(str(hole).encode(), b"%(" + name + b")b")
    text = text.replace(str(LETTER).encode(), b"%(letter)b")
    return Mould(kind.__name__, text)


def copy(connection: psycopg.Connection[Any], happened: Iterable[Happened]) -> int:
    """Add all of it to the log, in this order; answers how many events that were."""
    count = 0
    with connection.cursor() as cursor, cursor.copy(COPY) as rows:
        rows.set_types(["uuid", "int8", "text", "bytea"])
        for row in written(happened):
            count += 1
            rows.write_row(row)
    return count


def written(happened: Iterable[Happened]) -> Iterator[tuple[UUID, int, str, bytes]]:
    """As rows of the log. The streams are new ones."""
    versions: dict[UUID, int] = {}
    for each in happened:
        version = versions[each.stream] = versions.get(each.stream, 0) + 1
        event_id = _within(each.stream, version)
        if isinstance(each, Single):
            event = each.event.model_copy(update={"event_id": UUID(event_id)})
            yield each.stream, version, type(event).__name__, CODEC.encode(event)
            continue
        name = event_id.encode()
        holes = {
            b"event": name,
            b"command": name[:14] + b"4" + name[15:],
            b"contract": str(each.contract).encode(),
            b"letter": str(each.letter).encode(),
        }
        yield each.stream, version, each.mould.topic, each.mould.text % holes


def _made(kind: type[Event], at: datetime, command: UUID, fields: dict[str, Any]) -> Event:
    circumstances = {"at": at, "by": "p-001", "caused_by": command, "correlation": command}
    return kind.model_validate({**circumstances, **fields})


def _within(stream: UUID, version: int) -> str:
    """What `uuid5` gives, which is how the log names an event, in less time."""
    digest = bytearray(sha1(stream.bytes + str(version).encode(), usedforsecurity=False).digest())
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest[:16].hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def fold(url: str, names: Sequence[str]) -> None:
    """Fill new generations of these read models from the whole log, and show them.

    As a rebuild does, but with all rows in memory until the end: nobody reads meanwhile.
    """
    models = [model for model in MODELS if model.name in names]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        folds = [Fold(begin(connection, model)) for model in models]
        while read_ahead(connection, folds, _AT_ONCE):
            for each in folds:
                if each.generation.model in _ROW_AN_EVENT:
                    flush(connection, [each])
                    each.rows.clear()
        for each in folds:
            flush(connection, [each])
            finish(connection, each.generation)
            with connection.transaction():
                go_live(connection, each.generation)
        with connection.transaction():
            drop_hidden(connection, names)


def fold_all(url: str) -> None:
    """All read models, by two processes."""
    streaming = [model.name for model in _ROW_AN_EVENT]
    others = [model.name for model in MODELS if model not in _ROW_AN_EVENT]
    with ProcessPoolExecutor(2) as processes:
        list(processes.map(fold, (url, url), (streaming, others)))
