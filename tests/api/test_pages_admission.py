"""The pages of providers and admission: what they show, and what the forms refuse."""

import pytest

from api.app import create_app
from domain.admission.commands import EnrolProvider
from domain.procedure.commands import PlanProcedure
from domain.provider.commands import RegisterProvider
from projections.admissions import admission_id
from tests import make
from tests.api.browsing import Browser, Page
from tests.api.house import ANNA, House, provider_id, publish
from tests.making.procedure import PROCEDURE_ID

LIST = "/aanbieders"
WONEN = f"/toelating/{make.PROGRAMME_ID}/wonen"
BODY = {"decided_by": "Regionaal bestuur", "reason": "De gemeenten scherpen de eisen aan."}
SOLVENT = {
    "text": "De solvabiliteit is voldoende.",
    "criterion_id": "solvabiliteit",
    "kind": "financial_health",
    "lives_in": "development",
    "counts_from": "2021-01-04",
    "channel": "TenderNed",
    "published_on": "2021-01-04",
    **BODY,
}
PLAN = {
    **SOLVENT,
    "text": "Een plan voor de ontwikkeldoelen.",
    "criterion_id": "plan",
    "kind": "suitability_special",
    "lives_in": "result",
    "points": "20",
    "minimum": "12",
    "plan": "ja",
}


@pytest.fixture
def anna(house: House) -> Browser:
    return Browser(create_app(house.ports()), ANNA)


def register(house: House) -> None:
    """Three providers with a contract for *Wonen*, the first of them in by it."""
    publish(house)
    numbers = ("HR-W-001", "HR-W-002", "HR-W-003")
    house.do(
        *(make.a(RegisterProvider, provider_id=provider_id(number)) for number in numbers),
        make.a(PlanProcedure),
    )


def sent(anna: Browser, page: Page, form: str, /, **fields: str) -> Page:
    """As `fill`, for a form with a field that is called `name`."""
    action = page.action(form)
    return anna.send(action.partition("#")[0], {**page.forms[action], **fields})


def new(anna: Browser, name: str, form: str) -> Page:
    listed = anna.get(LIST)
    return sent(anna, listed, "/nieuw", programme_id=str(make.PROGRAMME_ID), name=name, form=form)


def criteria(anna: Browser) -> Page:
    first = anna.fill(anna.get(WONEN), "/eis", **SOLVENT)
    assert "Vastgelegd: de eis, in een nieuwe versie." in first.text
    return anna.fill(first, "/eis", **PLAN)


@pytest.mark.row("AD-01", "AD-14", "AD-17", "AD-18")
def test_a_provider_is_found_by_any_name_and_says_what_it_is(house: House, anna: Browser) -> None:
    assert "Nog geen aanbieders" in anna.get(LIST).text
    register(house)
    listed = anna.get(LIST)
    assert "3 aanbieders" in listed.text
    page = new(anna, "William Schrikker Stichting", "organisation")
    assert "William Schrikker Stichting" in page.text
    assert "Vastgelegd: de aanbieder is bekend." in page.text
    told = {"rol-wonen": "certified_institution", "size": "large", "municipalities": "Leiden"}
    known = anna.fill(page, "/gegevens", **told)
    assert "gecertificeerde instelling (GI)" in known.text
    named = sent(anna, known, "/naam", name="William Schikker")
    assert "Ook geschreven als: William Schikker" in named.text
    found = anna.get(LIST, zoek="schikker", segment="wonen", rol="certified_institution")
    assert "1 aanbieder" in found.text
    assert "William Schrikker Stichting" in found.text
    assert "Geen aanbieder past" in anna.get(LIST, zoek="schikker", klasse="development").text
    paid = new(anna, "Zorgboerderij De Akker", "pgb_supplier")
    assert "Kan geen overeenkomst krijgen: ouders betalen deze leverancier" in paid.text
    together = new(anna, "Consortium Crisis", "consortium")
    joined = {
        "member": str(provider_id("HR-W-001")),
        "jointly": "ja",
        "responsible_for": "Direct passend aanbod, zonder wachtlijst",
    }
    member = anna.fill(together, "/lid", **joined)
    assert "amen met de andere leden verantwoordelijk voor: Direct passend aanbod" in member.text
    own = anna.get(f"{LIST}/{provider_id('HR-W-001')}")
    assert "Lid van Consortium Crisis" in own.text


@pytest.mark.row("AD-09", "AD-18")
def test_a_certificate_that_lapsed_is_seen_and_two_records_can_be_one(
    house: House, anna: Browser
) -> None:
    register(house)
    at = f"{LIST}/{provider_id('HR-W-002')}"
    gi = {"kind": "gi", "title": "Certificaat GI", "valid_until": "2021-04-30"}
    shown = anna.fill(anna.get(at), "/bewijs", **gi)
    assert "30 april 2021 verlopen" in shown.text
    assert "30 apr 2021 (verlopen)" in anna.get(LIST).text
    empty = anna.fill(anna.get(at), "/bewijs", kind="gi")
    assert empty.status == 400
    assert "Vul dit in." in empty.text
    merging = {"into": str(provider_id("HR-W-001")), "reason": "Twee keer ingevoerd."}
    merged = anna.fill(anna.get(at), "/samenvoegen", **merging)
    assert "Dit dossier gaat verder als Zorg HR-W-001 : Twee keer ingevoerd." in merged.text
    one = anna.get(f"{LIST}/{provider_id('HR-W-001')}").text
    assert "HR-W-002" in one
    assert anna.get(f"{at}/bewijs").address == at
    assert anna.get(f"{at}/nergens").status == 404
    assert anna.get(f"{LIST}/{make.EVENT_ID}").status == 404


@pytest.mark.row("AD-03", "AD-04", "AD-05", "AD-06", "AD-16")
def test_an_application_goes_from_criteria_to_a_place(house: House, anna: Browser) -> None:
    register(house)
    assert "Er wordt nog niets gevraagd." in anna.get(WONEN).text
    asked = criteria(anna)
    assert "versie 2" in asked.text
    assert "Nieuw : Een plan voor de ontwikkeldoelen. (12/20)" in asked.text
    step = f"{PROCEDURE_ID}/{_first_step(anna)}"
    opened = anna.fill(
        asked,
        "/openen",
        opens="2021-01-04",
        answer_days="42",
        step=step,
        channel="TenderNed",
        published_on="2021-01-04",
    )
    assert "Aanbieders kunnen zich aanmelden sinds 4 januari 2021." in opened.text
    assert f"/procedures/{PROCEDURE_ID}#" in opened.html
    closed = anna.fill(opened, "/sluiten", closes="2021-05-01", until="2021-12-31", **BODY)
    assert "Aanmelden kan weer vanaf 1 januari 2022." in closed.text
    fresh = str(provider_id("HR-W-003"))
    late = anna.fill(closed, "/aanmelden", provider_id=fresh, received_on="2021-05-02")
    assert late.status == 409
    assert "Aanmelden kan vanaf 1 januari 2022." in late.text
    applied = anna.fill(
        closed, "/aanmelden", provider_id=fresh, received_on="2021-04-30", plan="plan-3"
    )
    assert "Zorg HR-W-003" in applied.text
    link = applied.html.partition("?beoordeel=")[2].partition("#")[0]
    judging = anna.get(WONEN, beoordeel=link)
    half = anna.fill(judging, "/beoordelen", **{"oordeel-solvabiliteit": "met"})
    assert half.status == 409
    assert "iedereen wordt op alle eisen beoordeeld" in half.text.casefold()
    told = {"oordeel-solvabiliteit": "met", "score-plan": "14"}
    judged = anna.fill(half, "/beoordelen", **told)
    assert "versie 2: aan alles voldaan , 14 punten" in judged.text
    inside = anna.fill(judged, "/toelaten", application_id=link, starts="2021-05-03")
    assert "plan in de overeenkomst: plan-3" in inside.text
    assert "Dezelfde eisen voor iedereen, vooraf gepubliceerd." in inside.text
    listed = anna.get(f"/programmas/{make.PROGRAMME_ID}/toelating").text
    assert "Dicht voor nieuwkomers vanaf 1 jan 2022" in listed


def _first_step(anna: Browser) -> str:
    html = anna.get(WONEN).html
    return html.partition(f'value="{PROCEDURE_ID}/')[2].partition('"')[0]


@pytest.mark.row("AD-11", "AD-13", "AD-15", "AD-20")
def test_partners_are_looked_at_before_they_are_recorded_and_who_fails_is_let_go(
    house: House, anna: Browser
) -> None:
    register(house)
    criteria(anna)
    own = {
        "admission_id": admission_id(make.PROGRAMME_ID, "wonen"),
        "programme_id": make.PROGRAMME_ID,
        "segment": "wonen",
    }
    one, two = provider_id("HR-W-001"), provider_id("HR-W-002")
    for each in (one, two):
        house.do(make.a(EnrolProvider, provider_id=each, **own))
    figures = {
        "by": "share",
        "development": "80",
        "year": "2020",
        "document": "omzet",
        f"omzet-{one}": "900.000",
        f"omzet-{two}": "100.000",
    }
    preview = anna.get(WONEN, **figures)
    assert "Met € 900\u00a0000 hoort dit bij de grootste (1)".replace("\u00a0", " ") in preview.text
    assert "zijn nog niet ingedeeld" in preview.text
    recorded = anna.fill(preview, "/indelen", takes_part="may", **BODY)
    assert "Ontwikkelpartners mogen aan de tafels meedoen." in recorded.text
    assert "Zorg HR-W-001" in anna.get(LIST, klasse="development").text
    assert "Zorg HR-W-002" not in anna.get(LIST, klasse="development").text

    judging = anna.get(WONEN, herbeoordeel=str(one))
    failing = {
        "oordeel-solvabiliteit": "not_met",
        "reden-solvabiliteit": "Te laag",
        "score-plan": "12",
        "plan": "plan-1",
    }
    failed = anna.fill(judging, "/herbeoordelen", **failing)
    assert "Overeenkomsten die niet door kunnen gaan 1" in failed.text
    assert "niet voor 2 november 2021" in failed.text
    ending = {**BODY, "continuity": "De gemeente zoekt met ieder gezin een andere plek."}
    early = anna.fill(failed, "/beeindigen", **{**ending, "last_day": "2021-10-01"})
    assert early.status == 409
    assert "mag op zijn vroegst op 2 november 2021 eindigen" in early.text
    ended = anna.fill(failed, "/beeindigen", **ending)
    assert "Vastgelegd: de overeenkomst eindigt eerder." in ended.text
    assert "niet door kunnen gaan" not in ended.text

    imposed = anna.fill(
        ended,
        "/opleggen",
        provider_id=str(provider_id("HR-W-003")),
        court="Rechtbank Den Haag",
        imposed_on="2021-04-12",
    )
    assert "Rechtbank Den Haag heeft deze aanbieder op 12 april 2021" in imposed.text
    option = anna.fill(
        imposed,
        "/optie",
        text="Een meer open contractvorm",
        form="open_house",
        depends_on="Nieuwe aanbieders melden zich niet snel.",
    )
    assert "Die hangt af van: Nieuwe aanbieders melden zich niet snel." in option.text
    opening = anna.fill(option, "/openen", opens="2021-05-01")
    assert opening.status == 409
    assert "Kies eerst een optie" in opening.text
    assert anna.get(f"/toelating/{make.PROGRAMME_ID}/nergens").status == 404
