"""The pages of arrangements and governance: how care is arranged, who decides, how long it runs."""

from collections.abc import Iterator
from datetime import date

import pytest

from api.app import create_app
from domain.base import derived_id
from domain.programme.commands import WithdrawMunicipality
from tests import make
from tests.api.browsing import Browser
from tests.api.house import ANNA, House, open_house

HOLLAND_RIJNLAND = f"/programmas/{derived_id('programme', 'holland-rijnland-2021')}"
ZAANSTREEK = f"/programmas/{derived_id('programme', 'zaanstreek-waterland-2027')}"


@pytest.fixture
def governed(published_url: str) -> Iterator[House]:
    with open_house(published_url) as house:
        yield house


@pytest.fixture
def anna(governed: House) -> Browser:
    return Browser(create_app(governed.ports()), ANNA)


@pytest.mark.row("SG-03", "SG-04", "SG-05", "SG-07", "SG-08", "SG-09", "SG-10", "SG-14", "SG-22")
def test_a_segment_shows_its_instruments_now_and_later_and_all_else_that_holds(
    anna: Browser,
) -> None:
    page = anna.get(f"{HOLLAND_RIJNLAND}/inrichting", segment="crisis")
    for heading in ("Producten", "Instrumenten en inkoopmodel", "Voor wie", "Cijfers", "Regels"):
        assert heading in page.text
    for instrument in ("Toegang", "Bekostiging", "Leveranciersmanagement", "Contractvorm"):
        assert instrument in page.text
    for words in ("Nu", "Doel", "Onbeslist", "Wacht op:", "Waar het aan raakt"):
        assert words in page.text
    whole = anna.get(f"{HOLLAND_RIJNLAND}/inrichting")
    assert "van oud naar nieuw" in whole.text
    assert anna.get(f"{HOLLAND_RIJNLAND}/inrichting", segment="nergens").status == 404


@pytest.mark.row("SG-11", "SG-12", "SG-15", "SG-19", "SG-20", "SG-31", "GO-06", "CC-01")
def test_what_is_aimed_at_stands_beside_what_holds_and_when_it_ends(anna: Browser) -> None:
    page = anna.get(f"{ZAANSTREEK}/inrichting")
    for words in ("Wijze van toewijzen", "Wordt verkend", "Bekostigingswijzen", "Prijzen", "SPIC"):
        assert words in page.text
    segment = anna.get(f"{ZAANSTREEK}/inrichting", segment="b").text
    for words in ("Afbouwen en transformeren", "Percelen", "Wat hierbij hoort en wat niet"):
        assert words in segment
    ends = anna.get(f"{ZAANSTREEK}/bestuur").text
    assert "“maximaal drie jaar”" in ends
    assert "uiterlijk 31 december 2029" in ends
    assert "Een termijn van 36 maanden" in ends
    assert "niet verlengd" in ends


@pytest.mark.row(
    *("SG-13", "SG-16", "SG-18", "SG-21", "SG-24", "SG-25", "SG-26", "SG-27"),
    *("SG-28", "SG-29", "SG-30", "SG-32", "SG-33"),
)
def test_rules_stand_under_their_subject_with_the_words_of_the_source(anna: Browser) -> None:
    of_all = ("Plafonds", "Niveaus van leveranciersmanagement", "Partners", "Leeftijden")
    more = ("Normen voor de dienstverlening", "Verplichtingen", "Wet", "Regionale schaal")
    said = {
        "": (*of_all, *more, "Budget", "Hoe het zo kwam"),
        "wonen": ("Volgorde van voorkeur", "Uitzonderingen"),
        "onderwijs": ("Trekkingsrecht",),
    }
    for segment, headings in said.items():
        page = anna.get(f"{HOLLAND_RIJNLAND}/inrichting", segment=segment)
        rules = page.html.partition('id="rules"')[2].partition("</section>")[0]
        for heading in headings:
            _, found, rest = rules.partition(f"<h3>{heading}</h3>")
            assert found, heading
            assert "<blockquote" in rest.partition("<h3>")[0]


@pytest.mark.row("PG-06", "PG-07", "PG-08")
def test_governance_shows_bodies_scales_who_leaves_and_the_ends_of_contracts(
    anna: Browser, governed: House
) -> None:
    at = f"{HOLLAND_RIJNLAND}/bestuur"
    assert "Geen gemeente heeft gezegd te vertrekken" in anna.get(at).text
    leaving = make.a(
        WithdrawMunicipality,
        programme_id=derived_id("programme", "holland-rijnland-2021"),
        name="Leiden",
        leaves_on=date(2022, 1, 1),
        reason="Koopt voortaan zelf in",
    )
    governed.do(leaving)
    page = anna.get(at)
    assert "vertrekt op 1 januari 2022" in page.text
    for words in ("voert uit", "in ieder geval t/m 2025", "Schalen en partners"):
        assert words in page.text
    assert "Er valt geen dag te berekenen" in page.text
