from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.clock.commands import CLOCK_ID
from projections import address_book
from runtime import clock
from runtime.publishing import Unpublishable, publish_all
from runtime.settings import NoSignInError, Settings, require_sign_in, settings
from runtime.wiring import World

FILES = [
    Path("programmes/holland-rijnland-2021.yaml"),
    Path("programmes/examples/holland-rijnland-registers.yaml"),
]
MAY = datetime(2021, 5, 3, 7, tzinfo=UTC)


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    with World(Settings.model_validate({"database_url": migrated_url, "practice": True})) as world:
        clock.move(world.log, MAY, "test")
        yield world


def ignore(_: str) -> None:
    pass


@pytest.mark.row("IN-09")
def test_publishing_the_same_files_twice_records_nothing_the_second_time(world: World) -> None:
    assert publish_all(world, FILES, "p-001", ignore) > 100
    head = world.log.head()
    assert publish_all(world, FILES, "p-002", ignore) == 0
    assert world.log.head() == head


@pytest.mark.row("AU-17")
def test_names_and_addresses_stand_in_the_address_book_and_in_no_event(world: World) -> None:
    publish_all(world, FILES, "p-001", ignore)
    with world.pool.connection() as connection:
        providers = address_book.of_kind(connection, "provider")
        stored = connection.execute("select string_agg(state::text, '') from eventlog_events")
        [states] = stored.fetchone() or [""]
    assert len(providers) == 32
    logged = bytes.fromhex(states.replace("\\x", "")).decode()
    for party in providers:
        assert party.name
        assert party.email
        assert party.name not in logged
        assert party.email not in logged


def test_one_mistake_in_one_file_publishes_nothing_of_any(world: World, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    text = FILES[0].read_text().replace("months: 6", "months: six", 1)
    broken.write_text(text.replace("segment: wonen", "segment: wonnen", 1))
    head = world.log.head()
    with pytest.raises(Unpublishable, match="Nothing was published") as refusal:
        publish_all(world, [FILES[0], broken], "p-001", ignore)
    assert world.log.head() == head
    found = refusal.value.mistakes[broken].mistakes
    assert len(found) >= 2
    assert all(mistake.line and str(mistake.remedy) for mistake in found)


def test_what_lies_ahead_of_the_clock_is_told_and_the_rest_is_published(
    migrated_url: str,
) -> None:
    said: list[str] = []
    with World(Settings.model_validate({"database_url": migrated_url, "practice": True})) as world:
        clock.move(world.log, datetime(2021, 1, 4, 8, tzinfo=UTC), "test")
        publish_all(world, FILES, "p-001", said.append)
    assert any(line.startswith("Not published: ") for line in said)


def test_a_file_that_returns_to_its_old_words_is_published_again(
    world: World, tmp_path: Path
) -> None:
    changed = tmp_path / "changed.yaml"
    changed.write_text(FILES[0].read_text().replace("title: Wonen\n", "title: Woonvormen\n", 1))
    for file in (FILES[0], changed, FILES[0]):
        assert publish_all(world, [file], "p-001", ignore) >= 1


def test_the_practice_clock_runs_from_where_it_was_set(world: World) -> None:
    now = world.clock()
    assert now >= MAY
    assert (now - MAY).total_seconds() < 60
    assert len(world.log.read(CLOCK_ID)) == 1


def test_production_serves_nobody_without_a_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///nowhere")
    monkeypatch.setenv("OIDC_ISSUER", "")
    with pytest.raises(NoSignInError, match="OIDC_ISSUER"):
        require_sign_in(settings())
    monkeypatch.setenv("PRACTICE", "1")
    require_sign_in(settings())


def test_secrets_are_not_shown_with_the_settings() -> None:
    known = Settings.model_validate(
        {
            "database_url": "postgresql://u:secret@h/x",
            "smtp_url": "smtp://u:secret@h",
            "api_token": "secret",
        }
    )
    assert "secret" not in repr(known)
