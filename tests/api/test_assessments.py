"""May this change be made: asked question by question, kept with its reasons, and published."""

from uuid import UUID

import pytest

from api.app import create_app
from domain.base import derived_id
from domain.change.commands import ProposeChange
from tests import make
from tests.api.browsing import Browser
from tests.api.house import ANNA, Caller, House, publish

PAGE = f"/wijzigingen/{make.CHANGE_ID}/toets"
FALLEN = ("review_clause", "additional", "unforeseen", "successor")


@pytest.fixture
def proposed(house: House) -> House:
    publish(house)
    house.do(make.whole(ProposeChange))
    return house


@pytest.fixture
def office(proposed: House) -> Browser:
    return Browser(create_app(proposed.ports()), ANNA)


@pytest.mark.row("CC-06", "CC-07", "CC-29")
def test_the_office_is_led_from_question_to_question_to_what_must_be_published(
    office: Browser,
) -> None:
    assert "Hoe zijn deze overeenkomsten tot stand gekomen?" in office.get(PAGE).text
    assert "herzieningsclausule" in office.get(PAGE, regime="aanbesteed").text
    given = {
        "regime": "aanbesteed",
        "review_clause": "nee",
        "additional": "ja",
        "waarom-additional": "De vraag naar plekken is gegroeid",
        "no_other_contractor": "ja",
        "much_trouble": "ja",
        "waarde": "12.500,50",
        "oorspronkelijk": "100.000",
    }
    page = office.get(PAGE, **given)
    assert "Deze wijziging moet worden gepubliceerd" in page.text
    kept = office.fill(page, "/toets")
    assert "Vastgelegd: de toets" in kept.text
    again = office.get(PAGE)
    assert "artikel 2.163d" in again.text
    assert "De vraag naar plekken is gegroeid" in again.text
    publication = {"place": "TenderNed", "number": "123456", "published_on": "2021-05-03"}
    done = office.fill(again, "/publicatie", **publication)
    assert "Gepubliceerd in TenderNed onder nummer 123456" in done.text


@pytest.mark.parametrize("typed", ["veel geld", "NaN", "-5", "99.999.999.999"])
def test_an_amount_that_cannot_be_read_is_told_and_what_was_typed_stays(
    office: Browser, typed: str
) -> None:
    page = office.get(PAGE, regime="aanbesteed", review_clause="nee", waarde=typed)
    assert page.status == 400
    assert "Schrijf een bedrag in euro" in page.text
    assert f'value="{typed}"' in page.html


@pytest.mark.row("CC-07")
def test_small_changes_of_a_segment_add_up_whoever_tests_the_next(
    proposed: House, anna: Caller
) -> None:
    second: UUID = derived_id("change", "tweede")
    proposed.do(make.whole(ProposeChange, change_id=second, key="tweede"))
    answers = {key: {"answer": "no"} for key in FALLEN} | {"nature_b": {"answer": "yes"}}
    body = {"regime": "tendered", "answers": answers, "value": "40000", "original": "1000000"}
    for change in (make.CHANGE_ID, second):
        assert anna.post(f"/changes/{change}/assessments", body).status_code == 202
        proposed.engine.catch_up()
    kept = anna.get(f"/changes/{second}")["assessment"]
    assert (kept["ground"], kept["runningTotal"]) == ("2.163b", "80000")
    asked = anna.get(f"/changes/{second}/assessment-questions", regime="open_house")
    dutch = {"Accept-Language": "nl"}
    path = f"/v1/changes/{second}/assessment-questions"
    spoken = anna.client.get(path, params={"regime": "tendered"}, headers=dutch).json()
    assert "herzieningsclausule" in spoken[0]["words"]
    unasked = {"regime": "open_house", "answers": {"nature_b": {"answer": "yes"}}}
    refused = anna.post(f"/changes/{second}/assessments", unasked)
    assert refused.status_code == 400
    assert asked[0]["key"] in refused.json()["detail"]
