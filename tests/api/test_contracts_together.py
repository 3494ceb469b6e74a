"""Contracts chosen from a list, or all that fit its filters: the same is asked of each."""

import re
from html import unescape

import pytest

from api.app import create_app
from domain.base import derived_id
from domain.contract.commands import EndContract
from tests import make
from tests.api.browsing import ENDING, Browser, Page
from tests.api.house import ANNA, NUMBERS, House, contract_id, publish

AT = "/overeenkomsten/samen"


@pytest.fixture
def office(house: House) -> Browser:
    publish(house)
    return Browser(create_app(house.ports()), ANNA)


@pytest.mark.row("CC-27")
def test_chosen_contracts_are_planned_as_a_batch_and_looked_at_before_it_is_confirmed(
    office: Browser,
) -> None:
    listed = office.get("/overeenkomsten")
    assert listed.html.count('name="kies"') == 3
    assert "Verder met alle 3 die passen" in listed.text
    page = Page(office.client.get(f"{AT}?wie=gekozen&kies={NUMBERS[0]}&kies={NUMBERS[2]}"))
    assert "2 overeenkomsten samen" in page.text
    assert NUMBERS[1] not in page.text
    nothing = office.fill(page, "kies=HR-W-003", title="")
    assert nothing.status == 400
    assert "Vul dit in." in nothing.text
    key = nothing.form("kies=HR-W-003")["key"]
    one = {name: value for name, value in nothing.form("kies=HR-W-003").items() if value}
    office.send(nothing.action("kies=HR-W-003"), {**one, f"kies-{NUMBERS[0]}": ""})
    [resumed] = re.findall(r'href="([^"]+verder=[^"]+)"', office.get("/").html)
    taken_up = Page(office.client.get(unescape(resumed)))
    assert "2 overeenkomsten samen" in taken_up.text, "the draft is of the contracts then chosen"
    assert taken_up.html.count('value="ja" checked') == 1, "what was not ticked stays so"
    planned = office.fill(nothing, "kies=HR-W-003", **ENDING)
    assert planned.address.startswith(f"/bundels/{derived_id('batch', make.PROGRAMME_ID, key)}")
    assert "Wat ervan zou komen 2" in planned.text
    again = office.send(f"{AT}?wie=gekozen&kies={NUMBERS[0]}", {**ENDING, "key": "k", "kies-X": ""})
    assert "Kies er minstens één." in again.text


@pytest.mark.row("CC-27")
def test_all_that_fit_the_filters_go_along_and_a_change_can_begin_with_them(
    office: Browser, house: House
) -> None:
    page = office.get(AT, wie="alle", segment="wonen")
    assert page.html.count('type="checkbox"') == 3
    assert "segment=wonen&amp;nummers=HR-W-001%0AHR-W-002%0AHR-W-003" in page.html
    proposing = office.get(
        f"/programmas/{make.PROGRAMME_ID}/wijzigingen/nieuw", segment="wonen", nummers=NUMBERS[1]
    )
    assert f">{NUMBERS[1]}</textarea>" in proposing.html
    assert "Geen overeenkomst is gekozen" in office.get(AT, wie="gekozen").text
    assert "Geen overeenkomst is gekozen" in office.get(AT, wie="alle", segment="elders").text
    assert office.send(AT, {**ENDING, "key": "k"}).status == 404


def test_a_contract_that_was_ended_is_left_out_and_named(office: Browser, house: House) -> None:
    house.do(make.a(EndContract, contract_id=contract_id(NUMBERS[1])))
    page = office.get(AT, wie="alle")
    assert "2 overeenkomsten samen" in page.text
    assert f"doet niet mee: {NUMBERS[1]}" in page.text
