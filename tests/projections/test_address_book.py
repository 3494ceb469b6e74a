"""Who is behind an id, in a real database."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from domain.base import Refused
from projections import address_book
from projections.address_book import Party

HAVEN = Party("provider-1", "provider", "De Haven", "post@haven.example")
NINA = Party("person-1", "person", "Nina de Wit", "nina@regio.example", "contractmanager")


@pytest.fixture
def connection(migrated_url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(migrated_url) as connection:
        yield connection


def test_a_party_is_found_by_its_id(connection: psycopg.Connection[Any]) -> None:
    address_book.put(connection, HAVEN)
    address_book.put(connection, NINA)
    assert address_book.get(connection, "person-1") == NINA
    assert address_book.many(connection, ["provider-1", "person-1", "unknown"]) == {
        "provider-1": HAVEN,
        "person-1": NINA,
    }


def test_an_unknown_id_has_nobody_behind_it(connection: psycopg.Connection[Any]) -> None:
    assert address_book.get(connection, "unknown") is None
    assert address_book.many(connection, []) == {}
    assert address_book.erase(connection, "unknown") is None


def test_an_address_can_be_corrected(connection: psycopg.Connection[Any]) -> None:
    address_book.put(connection, HAVEN)
    address_book.put(connection, Party("provider-1", "provider", "De Haven", "nieuw@haven.example"))
    found = address_book.get(connection, "provider-1")
    assert found
    assert found.email == "nieuw@haven.example"


def test_an_erased_party_keeps_its_id_and_role_and_nothing_that_names_it(
    connection: psycopg.Connection[Any],
) -> None:
    address_book.put(connection, NINA)
    assert address_book.erase(connection, "person-1") == Party(
        "person-1", "person", role="contractmanager"
    )


def test_line_breaks_in_names_and_addresses_are_not_kept(
    connection: psycopg.Connection[Any],
) -> None:
    address_book.put(connection, Party("p", "provider", "De\r\nHaven ", " a@b.example\n"))
    found = address_book.get(connection, "p")
    assert found == Party("p", "provider", "De Haven", "a@b.example")


def test_an_empty_address_is_none(connection: psycopg.Connection[Any]) -> None:
    address_book.put(connection, Party("p", "provider", "", "  "))
    assert address_book.get(connection, "p") == Party("p", "provider")


@pytest.mark.row("AD-18")
def test_a_provider_is_found_by_its_numbers_and_a_number_is_of_one_only(
    connection: psycopg.Connection[Any],
) -> None:
    address_book.put(connection, HAVEN)
    address_book.put(connection, Party("provider-2", "provider", "De Brug"))
    address_book.identify(connection, "provider-1", {"agb": "06012345", "kvk": "01234567"})
    assert list(address_book.identifiers(connection, ["provider-1", "provider-2"]).items()) == [
        ("provider-1", {"kvk": "01234567", "agb": "06012345"})
    ]
    assert address_book.holders(connection, "kvk", ["01234567", "9"]) == {"01234567": "provider-1"}
    with pytest.raises(Refused, match="De Haven"):
        address_book.identify(connection, "provider-2", {"kvk": "01234567"})
    address_book.identify(connection, "provider-1", {"kvk": None})
    assert address_book.identifiers(connection, ["provider-1"]) == {
        "provider-1": {"agb": "06012345"}
    }


def test_numbers_are_erased_with_the_name(connection: psycopg.Connection[Any]) -> None:
    address_book.put(connection, HAVEN)
    address_book.identify(connection, "provider-1", {"kvk": "01234567"})
    address_book.erase(connection, "provider-1")
    assert address_book.identifiers(connection, ["provider-1"]) == {}
