"""Filling a read model anew, beside the generation that readers see meanwhile."""

from collections.abc import Sequence
from threading import Event as Flag
from typing import Any

from psycopg import Connection

from projections.folding import step
from projections.generations import Generation, begin, drop_hidden, finish, go_live, hold
from projections.read_model import ReadModel

BATCH = 20_000
"""Many, since a row that is touched often is then written once; few enough to fit in memory."""

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
