"""A running system for each test, and somebody who calls it."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from psycopg.rows import TupleRow
from psycopg.sql import Composable

from api.app import create_app
from projections import tables
from projections.answers import Source, Values
from projections.read_model import ReadModel
from tests.api.house import BRAM, Caller, House, open_house


@pytest.fixture
def migrated_url(followed_url: str) -> str:
    """Here each test starts with every read model made."""
    return followed_url


@pytest.fixture(autouse=True)
def honest_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every question names all that it looks at, or it would be answered as it was before."""
    ask = tables.ask

    def asked(
        source: Source, models: Sequence[ReadModel[Any]], question: Composable, values: Values
    ) -> Sequence[TupleRow]:
        looked_at = re.findall(rb'"projections"\."(\w+)"', bytes(question.as_bytes(None)))
        assert {name.decode() for name in looked_at} == {model.name for model in models}
        return ask(source, models, question, values)

    monkeypatch.setattr(tables, "ask", asked)


@pytest.fixture
def house(migrated_url: str) -> Iterator[House]:
    with open_house(migrated_url) as house:
        yield house


@pytest.fixture
def anna(house: House) -> Caller:
    return Caller(create_app(house.ports()))


@pytest.fixture
def bram(house: House) -> Caller:
    return Caller(create_app(house.ports()), BRAM)
