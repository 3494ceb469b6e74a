"""What a role could see on a day, and who read what is secret, in pages and over HTTP."""

from datetime import date, datetime
from typing import Any

import psycopg
import pytest

from api.app import create_app
from domain.dates import AMSTERDAM
from domain.decision.commands import PlanDecision
from domain.document.commands import FileDocument, LiftSecrecy
from domain.programme.commands import PublishProgramme
from tests import make
from tests.api.browsing import Browser
from tests.api.house import ANNA, BRAM, Caller, House
from tests.making.decision import DECISION_ID
from tests.making.document import DOCUMENT_ID

PAGE = "/controle/gezien-door"
SECRET = f"/views/document/{DOCUMENT_ID}"


@pytest.fixture
def secret(house: House) -> House:
    """The strategy of S1, filed in January 2022 and secret until 1 January 2026."""
    house.now = datetime(2022, 1, 20, 9, 0, tzinfo=AMSTERDAM)
    house.do(make.whole(PublishProgramme), make.whole(FileDocument))
    return house


def asked(browser: Browser, role: str, day: str, known: str) -> str:
    query = {"soort": "document", "id": str(DOCUMENT_ID), "als": role}
    return browser.get(PAGE, **query, op=day, bekend=known).text


def noted(house: House) -> list[tuple[Any, ...]]:
    with psycopg.connect(house.log.url) as connection:
        return connection.execute(
            "select by, role, via, rule from readings order by reading_id"
        ).fetchall()


@pytest.mark.row("TP-03")
def test_a_provider_could_not_see_the_secret_strategy_why_and_until_when_and_as_known_when(
    secret: House,
) -> None:
    anna = Caller(create_app(secret.ports()), ANNA)
    found = anna.get(SECRET, role="provider", day="2022-06-01")
    (hidden,) = found["hidden"]
    assert (hidden["rule"], hidden["kind"]) == ("secret_document", "DocumentFiled")
    assert (hidden["publicFrom"], hidden["liftedBy"]) == ("2026-01-01", "raad-leiden")
    assert [each["kind"] for each in found["visible"]] == ["SecrecyImposed"]
    assert anna.get(SECRET, role="provider", day="2026-01-01")["hidden"] == []
    assert anna.get(SECRET, role="council_member", day="2022-06-01")["hidden"] == []
    before = anna.get(SECRET, role="provider", day="2022-01-19")
    assert (before["visible"], before["later"]) == ([], 2)

    browser = Browser(create_app(secret.ports()), ANNA)
    shown = asked(browser, "aanbieder", "2022-06-01", "2022-01-20")
    assert "1 januari 2026" in shown
    assert "kunnen bemoeilijken" in shown

    secret.now = datetime(2024, 3, 1, 9, 0, tzinfo=AMSTERDAM)
    secret.do(make.a(LiftSecrecy, section=None, lifted_on=date(2024, 2, 1)))
    day = "2024-02-15"
    assert anna.get(SECRET, role="public", day=day)["hidden"] == []
    as_known = anna.get(SECRET, role="public", day=day, known=day)
    assert len(as_known["hidden"]) == 1
    future = anna.client.get(f"/v1{SECRET}", params={"known": "2030-01-01"})
    assert (future.status_code, future.json()["reason"]) == (409, "known_in_future")
    assert "weet nog niemand" in asked(browser, "aanbieder", "9999-12-31", "9999-12-31")


@pytest.mark.row("AU-11")
def test_each_reading_of_a_secret_is_written_down_and_stays_so(secret: House) -> None:
    app = create_app(secret.ports())
    anna = Caller(app, ANNA)
    anna.get(SECRET, role="provider", day="2022-06-01")
    assert noted(secret) == [], "the provider saw nothing secret"
    anna.get(SECRET, role="council_member", day="2022-06-01")
    anna.get(f"/documents/{DOCUMENT_ID}")
    browser = Browser(app, BRAM)
    assert "Bijlage 1" in browser.get(f"/documenten/{DOCUMENT_ID}").text
    assert noted(secret) == [
        ("anna-1", "council_member", "api", "secret_document"),
        ("anna-1", "official", "api", "secret_document"),
        ("bram-1", "official", "page", "secret_document"),
    ]
    listed = anna.get("/readings", by="bram-1")
    assert [each["subjectId"] for each in listed["items"]] == [str(DOCUMENT_ID)]
    shown = browser.get("/controle/inzage").text
    assert ANNA.name in shown
    assert "Verwervingsstrategie" in shown
    with psycopg.connect(secret.log.url, autocommit=True) as connection:
        for statement in (
            "update readings set by = 'x'",
            "delete from readings",
            "truncate readings",
        ):
            with pytest.raises(psycopg.errors.RaiseException, match="is refused"):
                connection.execute(statement.encode())


@pytest.mark.row("AU-11")
def test_what_cannot_be_written_down_is_not_shown(secret: House) -> None:
    app = create_app(secret.ports())
    nobody = Browser(app).get(f"/documenten/{DOCUMENT_ID}")
    assert "Bijlage 1" not in nobody.text
    with psycopg.connect(secret.log.url, autocommit=True) as connection:
        connection.execute("alter table readings rename to gone")
    anna = Caller(app, ANNA)
    answer = anna.client.get(f"/v1/documents/{DOCUMENT_ID}")
    assert answer.status_code == 503
    assert "Bijlage 1" not in answer.text
    browser = Browser(app, ANNA)
    assert "Bijlage 1" not in browser.get(f"/documenten/{DOCUMENT_ID}").text
    view = asked(browser, "ambtenaar", "2022-06-01", "2022-01-20")
    assert "Niet getoond" in view


@pytest.mark.row("AU-11")
@pytest.mark.row("TP-03")
def test_what_was_answered_behind_closed_doors_is_for_councils_and_its_reading_is_noted(
    house: House,
) -> None:
    house.do(make.whole(PublishProgramme), make.a(PlanDecision))
    anna = Caller(create_app(house.ports()), ANNA)
    at = f"/decisions/{DECISION_ID}"
    closed = {"ground": "Economische belangen", "regime": "Gemeentewet art. 23"}
    answer = {"answererId": "raad-leiden", "outcome": "yes", "decidedOn": "2021-05-03"}
    assert anna.post(f"{at}/answers", {**answer, "closed": closed}).status_code == 202
    house.engine.catch_up()
    seen = f"/views/decision/{DECISION_ID}"
    (hidden,) = anna.get(seen, role="college_member")["hidden"]
    assert (hidden["rule"], hidden["body"]) == ("closed_doors", "raad-leiden")
    assert (hidden["ground"], hidden["publicFrom"]) == ("Economische belangen", None)
    assert noted(house) == []
    assert anna.get(seen, role="council_member")["hidden"] == []
    shown = anna.get(at)["answerers"]
    assert closed["ground"] in str(shown)
    assert (
        "Economische belangen"
        in Browser(create_app(house.ports()), BRAM).get(f"/besluiten/{DECISION_ID}").text
    )
    assert [row[:3] for row in noted(house)] == [
        ("anna-1", "council_member", "api"),
        ("anna-1", "official", "api"),
        ("bram-1", "official", "page"),
    ]
