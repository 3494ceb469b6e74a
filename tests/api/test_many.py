"""Pages that stay short however much there is: changes by page and filter, names looked up."""

from uuid import UUID, uuid4

import pytest

from api.app import create_app
from api.pages import changes, providers
from domain.change.commands import ProposeChange
from domain.change.parts import Excepted, Scope
from domain.provider.commands import RegisterProvider
from projections import reach, tables
from projections.changes import CHANGES, last_call, next_of_segments, of_programme
from tests import make
from tests.api.browsing import Browser, Page
from tests.api.house import ANNA, NUMBERS, House, contract_id, provider_id, publish


@pytest.fixture
def anna(house: House) -> Browser:
    publish(house)
    house.do(make.a(ProposeChange, command_id=uuid4()))
    return Browser(create_app(house.ports()), ANNA)


def another(house: House) -> UUID:
    """A change for the same segment, a year later."""
    later = make.NEW_YEAR.replace(year=make.NEW_YEAR.year + 1)
    change_id = UUID(int=2023)
    house.do(
        make.a(
            ProposeChange,
            command_id=UUID(int=1),
            change_id=change_id,
            key="wonen-2023",
            title="Wonen per 2023",
            effective=later,
        )
    )
    return change_id


def test_changes_come_page_by_page_what_takes_effect_last_first(
    anna: Browser, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    another(house)
    monkeypatch.setattr(changes, "PAGE_SIZE", 1)
    first = anna.get("/wijzigingen")
    assert "Wonen per 2023" in first.text
    assert "Bladzijde 1 van 2" in first.text
    second = anna.get("/wijzigingen", stand="proposed", pagina="2")
    assert "Wonen per 2023" not in second.text
    assert "Bladzijde 2 van 2" in second.text
    assert "/wijzigingen?stand=proposed&amp;pagina=1" in second.html
    assert "Geen wijziging past" in anna.get("/wijzigingen", stand="withdrawn").text


def test_questions_about_many_changes_are_answered_as_by_reading_all(
    anna: Browser, house: House
) -> None:
    assert anna
    another(house)
    pool, programme = house.pool, make.PROGRAMME_ID
    found = {each.segment: each for each in of_programme(pool, programme)}
    assert next_of_segments(pool, programme, found) == found
    board = last_call(pool, make.NEW_YEAR.replace(year=2030), make.MONDAY.date())
    everything = tables.select(pool, CHANGES, order=("latest", "effective", "key"))
    assert [each.change for each in board] == [each for each in everything if each.to_announce]


@pytest.mark.row("CC-27")
def test_a_scope_counts_the_contracts_that_it_would_touch(anna: Browser, house: House) -> None:
    assert anna
    whole = Scope(segments=("wonen",))
    one = contract_id(NUMBERS[0])
    left_alone = Excepted(contract_id=one, reason="Loopt af")
    for scope in (
        whole,
        whole.model_copy(update={"contracts": (one,)}),
        whole.model_copy(update={"excepted": (left_alone,)}),
    ):
        at = (house.pool, make.PROGRAMME_ID, scope, make.NEW_YEAR)
        touched = reach.reach_of(*at, make.MONDAY.date()).contracts
        assert reach.in_scope(*at) == len(touched) > 0
    elsewhere = whole.model_copy(update={"products": ("99Z99",)})
    assert reach.in_scope(house.pool, make.PROGRAMME_ID, elsewhere, make.NEW_YEAR) == 0


def test_of_too_many_providers_one_looks_up_a_name(
    anna: Browser, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.do(
        *(
            make.a(RegisterProvider, command_id=uuid4(), provider_id=provider_id(number))
            for number in NUMBERS
        )
    )
    page = f"/aanbieders/{provider_id(NUMBERS[0])}"
    merge = page + "/samenvoegen"
    assert merge in actions(anna.get(page))
    monkeypatch.setattr(providers, "CHOICES", 1)
    asking = anna.get(page)
    assert merge not in actions(asking)
    assert "Deel van de naam van de aanbieder" in asking.text
    found = anna.get(page, wie=NUMBERS[1])
    assert f"{merge}?wie={NUMBERS[1]}" in actions(found)
    assert f"Zorg {NUMBERS[1]}" in found.text
    assert "Geen aanbieder past" in anna.get(page, wie="niemand").text


def actions(page: Page) -> set[str]:
    return {each.partition("#")[0] for each in page.forms}
