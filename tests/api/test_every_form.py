"""A form is safe to send twice: by an impatient finger, a slow line, or the Back button."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qsl

import pytest

from api.app import create_app
from domain.decision.commands import PlanDecision
from domain.programme.events import PlanRevised
from tests import make
from tests.api.browsing import CHANGE, ENDING, Browser, Page
from tests.api.house import ANNA, NUMBERS, House, contract_id, draft, publish
from tests.making.decision import DECISION_ID, QUESTION

PROGRAMME = f"/programmas/{make.PROGRAMME_ID}"
CONTRACT = f"/overeenkomsten/{contract_id(NUMBERS[0])}"
FORMS: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    (CHANGE, "/vaststellen", {"body": "Regionaal bestuur", "decided_on": "2021-04-21"}),
    (CHANGE, "/intrekken", {"reason": "Het kan ook zonder."}),
    (
        f"{PROGRAMME}/wijzigingen/nieuw",
        "/wijzigingen/nieuw",
        {
            "title": "Wachttijd",
            "description": "Na vier weken overbrugt de aanbieder.",
            "kind-conditions": "ja",
            "segment-wonen": "ja",
            "effective": "2022-06-01",
            "term-1": "wachttijd",
            "text-1": "Na vier weken overbrugt de aanbieder.",
        },
    ),
    (
        "/aanbieders",
        "/aanbieders/nieuw",
        {"programme_id": str(make.PROGRAMME_ID), "name": "De Kade", "form": "organisation"},
    ),
    ("/overeenkomsten?nummer=HR-W-001", "/weergaven", {"naam": "De eerste"}),
    ("/agendas", "/agendas", {"kind": "decisions"}),
    (
        f"/besluiten/{DECISION_ID}",
        "/antwoord",
        {"answerer_id": "raad-alphen", "outcome": "yes", "decided_on": "2021-05-01"},
    ),
    (
        f"{CONTRACT}?corrigeer=tariff",
        "/corrigeren",
        {"text": "EUR 104.72 per day", "reason": "Cijfers verwisseld"},
    ),
    (
        "/overeenkomsten/samen?wie=alle",
        "?wie=alle",
        {**ENDING, **{f"kies-{number}": "ja" for number in NUMBERS}},
    ),
    (f"{PROGRAMME}/wat-als?stel=shift:1", "/wat-als/bewaren", {"naam": "Een maand later"}),
)
"""Where each form stands, where it goes, and what is filled in."""


@pytest.fixture
def anna(house: House) -> Browser:
    publish(house)
    draft(house)
    house.do(make.whole(PlanDecision, question=QUESTION))
    return Browser(create_app(house.ports()), ANNA)


def effects(house: House) -> tuple[int, ...]:
    """How many events there are, and how much of what people keep for themselves."""
    counted = ("eventlog_events", "saved_views", "calendar_links", "what_ifs")
    with house.pool.connection() as connection:
        rows = [connection.execute(f"SELECT count(*) FROM {each}").fetchone() for each in counted]
    return tuple(row[0] for row in rows if row)


def send(browser: Browser, page: Page, name: str, fields: Mapping[str, str]) -> Page:
    action = page.action(name)
    return browser.send(action.partition("#")[0], {**page.forms[action], **fields})


def test_each_form_sent_twice_or_twice_at_once_has_one_effect(house: House, anna: Browser) -> None:
    for address, name, fields in FORMS:
        path, _, query = address.partition("?")
        page = anna.get(path, **dict(parse_qsl(query)))
        before = effects(house)
        with ThreadPoolExecutor(2) as hands:
            sent = [hands.submit(send, anna, page, name, fields) for _ in range(2)]
        assert {each.result().status for each in sent} <= {200, 409}, name
        once = effects(house)
        assert sum(once) > sum(before), name
        again = send(anna, page, name, fields)
        assert again.status in (200, 409), name
        assert effects(house) == once, name


def test_what_was_changed_after_going_back_is_not_taken_for_what_was_sent(
    house: House, anna: Browser
) -> None:
    page = anna.get(CHANGE)
    given = {"body": "Regionaal bestuur", "decided_on": "2021-04-21"}
    anna.fill(page, "/vaststellen", **given)
    before = effects(house)
    other = anna.fill(page, "/vaststellen", **{**given, "body": "Een ander bestuur"})
    assert other.status == 409
    assert "al eerder verstuurd met iets anders erin" in other.text
    assert effects(house) == before


def test_a_proposal_of_a_what_if_makes_one_version_of_the_plan(house: House, anna: Browser) -> None:
    """Shown first and then sent, as somebody does who is not sure that the first click was one."""
    page = anna.get(f"{PROGRAMME}/wat-als", stel="shift:1")
    why = {"title": "Een maand later", "reason": "De raden vragen meer tijd"}
    shown = anna.fill(page, "/voorstellen", **why)
    with ThreadPoolExecutor(2) as hands:
        sent = [hands.submit(send, anna, shown, "/voorstellen", {}) for _ in range(2)]
    assert {each.result().status for each in sent} <= {200, 409}
    once = effects(house)
    happened = house.log.read(make.PROGRAMME_ID)
    assert sum(isinstance(each, PlanRevised) for each in happened) == 1
    assert send(anna, shown, "/voorstellen", {}).status == 200
    assert effects(house) == once
