"""What happens to an event that a read model cannot take in."""

from dataclasses import replace
from random import Random
from typing import Any

import psycopg
import pytest

from domain.base import Event
from eventstore.codec import CODEC
from projections.engine import Engine
from projections.progress import dead_letters, progress
from tests.projections.registrations import (
    REGISTRATIONS,
    RegistrationRow,
    numbers,
    record,
    record_states,
    registered,
)

POISON = registered(1, "poison")
NO_KEY = registered(1, 0).model_copy(update={"segments": ("no key",)})
NUL = registered(1, "a \0 b")
ENDLESS = registered(int("".join(Random(1).choices("123456789", k=4000))), 0)


@pytest.mark.parametrize(
    ("state", "error"),
    [
        (CODEC.encode(POISON), "ValueError: is poison"),
        (CODEC.encode(NO_KEY), "ValueError: has no key"),
        (CODEC.encode(NUL), "UntranslatableCharacter: "),
        (CODEC.encode(ENDLESS), "ProgramLimitExceeded: "),
        (b'{"v":1,"not":"an event"}', "ValidationError: "),
        (b'{"v":99}', 'Unreadable: "ProviderRegistered" was written as version 99'),
    ],
    ids=["project fails", "keys fail", "no text", "too long", "not valid", "from the future"],
)
def test_a_bad_event_is_set_aside_and_all_others_go_on(
    url: str, engine: Engine, connection: psycopg.Connection[Any], state: bytes, error: str
) -> None:
    first = record(url, *(registered(number % 2, number) for number in range(20)))
    record_states(url, ("ProviderRegistered", state))
    last = record(url, *(registered(number % 2, number) for number in range(20, 40)))
    engine.catch_up()
    [letter] = dead_letters(connection)
    assert (letter.name, letter.position, letter.topic) == (
        "registrations",
        first + 1,
        "ProviderRegistered",
    )
    assert letter.error.startswith(error)
    [now] = progress(connection)
    assert (now.position, now.dead_letters) == (last, 1)
    for provider in (0, 1):
        assert numbers(connection, provider) == [str(n) for n in range(provider, 40, 2)]


def test_a_bad_event_leaves_nothing_in_any_row_it_touches(
    url: str, connection: psycopg.Connection[Any]
) -> None:
    def project(key: str, row: RegistrationRow | None, event: Event) -> RegistrationRow | None:
        if key == "2" and row is not None:
            raise ValueError(key)
        return REGISTRATIONS.project(key, row, event)

    model = replace(REGISTRATIONS, keys=lambda _: ("1", "2"), project=project)
    record(url, registered(0, "good"), registered(0, "bad"))
    Engine(url, [model]).catch_up()
    assert len(dead_letters(connection)) == 1
    assert numbers(connection, 1) == numbers(connection, 2) == ["good"]


def test_one_models_failure_is_not_anothers(url: str, connection: psycopg.Connection[Any]) -> None:
    brave = replace(
        REGISTRATIONS,
        name="brave_registrations",
        project=lambda key, _, event: RegistrationRow(int(key), (), "", event.at),
    )
    record(url, POISON, registered(1, 0))
    Engine(url, [REGISTRATIONS, brave]).catch_up()
    assert {letter.name for letter in dead_letters(connection)} == {"registrations"}


@pytest.mark.parametrize("bad", [POISON, NUL], ids=["fold", "store"])
def test_a_rebuild_gives_what_was_set_aside_another_chance(
    url: str, engine: Engine, connection: psycopg.Connection[Any], bad: Event
) -> None:
    record(url, registered(1, 0), bad, registered(1, 2))
    engine.catch_up()
    engine.rebuild("registrations")
    assert len(dead_letters(connection)) == 1
    assert numbers(connection) == ["0", "2"]

    def mended(key: str, row: RegistrationRow | None, event: Event) -> RegistrationRow | None:
        return REGISTRATIONS.project(key, row, registered(1, 1) if event == bad else event)

    Engine(url, [replace(REGISTRATIONS, project=mended)]).rebuild("registrations")
    assert dead_letters(connection) == []
    assert numbers(connection) == ["0", "1", "2"]


def test_an_unreadable_event_is_set_aside_in_a_rebuild_too(
    url: str, engine: Engine, connection: psycopg.Connection[Any]
) -> None:
    record_states(url, ("ProviderRegistered", b"{}"))
    record(url, registered(1, 0))
    engine.rebuild("registrations")
    assert [letter.topic for letter in dead_letters(connection)] == ["ProviderRegistered"]
    assert numbers(connection) == ["0"]
