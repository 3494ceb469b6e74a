"""How a programme is governed, over HTTP: the real file of Haaglanden, and what people do."""

from collections.abc import Iterator
from typing import Any

import pytest

from api.app import create_app
from domain.base import derived_id
from tests.api.house import Caller, House, open_house

KEY = "haaglanden-2027"
PROGRAMME = derived_id("programme", KEY)


@pytest.fixture
def haaglanden(published_url: str) -> Iterator[tuple[House, Caller]]:
    with open_house(published_url) as house:
        yield house, Caller(create_app(house.ports()))


def of_programme(caller: Caller, resource: str, **query: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = caller.get(
        f"/{resource}", programme=str(PROGRAMME), pageSize=500, **query
    )["items"]
    return items


def accepted(answer: Any) -> int:
    assert answer.status_code == 202, answer.text
    position: int = answer.json()["position"]
    return position


@pytest.mark.row("PG-09", "PG-11", "PG-15")
def test_a_decision_shows_whom_it_waits_for_and_takes_their_answers(
    haaglanden: tuple[House, Caller],
) -> None:
    house, anna = haaglanden
    [adoption] = [each for each in of_programme(anna, "decisions") if each["opens"]]
    assert adoption["kind"] == "adoption"
    assert adoption["expected"] == 9
    assert adoption["unnamed"] == 9 - len(adoption["answerers"])
    assert {"1a", "1h", "2"} <= {part["label"] for part in adoption["question"]["parts"]}
    assert adoption["source"]["quote"]
    path = f"/decisions/{adoption['decisionId']}"
    first = adoption["answerers"][0]["answererId"]
    yes = adoption["question"]["outcomes"][0]
    said = {"answererId": first, "outcome": yes, "decidedOn": f"{house.now:%Y-%m-%d}"}
    position = accepted(anna.post(f"{path}/answers", said))
    now = anna.get(path, position=position)
    assert first not in now["waitingFor"]
    refused = anna.post(f"{path}/answers", {**said, "outcome": "perhaps"})
    assert (refused.status_code, refused.headers["Content-Type"]) == (
        409,
        "application/problem+json",
    )
    corrected = {**said, "outcome": "no", "reason": "De raad nam het terug"}
    position = accepted(anna.post(f"{path}/corrections", corrected))
    [answerer] = [
        each
        for each in anna.get(path, position=position)["answerers"]
        if each["answererId"] == first
    ]
    assert answerer["answer"]["outcome"] == "no"
    assert answerer["earlier"][0]["answer"]["outcome"] == yes


@pytest.mark.row("PG-10", "ST-06")
def test_a_step_behind_a_gate_is_refused_until_the_gate_is_open(
    haaglanden: tuple[House, Caller],
) -> None:
    house, anna = haaglanden
    procedures = of_programme(anna, "procedures")
    assert {each["route"] for each in procedures} >= {"herziening", "nieuwe-aanbesteding-sas"}
    assert any(step["fixed"] for each in procedures for step in each["steps"])
    gated = [
        (each, step) for each in procedures for step in each["steps"] if step["gateOpen"] is False
    ]
    assert gated
    procedure, step = gated[0]
    path = f"/procedures/{procedure['procedureId']}/steps/{step['stepId']}/completions"
    refused = anna.post(path, {"doneOn": f"{house.now:%Y-%m-%d}"})
    assert refused.status_code == 409
    assert step["gate"] in refused.json()["detail"]


@pytest.mark.row("PG-20", "PG-13")
def test_entries_of_registers_say_what_only_their_kind_says_and_are_settled(
    haaglanden: tuple[House, Caller],
) -> None:
    house, anna = haaglanden
    [risk, *_] = of_programme(anna, "register-entries", kind="risk")
    assert "consequence" in risk["details"] or "response" in risk["details"]
    choices = of_programme(anna, "register-entries", kind="choice")
    assert {each["details"]["state"] for each in choices} <= {"open", "provisional", "definitive"}
    path = f"/register-entries/{PROGRAMME}/{risk['entryId']}"
    said = {
        "outcome": "closed",
        "text": "Met aanbieders besproken en beheerst",
        "settledOn": f"{house.now:%Y-%m-%d}",
    }
    position = accepted(anna.post(f"{path}/settlements", said))
    settled = anna.get(path, position=position)
    assert (settled["status"], settled["settlements"][0]["text"]) == ("settled", said["text"])
    position = accepted(anna.post(f"{path}/reopenings", {"reason": "Toch niet"}))
    assert anna.get(path, position=position)["status"] == "reopened"


@pytest.mark.row("TP-01", "TP-02", "TP-03")
def test_what_is_secret_is_seen_by_whom_it_is_not_secret_for(
    haaglanden: tuple[House, Caller],
) -> None:
    _, anna = haaglanden
    document = of_programme(anna, "documents")[0]
    path = f"/documents/{document['documentId']}"
    secret = {
        "imposedOn": "2026-01-05",
        "ground": "Onderhandelingen",
        "liftedBy": "college",
        "until": {"edtf": "2026-07-01", "bound": "before", "written": "tot 1 juli 2026"},
        "sees": ["college_member"],
        "source": {"document": "S0", "section": "1", "quote": "geheim"},
    }
    accepted(anna.post(f"{path}/secrecies", secret))
    views = {
        (role, day): anna.get(f"{path}/views", role=role, day=day)["extent"]
        for role in ("public", "college_member")
        for day in ("2026-06-30", "2026-07-01")
    }
    assert views == {
        ("public", "2026-06-30"): "nothing",
        ("public", "2026-07-01"): "whole",
        ("college_member", "2026-06-30"): "whole",
        ("college_member", "2026-07-01"): "whole",
    }
    early = {"body": "raad", "liftedOn": "2026-02-01", "reason": "Geen belang meer"}
    assert anna.post(f"{path}/liftings", early).status_code == 409


@pytest.mark.row("ST-08", "ST-07")
def test_a_plan_moved_a_year_keeps_both_versions(haaglanden: tuple[House, Caller]) -> None:
    _, anna = haaglanden
    path = f"/programmes/{PROGRAMME}"
    fixed = [each["itemId"] for each in of_programme(anna, "plan-items") if each["fixed"]]
    moved = {"months": 12, "title": "Een jaar later", "reason": "De raden willen meer tijd"}
    position = accepted(anna.post(f"{path}/plan-shifts", moved))
    versions = anna.get(f"{path}/plan-versions", position=position)["items"]
    assert [each["number"] for each in versions] == [2, 1]
    changed = anna.get(f"{path}/plan-versions/2/comparisons")
    assert changed["moved"]
    assert not changed["added"]
    assert not {each["itemId"] for each in changed["moved"]} & set(fixed)
    before = {
        each["itemId"]: each["window"]["edtf"]
        for each in anna.get(f"{path}/plan-versions/1")["items"]
    }
    assert all(each["before"]["edtf"] == before[each["itemId"]] for each in changed["moved"])
    assert anna.get(f"{path}/schedules")["slots"]


@pytest.mark.row("PG-07", "GO-06")
def test_a_programme_shows_its_bodies_and_how_long_its_contracts_run(
    haaglanden: tuple[House, Caller],
) -> None:
    _, anna = haaglanden
    programme = anna.get(f"/programmes/{PROGRAMME}")
    assert any(body["kind"] == "executive" for body in programme["bodies"])
    [term] = [each for each in programme["terms"] if each["end"]["edtf"]]
    assert (term["end"]["edtf"], term["end"]["bound"]) == ("2032-12-31", "not_before")
    assert term["computed"]


def test_a_municipality_leaves_and_a_segment_splits(haaglanden: tuple[House, Caller]) -> None:
    _, anna = haaglanden
    path = f"/programmes/{PROGRAMME}"
    leaving = {"name": "Rijswijk", "leavesOn": "2027-01-01", "reason": "Koopt zelf in"}
    accepted(anna.post(f"{path}/departures", leaving))
    source = {"document": "S0", "section": "1", "quote": "segment"}
    into = [
        {"segmentId": "collectief", "number": 6, "title": "Collectief", "source": source},
        {"segmentId": "individueel", "number": 7, "title": "Individueel", "source": source},
    ]
    split = {
        "segmentId": "veel-voorkomend",
        "into": into,
        "fromDay": "2027-01-01",
        "reason": "Twee soorten hulp",
    }
    position = accepted(anna.post(f"{path}/splits", split))
    programme = anna.get(path, position=position)
    left = {each["name"]: each["withdrawals"] for each in programme["municipalities"]}
    assert left["Rijswijk"][0]["leavesOn"] == "2027-01-01"
    became = {each["segmentId"]: each["became"] for each in programme["segments"]}
    assert became["veel-voorkomend"] == ["collectief", "individueel"]
