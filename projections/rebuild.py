"""Filling a read model anew, beside the generation that readers see meanwhile."""

from collections.abc import Sequence
from dataclasses import replace
from threading import Event as Flag
from typing import Any

from psycopg import Connection

from eventstore.follow import settled_rows
from projections.folding import UNFIT, Entry, Fold, decode, step, topics
from projections.generations import (
    DeadLetter,
    Generation,
    advance,
    begin,
    drop_hidden,
    finish,
    go_live,
    hold,
    set_aside,
    store,
)
from projections.read_model import ReadModel

BATCH = 2_000
_ROWS_IN_MEMORY = 200_000

_REBUILDING = 20211202
_TRY_LOCK = "select pg_try_advisory_lock(%s)"
_PAUSE_SECONDS = 0.25


def rebuild(connection: Connection[Any], models: Sequence[ReadModel[Any]], stop: Flag) -> None:
    """Fill new generations from the whole log, then show them; dead letters get another chance.

    The live ones serve and follow until then. Broken off at any moment, this changes nothing that
    readers see; what was left behind is dropped by the next rebuild, or by `sweep`. Waits for
    another rebuild to end; the connection, its own, is to be closed afterwards.
    """
    while connection.execute(_TRY_LOCK, [_REBUILDING]).fetchone() != (True,):
        if stop.wait(_PAUSE_SECONDS):
            return
    _drop_hidden(connection, models)
    with connection.transaction():
        generations = [begin(connection, model) for model in models]
    generations = _head_start(connection, generations, stop)
    at_end = False
    while not at_end:
        if stop.is_set():
            return
        before = generations
        generations = step(connection, before, BATCH)
        at_end = generations == before
    for generation in generations:
        _swap(connection, generation)
    _drop_hidden(connection, models)


def _head_start(
    connection: Connection[Any], generations: list[Generation], stop: Flag
) -> list[Generation]:
    """Fold in memory from the beginning of the log to its end, or until there are many rows.

    One event at a time: memory that is used again at once is much faster than a batch of events.
    """
    folds = {each.model.name: Fold(each.model) for each in generations}
    readers = {
        topic: [folds[each.model.name] for each in generations if topic in topics([each])]
        for topic in topics(generations)
    }
    position, after = 0, -1
    while after < position and not stop.is_set():
        if sum(len(fold.rows) for fold in folds.values()) > _ROWS_IN_MEMORY:
            break
        after = position
        found, position = settled_rows(connection, after, BATCH, list(readers))
        for at, _, _, topic, state in found:
            if state is not None:
                _take_in(at, topic, state, readers[topic])
    try:
        with connection.transaction():
            for each in generations:
                store(connection, each, folds[each.model.name].rows)
                set_aside(connection, each, folds[each.model.name].letters)
            advance(connection, generations, position)
    except UNFIT:
        return generations  # batch by batch, it will be found which event is at fault
    return [replace(each, position=position) for each in generations]


def _take_in(position: int, topic: str, state: bytes, folds: list[Fold]) -> None:
    event = decode(position, topic, state)
    if isinstance(event, DeadLetter):
        for fold in folds:
            fold.letters.append(event)
        return
    entry = Entry(position, topic, event)
    for fold in folds:
        fold.take(entry, fold.keys(entry))


def sweep(connection: Connection[Any], models: Sequence[ReadModel[Any]]) -> None:
    """Drop what a rebuild that died has left behind, unless one is at work."""
    with connection.transaction():
        found = connection.execute("select pg_try_advisory_xact_lock(%s)", [_REBUILDING])
        if found.fetchone() == (True,):
            drop_hidden(connection, [model.name for model in models])


def _swap(connection: Connection[Any], generation: Generation) -> None:
    """Catch up with the live generation while that is held, so that readers never go back."""
    finish(connection, generation)
    with connection.transaction():
        position = hold(connection, generation.model)
        while generation.position < position:
            [generation] = step(connection, [generation], BATCH)
        go_live(connection, generation)


def _drop_hidden(connection: Connection[Any], models: Sequence[ReadModel[Any]]) -> None:
    with connection.transaction():
        drop_hidden(connection, [model.name for model in models])
