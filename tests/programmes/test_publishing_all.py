"""All programmes stand beside each other in one copy, as their sources put them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from api.app import create_app
from domain.base import derived_id
from runtime import clock
from runtime.publishing import publish_all
from runtime.settings import Settings
from runtime.wiring import World
from tests.api.browsing import Browser
from tests.api.house import ANNA, Caller, House, open_house
from tests.programmes.sources import ROOT

PATHS = sorted((ROOT / "programmes").glob("*.yaml"))
MAY_2021 = datetime(2021, 5, 3, 7, tzinfo=UTC)


def ignore(_: str) -> None:
    pass


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    with World(Settings.model_validate({"database_url": migrated_url, "practice": True})) as world:
        clock.move(world.log, MAY_2021, "test")
        yield world


@pytest.fixture
def house(published_url: str) -> Iterator[House]:
    with open_house(published_url) as house:
        house.now = MAY_2021
        yield house


def address(key: str) -> str:
    return str(derived_id("programme", key))


def plan(house: House, key: str) -> dict[str, Any]:
    """A programme's plan items as the API answers them, by their ids."""
    path = f"/programmes/{address(key)}/plan-items"
    items = Caller(create_app(house.ports())).get(path, page_size=100)["items"]
    return {each["itemId"]: each for each in items}


@pytest.mark.row("IN-09")
def test_publishing_all_programmes_twice_records_nothing_the_second_time(world: World) -> None:
    assert len(PATHS) == 4
    assert publish_all(world, PATHS, "p-001", ignore) > 150
    head = world.log.head()
    assert publish_all(world, PATHS, "p-002", ignore) == 0
    assert world.log.head() == head


@pytest.mark.row("PG-01")
def test_four_programmes_are_listed_with_the_contracts_they_follow_and_beget(
    house: House,
) -> None:
    listed = Caller(create_app(house.ports())).get("/programmes")["items"]
    told = {
        each["key"]: (
            each["region"],
            each["cycle"]["predecessorsEnd"]["edtf"],
            each["cycle"]["successorsStart"]["edtf"],
            each["cycle"]["stage"],
        )
        for each in listed
    }
    assert told == {
        "haaglanden-2027": ("Haaglanden", "2026-12-31", "2027-01-01", "planning"),
        "holland-rijnland-2021": ("Holland Rijnland", None, "2021", "planning"),
        "region-2023": ("Regio niet genoemd", None, "2023-01-01", "planning"),
        "zaanstreek-waterland-2027": ("Zaanstreek-Waterland", "2026-12-31", "2027", "planning"),
    }


@pytest.mark.row("ST-03")
def test_the_api_answers_dates_as_precisely_as_their_sources_and_in_their_words(
    house: House,
) -> None:
    expected = {
        ("haaglanden-2027", "strategie-2024-uitgangspunten"): ("day", "14 november 2024"),
        ("haaglanden-2027", "nieuw-2026-inkoopdocumenten"): ("month", "Januari 2026"),
        ("haaglanden-2027", "nieuw-2026-aanbesteding"): ("months", "Februari -mei 2026"),
        ("haaglanden-2027", "nieuw-2025-consultatie"): ("season", "Najaar 2025"),
        ("haaglanden-2027", "lokale-teams"): ("year", "voor 2028"),
        ("region-2023", "implementatie"): ("quarter", "Vanaf Q3 2022"),
        ("region-2023", "go-no-go-2025"): ("year", "in 2025 en 2027"),
        ("holland-rijnland-2021", "veiligheid-2020-inkoop"): ("half_year", "2e helft van 2020"),
        ("zaanstreek-waterland-2027", "b-fase-2"): ("open", "Na deze eerste fase"),
    }
    plans = {key: plan(house, key) for key in {key for key, _ in expected}}
    windows = {(key, item): plans[key][item]["window"] for key, item in expected}
    told = {where: (each["precision"], each["written"]) for where, each in windows.items()}
    assert told == expected


@pytest.mark.row("ST-03", "PG-18")
def test_the_page_of_a_programme_shows_dates_as_written_and_what_has_none(house: House) -> None:
    shown = Browser(create_app(house.ports()), ANNA).get(
        f"/programmas/{address('haaglanden-2027')}"
    )
    assert shown.status == 200
    for written in ("Najaar 2025", "Februari -mei 2026", "Medio augustus 2025", "nog niet bekend"):
        assert written in shown.text
    meetings = plan(house, "haaglanden-2027")["raadsledenbijeenkomsten"]
    assert (meetings["status"], meetings["window"]["edtf"]) == ("planned", None)
    assert meetings["window"]["first"] is meetings["window"]["last"] is None


def test_a_programme_whose_source_names_no_municipalities_says_so(house: House) -> None:
    browser = Browser(create_app(house.ports()), ANNA)
    assert (
        "De bron noemt geen gemeenten." in browser.get(f"/programmas/{address('region-2023')}").text
    )
    listed = browser.get("/programmas").text
    assert listed.count("gemeenten niet genoemd") == 2
    assert "12 gemeenten" in listed
