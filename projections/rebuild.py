"""Filling a read model anew, beside the generation that readers see meanwhile."""

from collections.abc import Sequence
from threading import Event as Flag
from typing import Any

from psycopg import Connection

from projections.folding import (
    ROWS_IN_MEMORY,
    UNFIT,
    Fold,
    flush,
    forget,
    read_ahead,
    rows_in_memory,
    step,
)
from projections.generations import begin, drop_hidden, finish, go_live, hold
from projections.read_model import ReadModel

BATCH = 2_000

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
        folds = [Fold(begin(connection, model)) for model in models]
    _fill(connection, folds, stop)
    if stop.is_set():
        return
    for fold in folds:
        _swap(connection, fold)
    _drop_hidden(connection, models)


def _fill(connection: Connection[Any], folds: Sequence[Fold], stop: Flag) -> None:
    """To the end of the log; in memory, and if a row turns out not to be fit, step by step."""
    try:
        moved = True
        while moved and not stop.is_set():
            moved = read_ahead(connection, folds, BATCH)
            if not moved or rows_in_memory(folds) > ROWS_IN_MEMORY:
                flush(connection, folds)
                forget(folds)
    except UNFIT:
        forget(folds)
    while not stop.is_set() and step(connection, folds, BATCH):
        pass


def sweep(connection: Connection[Any], models: Sequence[ReadModel[Any]]) -> None:
    """Drop what a rebuild that died has left behind, unless one is at work."""
    with connection.transaction():
        found = connection.execute("select pg_try_advisory_xact_lock(%s)", [_REBUILDING])
        if found.fetchone() == (True,):
            drop_hidden(connection, [model.name for model in models])


def _swap(connection: Connection[Any], fold: Fold) -> None:
    """Catch up with the live generation while that is held, so that readers never go back."""
    finish(connection, fold.generation)
    with connection.transaction():
        position = hold(connection, fold.generation.model)
        while fold.position < position:
            step(connection, [fold], BATCH)
        go_live(connection, fold.generation)


def _drop_hidden(connection: Connection[Any], models: Sequence[ReadModel[Any]]) -> None:
    with connection.transaction():
        drop_hidden(connection, [model.name for model in models])
