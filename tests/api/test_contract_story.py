"""A contract's history reads as a story, and its words apart where they came to read otherwise."""

from datetime import timedelta

import pytest

from api.app import create_app
from api.pages.wording import apart
from domain.contract.commands import AmendContract
from tests import make
from tests.api.browsing import Browser
from tests.api.house import ANNA, House, contract_id
from tests.api.told import announce

ONE = "HR-W-001"
CONTRACT = f"/overeenkomsten/{contract_id(ONE)}"


def kinds(before: str | None, after: str | None) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in apart(before, after)]


def test_words_apart_keep_amounts_whole_and_what_stayed_in_its_place() -> None:
    assert kinds("€ 100,00 per dag", "€ 103,50 per dag") == [
        ("same", "€ "),
        ("gone", "100,00"),
        ("new", "103,50"),
        ("same", " per dag"),
    ]
    assert kinds("Hoogstens 10 weken.", "Hoogstens 8 weken, in crisis 2 dagen.") == [
        ("same", "Hoogstens "),
        ("gone", "10"),
        ("new", "8"),
        ("same", " weken"),
        ("new", ", in crisis 2 dagen"),
        ("same", "."),
    ]


def test_texts_with_little_in_common_stand_after_each_other() -> None:
    assert kinds("tien werkdagen", "binnen zes weken na aanmelding") == [
        ("gone", "tien werkdagen"),
        ("new", "binnen zes weken na aanmelding"),
    ]
    assert kinds(None, "nieuw") == [("new", "nieuw")]
    assert kinds("weg", None) == [("gone", "weg")]
    assert kinds("gelijk", "gelijk") == [("same", "gelijk")]
    assert kinds(None, None) == []


@pytest.mark.parametrize("before", ["", "a", "één, twee: drie", "€ 1.000,00"])
@pytest.mark.parametrize("after", ["", "b", "één en twee; vier", "€ 1.100,00 per jaar"])
def test_both_texts_can_be_read_back_from_what_is_apart(before: str, after: str) -> None:
    pieces = apart(before, after)
    assert "".join(each.text for each in pieces if each.kind != "new") == before
    assert "".join(each.text for each in pieces if each.kind != "gone") == after


@pytest.mark.row("AU-01", "AU-07")
def test_the_story_has_a_chapter_for_each_change_with_its_letter_and_its_words_apart(
    house: House,
) -> None:
    announce(house, ONE)
    house.now += timedelta(days=60)
    house.do(
        make.a(
            AmendContract,
            contract_id=contract_id(ONE),
            terms={"tariff": "EUR 110.00 per day"},
            announced_on=make.MONDAY.date(),
        )
    )
    page = Browser(create_app(house.ports()), ANNA).get(CONTRACT)
    before, _, chapter = page.html.partition('id="chapter-2"')
    assert "Hoe de overeenkomst tot stand kwam" in before
    assert f'href="/wijzigingen/{make.CHANGE_ID}"' in chapter
    assert "De brief aan de aanbieder" in chapter
    assert "dagen over" in chapter
    told = page.text.partition("Wat er gebeurde")[2]
    assert "EUR [vervallen: 104.27 ] [nieuw: 110.00 ] per day" in told
    assert f'href="{CONTRACT}?van_kracht=2022-01-01&amp;bekend=2021-07-02#axes"' in chapter


@pytest.mark.row("AU-01", "AU-02")
def test_two_dates_lead_to_the_days_on_which_something_happened(house: House) -> None:
    announce(house, ONE)
    browser = Browser(create_app(house.ports()), ANNA)
    page = browser.get(CONTRACT, van_kracht="2021-01-01", bekend="2021-05-02")
    axis = page.html.partition('data-axis="Van kracht op"')[2].partition("</datalist>")[0]
    assert f"{CONTRACT}?van_kracht=2020-01-01&amp;bekend=2021-05-02#axes" in axis
    assert '<option value="2020-01-01">1 januari 2020 (overeenkomst gesloten)</option>' in axis


def test_a_letter_of_a_change_of_which_nothing_was_told_yet_is_no_error(house: House) -> None:
    announce(house, ONE)
    behind = "DELETE FROM projections.history WHERE doc->>'kind' NOT LIKE 'Contract%'"
    with house.pool.connection() as connection:
        assert connection.execute(behind).rowcount
    page = Browser(create_app(house.ports()), ANNA).get(CONTRACT)
    assert page.status == 200
    assert "De brief aan de aanbieder" not in page.text
