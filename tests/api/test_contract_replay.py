"""A contract on both time axes, over HTTP."""

from datetime import timedelta
from typing import Any

import pytest

from domain.contract.commands import AmendContract, ConcludeContract, ExtendContract
from tests import make
from tests.api.house import Caller, House, contract_id, publish
from tests.making.contract import OPTION, PROVISIONS, WORDS

CONTRACT = contract_id("HR-W-001")
REPLAY = f"/contracts/{CONTRACT}/replay"
OLD = "EUR 104.27 per day"
NEW = "EUR 110.00 per day"


@pytest.fixture
def amended(house: House) -> House:
    """Announced on 1 June, known on 1 July to change on 1 January."""
    publish(house)
    house.now += timedelta(days=60)
    house.do(
        make.a(
            AmendContract,
            contract_id=CONTRACT,
            terms={"tariff": NEW},
            announced_on=make.MONDAY.date(),
        )
    )
    return house


def tariff(reading: dict[str, Any]) -> str | None:
    return next((term["text"] for term in reading["terms"] if term["name"] == "tariff"), None)


@pytest.mark.row("AU-01", "AU-02")
def test_terms_are_read_for_a_day_as_known_at_the_end_of_another(
    amended: House, anna: Caller
) -> None:
    before = anna.get(REPLAY, inForce="2021-12-31", known="2021-08-01")["reading"]
    after = anna.get(REPLAY, inForce="2022-01-01", known="2021-08-01")["reading"]
    early = anna.get(REPLAY, inForce="2022-01-01", known="2021-06-01")["reading"]
    assert (tariff(before), tariff(after), tariff(early)) == (OLD, NEW, OLD)
    assert before["known"] == "2021-08-01T21:59:59.999999Z"
    assert [fact["terms"] for fact in before["pending"]] == [{"tariff": NEW}]
    assert (before["status"], early["pending"]) == ("in_force", [])


def test_each_term_names_the_fact_that_gave_it(amended: House, anna: Caller) -> None:
    [term] = anna.get(REPLAY, inForce="2022-01-01", known="2021-08-01")["reading"]["terms"]
    assert term["fact"]["what"] == "amended"
    assert term["fact"]["changeId"] == str(make.CHANGE_ID)
    assert term["fact"]["effective"] == "2022-01-01"
    assert term["fact"]["at"] == "2021-07-02T09:00:00Z"


@pytest.mark.row("AU-02", "CC-22")
def test_a_later_correction_changes_what_is_known_later_and_not_what_was_known_then(
    amended: House, anna: Caller
) -> None:
    [term] = anna.get(REPLAY, inForce="2021-12-31", known="2021-08-01")["reading"]["terms"]
    amended.now += timedelta(days=90)
    body = {
        "corrects": term["fact"]["eventId"],
        "terms": {"tariff": "EUR 104.72 per day"},
        "reason": "Two figures were swapped.",
    }
    answer = anna.post(f"/contracts/{CONTRACT}/corrections", body)
    assert answer.status_code == 202
    assert answer.headers["Location"] == f"/v1/contracts/{CONTRACT}"
    position = answer.json()["position"]

    then = anna.get(REPLAY, inForce="2021-12-31", known="2021-08-01", position=position)
    now = anna.get(REPLAY, inForce="2021-12-31")
    assert (tariff(then["reading"]), tariff(now["reading"])) == (OLD, "EUR 104.72 per day")
    assert now["reading"]["terms"][0]["fact"]["corrects"] == term["fact"]["eventId"]


@pytest.mark.row("AU-07")
def test_two_readings_are_compared(amended: House, anna: Caller) -> None:
    known = {"inForce": "2022-01-01", "known": "2021-06-01"}
    replay = anna.get(REPLAY, **known, otherKnown="2021-08-01T12:00:00+00:00")
    [difference] = replay["differences"]
    assert (difference["term"], difference["before"], difference["after"]) == ("tariff", OLD, NEW)
    assert replay["other"]["inForce"] == "2022-01-01"
    assert anna.get(REPLAY, **known)["differences"] is None


@pytest.mark.row("CC-02", "CC-16", "CC-22", "AU-07")
def test_a_reading_has_figures_the_clause_and_the_end(house: House, anna: Caller) -> None:
    publish(house)
    own = {"contract_id": contract_id("HR-W-077"), "number": "HR-W-077"}
    figures = {"terms": WORDS, "provisions": PROVISIONS, "options": (OPTION,)}
    house.do(make.a(ConcludeContract, **own, **figures))
    replay = f"/contracts/{own['contract_id']}/replay"
    before = house.now
    house.now += timedelta(days=1)
    extend = make.whole(ExtendContract, contract_id=own["contract_id"], until=None)
    house.do(extend)
    reading = anna.get(replay)["reading"]
    terms = {each["name"]: each for each in reading["terms"]}
    assert terms["trekkingsrecht"]["figures"]["mostAmount"] == "100000.00"
    assert reading["clause"]["months"] == 6
    fact = terms["tariff"]["fact"]["eventId"]
    mended = {
        "corrects": fact,
        "terms": {"tariff": WORDS["tariff"]},
        "provisions": {"tariff": {**terms["tariff"]["figures"], "amount": "104.72"}},
        "reason": "Two figures were swapped.",
    }
    house.now += timedelta(days=1)
    position = anna.post(f"/contracts/{own['contract_id']}/corrections", mended).json()["position"]
    changed = anna.get(
        replay, known=before.isoformat(), otherKnown=house.now.isoformat(), position=position
    )["differences"]
    assert [(each["what"], each["before"], each["after"]) for each in changed] == [
        ("term", WORDS["tariff"], WORDS["tariff"]),
        ("ends", "31 december 2024", "2025-12-31"),
    ]
    assert changed[0]["figuresAfter"]["amount"] == "104.72"


def test_midnight_in_another_zone_is_an_instant_and_not_a_day(amended: House, anna: Caller) -> None:
    reading = anna.get(REPLAY, known="2021-08-01T00:00:00Z")["reading"]
    assert reading["known"] == "2021-08-01T00:00:00Z"


def test_an_instant_without_a_zone_is_refused(amended: House, anna: Caller) -> None:
    answer = anna.client.get(f"/v1{REPLAY}", params={"known": "2021-08-01T12:00:00"})
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["known"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2021-02-30", "9999-12-31T23:59:59Z"])
def test_days_that_cannot_be_counted_from_are_refused(
    amended: House, anna: Caller, day: str
) -> None:
    answer = anna.client.get(f"/v1{REPLAY}", params={"known": day})
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["known"]


def test_contracts_show_what_is_in_force_today_and_what_will_be(
    amended: House, anna: Caller
) -> None:
    contract = anna.get(f"/contracts/{CONTRACT}")
    assert contract["inForce"] == {"tariff": OLD}
    assert [step["terms"] for step in contract["pending"]] == [{"tariff": NEW}]
    assert contract["provider"]["name"] == "Zorg HR-W-001"
    assert contract["clause"]["clauseId"] == "hr-notice"
    assert contract["ends"]["last"] == "2024-12-31"


def test_corrections_of_a_fact_or_term_that_is_not_there_are_refused(
    amended: House, anna: Caller
) -> None:
    body = {"corrects": str(make.EVENT_ID), "terms": {"tariff": "x"}, "reason": "Mistake."}
    answer = anna.post(f"/contracts/{CONTRACT}/corrections", body)
    assert (answer.status_code, answer.json()["reason"]) == (409, "unknown_fact")
    unknown = anna.post(f"/contracts/{make.EVENT_ID}/corrections", body)
    assert (unknown.status_code, unknown.json()["reason"]) == (404, "unknown_contract")
