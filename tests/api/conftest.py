"""A running system for each test, and somebody who calls it."""

from collections.abc import Iterator

import pytest

from api.app import create_app
from tests.api.house import BRAM, Caller, House, open_house


@pytest.fixture
def migrated_url(followed_url: str) -> str:
    """Here each test starts with every read model made."""
    return followed_url


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
