"""Anything for two dates over HTTP, on a page and from the shell; what a correction contradicts."""

import json
import re
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

from api.app import create_app
from domain.change.commands import AdoptChange, PostponeChange
from domain.contract.commands import AmendContract, ConcludeContract, FulfilDuty
from domain.dates import Window
from domain.provisions import Duty
from runtime.cli.app import app
from tests import make
from tests.api.browsing import CHANGE, Browser
from tests.api.house import ANNA, Caller, House, contract_id, draft, publish
from tests.domain import decision_stories as decisions

CONTRACT = contract_id("HR-W-050")
CHANGED = f"/replays/change/{make.CHANGE_ID}"
REPORT = Duty(
    party="provider",
    what="Verantwoording",
    due=Window(edtf="2021-06-30", written="uiterlijk 30 juni 2021"),
)


@pytest.fixture
def adopted(house: House) -> House:
    """Proposed and drafted on 3 May 2021, adopted on 13 May."""
    publish(house)
    draft(house)
    house.now += timedelta(days=10)
    house.do(make.a(AdoptChange))
    return house


@pytest.fixture
def reported(house: House) -> House:
    """A contract with a duty that was done on 15 June, in time."""
    publish(house)
    given = {"contract_id": CONTRACT, "number": "HR-W-050", "provisions": {"verslag": REPORT}}
    house.do(make.a(ConcludeContract, terms={"verslag": "Uiterlijk 30 juni"}, **given))
    house.now += timedelta(days=60)
    done = {"duty": "verslag", "fulfilled_on": date(2021, 6, 15)}
    house.do(make.a(FulfilDuty, contract_id=CONTRACT, **done))
    house.do(make.a(AmendContract, contract_id=CONTRACT, announced_on=make.MONDAY.date()))
    return house


@pytest.mark.row("AU-01", "AU-02", "AU-07")
def test_two_pairs_of_dates_are_compared_and_each_difference_has_its_event(
    adopted: House, anna: Caller
) -> None:
    told = anna.get(CHANGED, known="2021-05-12", otherKnown="2021-05-13")
    assert (told["title"], told["dated"]) == ("Wonen per 2022", True)
    assert told["reading"]["events"] + 1 == told["other"]["events"]
    assert told["moreDifferences"] is False
    [decided] = [each for each in told["differences"] if each["path"][-1] == "decided_on"]
    assert decided["label"] == "Adopted · adoption · decided on"
    assert (decided["before"], decided["after"]) == (None, "2021-04-21")
    [event] = [each for each in told["events"] if each["eventId"] in decided["eventIds"]]
    assert (event["kind"], event["at"][:10]) == ("ChangeAdopted", "2021-05-13")
    dutch = anna.client.get(f"/v1{CHANGED}", headers={"Accept-Language": "nl"}).json()
    labels = [value["label"] for each in dutch["reading"]["groups"] for value in each["values"]]
    assert "Vastgesteld · vaststelling · besloten op" in labels
    letters = anna.get(CHANGED, under="letters", most=2)["reading"]["groups"]
    assert [(each["name"], each["entries"], each["more"]) for each in letters] == [
        ("letters", 3, True)
    ]


def test_what_cannot_be_answered_is_said_why(adopted: House, anna: Caller) -> None:
    early = anna.get(CHANGED, known="2021-05-02")["reading"]
    assert (early["events"], early["groups"]) == (0, [])
    assert early["notes"] == [
        "On 2 May 2021 nothing was known of it: it was first recorded on 3 May 2021."
    ]
    future = anna.client.get(f"/v1{CHANGED}", params={"otherKnown": "2021-05-14"})
    assert (future.status_code, future.json()["reason"]) == (409, "known_in_future")
    for path in (f"/replays/decision/{make.CHANGE_ID}", f"/replays/change/{make.EVENT_ID}"):
        assert anna.client.get(f"/v1{path}").status_code == 404
        assert anna.client.get(f"/v1{path}/conflicts").status_code == 404
    assert anna.client.get(f"/v1/replays/moon/{make.EVENT_ID}").status_code == 400


@pytest.mark.row("AU-10")
def test_a_correction_answers_with_what_it_contradicts_and_the_pages_list_it(
    reported: House, anna: Caller
) -> None:
    conflicts = f"/replays/contract/{CONTRACT}/conflicts"
    assert anna.get(conflicts) == []
    [first, *_] = reported.log.read(CONTRACT)
    early = REPORT.model_copy(update={"due": Window(edtf="2021-06-01", written="1 juni 2021")})
    body = {
        "corrects": str(first.event_id),
        "terms": {"verslag": "Uiterlijk 1 juni"},
        "provisions": {"verslag": early.model_dump(mode="json", by_alias=True)},
        "reason": "Verkeerd overgenomen.",
    }
    reported.now += timedelta(days=30)
    answer = anna.post(f"/contracts/{CONTRACT}/corrections", body, Prefer="wait=5")
    assert answer.status_code == 202, answer.text
    [conflict] = answer.json()["conflicts"]
    assert conflict["reason"] == "fulfilled_late"
    assert "15 June 2021" in conflict["text"]
    assert (conflict["correction"]["kind"], conflict["later"]["kind"]) == (
        "ContractCorrected",
        "DutyFulfilled",
    )
    assert anna.get(conflicts) == [conflict]
    browser = Browser(create_app(reported.ports()), ANNA)
    for page in (f"/overeenkomsten/{CONTRACT}", f"/controle/overeenkomst/{CONTRACT}"):
        shown = browser.get(page)
        assert "Klopt niet meer 1" in shown.text
        assert f"/controle/keten/{conflict['correction']['eventId']}" in shown.html
        assert f"/controle/keten/{conflict['later']['eventId']}" in shown.html


def _rows(html: str) -> set[str]:
    """The rows of all parts, without the differences before them."""
    return set(re.findall(r"<tr.*?</tr>", html.partition('id="everything"')[2], re.DOTALL))


@pytest.mark.row("AU-07")
def test_a_page_that_shows_less_says_nothing_else_of_what_it_shows(
    adopted: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    adopted.now += timedelta(days=1)
    adopted.do(make.a(PostponeChange, effective=date(2022, 4, 1)))
    adopted.now = decisions.noon(decisions.MAY)
    adopted.do(decisions.plan(), *decisions.answers())
    adopted.now += timedelta(days=1)
    adopted.do(decisions.correct("raad-delft", "no"))
    browser = Browser(create_app(adopted.ports()), ANNA)
    seen: set[str] = set()
    for address, under, first, other in (
        (f"/controle/wijziging/{make.CHANGE_ID}", "letters", "2021-05-12", "2021-05-14"),
        (f"/controle/besluit/{decisions.DECISION_ID}", "answers", "2025-05-20", "2025-05-21"),
    ):
        days = {"bekend": first, "ander_bekend": other}
        monkeypatch.setattr("api.pages.replays.DIFFERENT", 50)
        monkeypatch.setattr("api.pages.replays.FEW", 200)
        whole = _rows(browser.get(address, **days).html)
        monkeypatch.setattr("api.pages.replays.DIFFERENT", 0)
        for most in range(1, 13):
            monkeypatch.setattr("api.pages.replays.FEW", most)
            monkeypatch.setattr("api.pages.replays.MANY", most)
            for asked in ({}, {"onder": under}):
                shown = _rows(browser.get(address, **days, **asked).html)
                assert shown <= whole, (most, asked, shown - whole)
                seen |= shown
    assert any("verschilt" in row and "niet aanwezig" in row for row in seen)
    assert any("verschilt" in row and "niet aanwezig" not in row for row in seen)


@pytest.mark.row("AU-07")
def test_a_page_shows_two_days_side_by_side_and_the_shell_says_the_same(
    adopted: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(create_app(adopted.ports()), ANNA)
    page = browser.get(CHANGE.replace("wijzigingen", "controle/wijziging"))
    assert page.status == 200
    assert (
        "Vastgesteld · vaststelling · besloten op (verschilt) niet aanwezig 21 april 2021"
        in page.text
    )
    assert page.forms[f"/controle/wijziging/{make.CHANGE_ID}"] == {
        "van_kracht": "2021-05-13",
        "bekend": "2021-05-03",
        "ander_van_kracht": "2021-05-13",
        "ander_bekend": "2021-05-13",
    }
    wrong = browser.get(
        page.address, bekend="2031-01-01", ander_bekend="x", van_kracht="9999-12-31"
    )
    assert "Wat die dag bekend zal zijn, weet nog niemand; u ziet vandaag." in wrong.text
    assert "Dat is geen datum; u ziet vandaag." in wrong.text
    assert "Tussen deze twee verschilt niets." in wrong.text
    early = browser.get(page.address, bekend="0001-01-01", ander_bekend="2021-05-02")
    assert "Op geen van beide dagen was er iets van bekend." in early.text
    assert browser.get(f"/controle/besluit/{make.CHANGE_ID}").status == 404

    monkeypatch.setenv("DATABASE_URL", str(adopted.pool.conninfo))
    command = ["audit", "replay", "change", str(make.CHANGE_ID)]
    days = ["--known", "2021-05-12", "--other-known", "2021-05-13"]
    said = CliRunner().invoke(app, [*command, *days])
    assert said.exit_code == 0, said.output
    assert "Adopted · adoption" in said.output
    told = json.loads(CliRunner().invoke(app, [*command, *days, "--json"]).stdout)
    assert [each["path"] for each in told["differences"] if each["path"][-1] == "decided_on"] == [
        ["adopted", "adoption", "decided_on"]
    ]
    unknown = CliRunner().invoke(app, ["audit", "replay", "change", str(make.EVENT_ID)])
    assert "there is no change" in str(unknown.exception)
