"""Questions to read models, and answers given again for as long as they would be the same.

An answer follows from its question and from the rows that it looks at. Each model says at which
position of the log its rows changed last, in the very transaction that changes them, and a
connection of the web's pool learns that of all models when it is taken out. So nothing is
remembered by time: whoever takes a connection sees what was so then, or something newer.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from threading import Lock
from typing import Any

from psycopg import Connection, Cursor, Error
from psycopg.pq import TransactionStatus
from psycopg.rows import TupleRow, tuple_row
from psycopg.sql import Composable
from psycopg_pool import ConnectionPool

from projections.read_model import ReadModel

Source = Connection[Any] | ConnectionPool[Any]
"""Where to ask: a pool, or a connection if several answers must fit together."""

Values = Sequence[Any] | Mapping[str, Any]
"""Those in a question: texts, numbers, days, ids, and lists of them."""

MOST_CHARACTERS, MOST_OF_ONE = 50_000_000, 2_000_000
"""That are remembered of all questions and answers together, and of one; those that were not
asked for longest make room.
"""

_EACH = 500
"""What an answer takes besides, as characters; of a value it is a tenth."""

_STANDING = b"""
    select pg_relation_filepath('projections.read_models') || ' ' ||
            extract(epoch from pg_postmaster_start_time()),
        string_agg(name || ' ' || generation || ' ' ||
            case when changed_known_to = position then changed else position end, ',')
    from projections.read_models where live
"""
"""Where a backup was put back the same positions may say something else: there the server was
started anew, or the file of the table is another one.
"""

Standing = Mapping[str, str]
"""Of each model, by its name: in which database, of which generation, changed last at which
position.
"""


class Reader(Connection[Any]):
    """A connection that knows how the read models stood when it was last taken out of its pool.

    As long as it is kept, it may answer as of then: whoever waits for something to be shown takes
    a connection afterwards.
    """

    standing: Standing | None = None
    answers: "Answers | None" = None


@lru_cache(maxsize=4)
def _standing(database: str, models: str) -> Standing:
    each_of = (each.split(" ", 1) for each in models.split(","))
    return {name: f"{database} {where}" for name, where in each_of}


def ask(
    source: Source, models: Sequence[ReadModel[Any]], question: Composable, values: Values
) -> Sequence[TupleRow]:
    """The rows that answer it; `models` are all that it looks at, and it looks at nothing else.

    In a transaction, where answers must fit together, all is asked anew.
    """
    with connected(source) as connection:
        query = question.as_bytes(None)

        def now() -> list[TupleRow]:
            return cursor(connection).execute(query, values).fetchall()

        stands = _stands(connection, models)
        if stands is None or not isinstance(connection, Reader) or connection.answers is None:
            return now()
        return connection.answers.answer((query, _still(values)), stands, now)


def _stands(connection: Connection[Any], models: Sequence[ReadModel[Any]]) -> str | None:
    """Where these models stand as one word; none if that is not known, or is not to count."""
    standing = connection.standing if isinstance(connection, Reader) else None
    if standing is None or connection.pgconn.transaction_status != TransactionStatus.IDLE:
        return None
    known = [standing.get(model.name) for model in models]
    return None if None in known else ",".join(map(str, known))


def _still(values: Any) -> Any:
    """The same, as something that can be looked up."""
    if isinstance(values, Mapping):
        return tuple((name, _still(value)) for name, value in values.items())
    if isinstance(values, list | tuple | set | frozenset):
        return tuple(_still(each) for each in values)
    return values


class Answers:
    """What was answered over the connections of one pool, and how the models stood then."""

    def __init__(self, most: int = MOST_CHARACTERS, most_of_one: int = MOST_OF_ONE) -> None:
        self._most, self._most_of_one = most, most_of_one
        self._known: OrderedDict[Any, tuple[str, Sequence[TupleRow], int]] = OrderedDict()
        self._characters = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._known)

    def check(self, connection: Connection[Any]) -> None:
        """For the pool, of each connection it hands out: that it is there, and how models stand.

        One question for both. Raises `psycopg.Error` if the server is gone. One that does not say
        how they stand, such as before it is migrated, is there: then everything is asked.
        """
        found: TupleRow | None = None
        try:
            found = cursor(connection).execute(_STANDING).fetchone()
        except Error:
            if connection.closed:
                raise
        if isinstance(connection, Reader):
            connection.answers = self
            connection.standing = _standing(*found) if found and found[1] else None

    def answer(
        self, question: Any, stands: str, ask: Callable[[], Sequence[TupleRow]]
    ) -> Sequence[TupleRow]:
        with self._lock:
            known = self._known.get(question)
            if known is not None and known[0] == stands:
                self._known.move_to_end(question)
                return known[1]
        rows = ask()
        self._keep(question, stands, rows)
        return rows

    def _keep(self, question: Any, stands: str, rows: Sequence[TupleRow]) -> None:
        size = _EACH + _size(question) + sum(map(_size, rows))
        with self._lock:
            self._forget(question)
            if size > self._most_of_one:
                return
            self._known[question] = (stands, rows, size)
            self._characters += size
            while self._characters > self._most:
                self._forget(next(iter(self._known)))

    def _forget(self, question: Any) -> None:
        gone = self._known.pop(question, None)
        if gone is not None:
            self._characters -= gone[2]


def _size(value: Any) -> int:
    if isinstance(value, tuple):
        return sum(map(_size, value))
    return _EACH // 10 + (len(value) if isinstance(value, str | bytes) else 0)


def cursor(connection: Connection[Any]) -> Cursor[TupleRow]:
    return connection.cursor(row_factory=tuple_row)


@contextmanager
def connected(source: Source) -> Iterator[Connection[Any]]:
    if isinstance(source, ConnectionPool):
        with source.connection() as connection:
            yield connection
    else:
        yield source
