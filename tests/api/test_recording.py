"""Requests that record something: once by their key, answered with a position."""

from datetime import timedelta
from typing import Any

import pytest

from projections.changes import CHANGES
from projections.history import HISTORY
from projections.tables import count
from tests import make
from tests.api.house import ANNA, TOKEN, Caller, House, draft, letter_id, publish

CHANGE = f"/changes/{make.CHANGE_ID}"
ADOPTION = {"body": "Regionaal bestuur", "decidedOn": "2021-04-21"}


@pytest.fixture
def drafted(house: House) -> House:
    publish(house)
    draft(house)
    return house


def proposal(**fields: Any) -> dict[str, Any]:
    return {
        "programmeId": str(make.PROGRAMME_ID),
        "key": "tarief-2023",
        "segment": "wonen",
        "title": "Tarief 2023",
        "description": "Het tarief volgt de index.",
        "terms": {"tariff": "EUR 108 per day"},
        "effective": "2023-01-01",
        **fields,
    }


def events(house: House) -> int:
    house.engine.catch_up()
    return count(house.pool, HISTORY)


def test_a_proposal_is_accepted_and_can_be_read_from_its_position_on(
    house: House, anna: Caller
) -> None:
    publish(house)
    answer = anna.post("/changes", proposal())
    assert answer.status_code == 202, answer.text
    position = answer.json()["position"]
    assert answer.headers["Log-Position"] == str(position)
    location = answer.headers["Location"].removeprefix("/v1")
    change = anna.get(location, position=position)
    assert change["status"] == "proposed"
    assert change["proposedBy"] == ANNA.person_id
    assert change["latest"] == "2022-07-01"
    assert change["clause"]["clauseId"] == make.CLAUSE.clause_id


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"segment": "dagbesteding"}, "unknown_segment"),
        ({"programmeId": str(make.EVENT_ID)}, "unknown_programme"),
    ],
)
def test_a_proposal_needs_a_programme_with_that_segment(
    house: House, anna: Caller, fields: dict[str, Any], reason: str
) -> None:
    publish(house)
    answer = anna.post("/changes", proposal(**fields))
    assert (answer.status_code, answer.json()["reason"]) == (409, reason)


def test_the_same_request_with_the_same_key_has_effect_once(house: House, anna: Caller) -> None:
    publish(house)
    first = anna.post("/changes", proposal(), key="key-00001")
    before = events(house)
    house.now += timedelta(seconds=5)
    again = anna.post("/changes", proposal(), key="key-00001")
    assert (again.status_code, again.json()) == (202, first.json())
    assert events(house) == before


def test_the_same_key_with_another_body_is_refused(house: House, anna: Caller) -> None:
    publish(house)
    anna.post("/changes", proposal(), key="key-00001")
    other = anna.post("/changes", proposal(key="anders-2023"), key="key-00001")
    assert (other.status_code, other.json()["reason"]) == (409, "command_id_reused")


def test_the_same_key_of_another_person_is_another_request(
    house: House, anna: Caller, bram: Caller
) -> None:
    publish(house)
    anna.post("/changes", proposal(), key="key-00001")
    other = bram.post("/changes", proposal(key="anders-2023"), key="key-00001")
    assert other.status_code == 202


def test_letters_are_ordered_for_after_the_time_to_undo_it_however_often_that_is_asked(
    drafted: House, anna: Caller
) -> None:
    """Without a time of its own the same order means another time at every repetition."""
    anna.post(f"{CHANGE}/adoptions", ADOPTION)
    anna.post(f"{CHANGE}/approvals")
    first = anna.post(f"{CHANGE}/dispatches", key="key-00001")
    assert first.status_code == 202, first.text
    ordered = drafted.now + timedelta(minutes=5)
    drafted.now += timedelta(seconds=9)
    again = anna.post(f"{CHANGE}/dispatches", {}, key="key-00001")
    assert (again.status_code, again.json()) == (202, first.json())
    change = anna.get(CHANGE, position=again.json()["position"])
    assert change["sendAt"] == ordered.isoformat().replace("+00:00", "Z")
    assert change["announcement"] == "ordered"


def test_an_order_may_name_its_time_and_be_recalled(drafted: House, anna: Caller) -> None:
    anna.post(f"{CHANGE}/adoptions", ADOPTION)
    anna.post(f"{CHANGE}/approvals")
    send_at = "2021-05-04T09:00:00+02:00"
    anna.post(f"{CHANGE}/dispatches", {"sendAt": send_at})
    answer = anna.post(f"{CHANGE}/recalls", {})
    change = anna.get(CHANGE, position=answer.json()["position"])
    assert (change["sendAt"], change["announcement"]) == (None, "approved")


def test_a_change_goes_its_way_step_by_step(house: House, anna: Caller) -> None:
    publish(house)
    path = anna.post("/changes", proposal()).headers["Location"].removeprefix("/v1")
    tabling = {"table": "Ontwikkeltafel Wonen", "discussedOn": "2021-04-01"}
    assert anna.post(f"{path}/tablings", tabling).status_code == 202
    assert anna.post(f"{path}/adoptions", ADOPTION).status_code == 202
    later = {"effective": "2023-02-01", "reason": "The board asked for it."}
    answer = anna.post(f"{path}/postponements", later)
    change = anna.get(path, position=answer.json()["position"])
    assert (change["status"], change["effective"]) == ("adopted", "2023-02-01")
    assert change["postponements"][0]["effective"] == "2023-01-01"
    assert change["adoption"]["decidedOn"] == "2021-04-21"
    assert change["table"]["discussedOn"] == "2021-04-01"
    answer = anna.post(f"{path}/withdrawals", {"reason": "No money."})
    change = anna.get(path, position=answer.json()["position"])
    assert (change["status"], change["withdrawnReason"]) == ("withdrawn", "No money.")


def test_an_override_names_who_decided_and_why(drafted: House, anna: Caller) -> None:
    body = {
        "decidedBy": "Directeur",
        "decidedOn": "2021-05-01",
        "reason": "All providers agreed in writing.",
        "reference": "RB 2021/44",
    }
    answer = anna.post(f"{CHANGE}/overrides", body)
    assert answer.status_code == 202, answer.text
    change = anna.get(CHANGE, position=answer.json()["position"])
    assert change["overridden"] == 3
    assert change["override"] == body
    unknown = anna.post(f"{CHANGE}/overrides", {**body, "contractIds": [str(make.EVENT_ID)]})
    assert (unknown.status_code, unknown.json()["reason"]) == (409, "unknown_contract")


def test_an_answer_can_wait_for_the_read_models(house: House, anna: Caller) -> None:
    publish(house)
    answer = anna.post("/changes", proposal(), prefer="respond-async, wait=10")
    assert answer.headers["Preference-Applied"] == "wait=10"
    assert count(house.pool, CHANGES) == 1
    answer = anna.post("/changes?wait=2", proposal(key="tarief-2024"))
    assert answer.headers["Preference-Applied"] == "wait=2"
    assert count(house.pool, CHANGES) == 2


def test_who_waits_in_vain_is_told_the_position_all_the_same(house: House, anna: Caller) -> None:
    publish(house)
    house.follows = False
    answer = anna.post("/changes", proposal(), prefer="wait=1")
    assert answer.status_code == 202
    assert "Preference-Applied" not in answer.headers
    late = anna.client.get("/v1/changes", params={"position": answer.json()["position"]})
    assert (late.status_code, late.headers["Retry-After"]) == (503, "1")
    assert anna.get("/changes")["total"] == 0


def test_a_request_without_a_key_is_not_carried_out(house: House, anna: Caller) -> None:
    publish(house)
    answer = anna.client.post("/v1/changes", json=proposal())
    assert answer.status_code == 400
    [error] = answer.json()["errors"]
    assert (error["in"], error["field"], error["code"]) == ("header", "Idempotency-Key", "missing")
    assert anna.get("/changes")["total"] == 0


def test_a_plan_item_is_said_to_be_done_as_precisely_as_is_known(
    house: House, anna: Caller
) -> None:
    publish(house)
    path = f"/plan-items/{make.PROGRAMME_ID}/announce-wonen"
    body = {"realisedOn": {"edtf": "2021-04", "written": "april 2021"}}
    answer = anna.post(f"{path}/realisations", body)
    assert answer.headers["Location"] == f"/v1{path}"
    item = anna.get(path, position=answer.json()["position"])
    assert (item["status"], item["realisedOn"]["first"]) == ("realised", "2021-04-01")
    assert item["realisedOn"]["precision"] == "month"


def test_the_practice_clock_is_moved_to_an_instant_or_the_start_of_a_day(
    house: House, anna: Caller
) -> None:
    anna.post("/clock/moves", {"to": "2021-07-01"})
    assert anna.get("/clock") == {"now": "2021-06-30T22:00:00Z", "practice": True}
    anna.post("/clock/moves", {"to": "2021-07-01T12:00:00+02:00"})
    assert anna.get("/clock")["now"] == "2021-07-01T10:00:00Z"


def test_a_refused_letter_goes_to_a_new_address(drafted: House, anna: Caller) -> None:
    number = "HR-W-002"
    path = f"{CHANGE}/letters/{letter_id(number)}/readdressings"
    answer = anna.post(path, {"email": "nieuw@zorg.example"})
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"] == f"/v1/letters/{letter_id(number)}"
    with drafted.pool.connection() as connection:
        row = connection.execute(
            "select name, email from address_book where email = 'nieuw@zorg.example'"
        ).fetchall()
    assert row == [("Zorg HR-W-002", "nieuw@zorg.example")]


def test_an_address_is_only_corrected_for_a_letter_of_the_change(
    drafted: House, anna: Caller
) -> None:
    path = f"{CHANGE}/letters/{make.EVENT_ID}/readdressings"
    assert anna.post(path, {"email": "nieuw@zorg.example"}).status_code == 404
    assert anna.post(path).status_code == 404
    malformed = anna.post(path, {"email": "nowhere"})
    assert [error["field"] for error in malformed.json()["errors"]] == ["email"]


def test_tokens_are_no_part_of_what_is_recorded(house: House, anna: Caller) -> None:
    publish(house)
    anna.post("/changes", proposal())
    with house.pool.connection() as connection:
        rows = connection.execute("select convert_from(state, 'UTF8') from eventlog_events")
        assert all(TOKEN not in state for (state,) in rows)
