"""Every way to say no is a problem document in the caller's language."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient

from api.app import create_app
from api.errors import MEDIA_TYPE, REFUSED
from api.headers import API, EVERYWHERE, VERSION
from domain.change.commands import ProposeChange
from tests import make
from tests.api.house import TOKEN, Caller, House, publish

CHANGE = f"/changes/{make.CHANGE_ID}"


def check(answer: Any, status: int) -> dict[str, Any]:
    """A problem document with all that it must have."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == MEDIA_TYPE
    assert answer.headers["API-Version"] == VERSION
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert problem["instance"] == answer.request.url.path
    return problem


def test_a_refusal_has_a_type_and_reason_for_programs_and_a_sentence_for_people(
    house: House, anna: Caller
) -> None:
    publish(house)
    body = {"body": "Bestuur", "decidedOn": "2021-04-21"}
    house.do(make.whole(ProposeChange))
    problem = check(anna.post(f"{CHANGE}/adoptions", body), 409)
    assert problem["type"] == f"{REFUSED}not_tabled"
    assert problem["reason"] == "not_tabled"
    assert problem["detail"].startswith("discuss the change with providers")


def test_the_sentence_is_in_the_callers_language(house: House, anna: Caller) -> None:
    def detail(accepted: str) -> str:
        headers = {"Accept-Language": accepted}
        answer = anna.client.get("/v1/changes/1", headers=headers)
        assert answer.headers["Content-Language"] in ("nl", "en")
        return str(answer.json()["detail"])

    english, dutch = detail("en-GB,nl;q=0.5"), detail("nl")
    assert english == "These fields are not right: change_id."
    assert dutch != english
    assert detail("fr") == detail("fr, en;q=0") == detail("*") == dutch
    assert detail("en;q=x") == dutch


def test_what_does_not_exist_is_not_found(house: House, anna: Caller) -> None:
    check(anna.client.get(f"/v1{CHANGE}"), 404)
    check(anna.client.get("/v1/nowhere"), 404)
    problem = check(anna.post(f"{CHANGE}/approvals"), 404)
    assert problem["reason"] == "unknown_change"
    item = f"/plan-items/{make.PROGRAMME_ID}/nothing/realisations"
    body = {"realisedOn": {"edtf": "2021-04", "written": "april"}}
    assert check(anna.post(item, body), 404)["reason"] == "unknown_plan_item"


def test_an_address_ends_without_a_slash(house: House, anna: Caller) -> None:
    check(anna.client.get("/v1/changes/", follow_redirects=False), 404)


def test_a_method_that_is_not_known_is_told_all_that_are(house: House, anna: Caller) -> None:
    answer = anna.client.put("/v1/changes")
    check(answer, 405)
    assert answer.headers["Allow"] == "GET, POST"
    assert anna.client.delete(f"/v1{CHANGE}").headers["Allow"] == "GET"
    assert anna.client.get("/v1/clock/moves").headers["Allow"] == "POST"


def test_a_malformed_request_names_every_field(house: House, anna: Caller) -> None:
    body = {
        "programmeId": "holland-rijnland",
        "key": "Tarief 2023",
        "segment": "wonen",
        "title": "",
        "terms": {},
        "effective": "1 januari",
        "colour": "red",
        "source": {"document": "S3"},
    }
    problem = check(anna.post("/changes", body), 400)
    assert {(error["in"], error["field"]): error["code"] for error in problem["errors"]} == {
        ("body", "programmeId"): "uuid_parsing",
        ("body", "key"): "string_pattern_mismatch",
        ("body", "title"): "string_too_short",
        ("body", "description"): "missing",
        ("body", "terms"): "too_short",
        ("body", "effective"): "date_from_datetime_parsing",
        ("body", "source.section"): "missing",
        ("body", "source.quote"): "missing",
        ("body", "colour"): "extra_forbidden",
    }
    assert "programmeId" in problem["detail"]
    details = {error["field"]: error["detail"] for error in problem["errors"]}
    assert details["effective"] == "is not a date such as 2021-07-01"


def test_what_cannot_be_kept_is_refused_before_it_is_recorded(house: House, anna: Caller) -> None:
    publish(house)
    body = {
        "programmeId": str(make.PROGRAMME_ID),
        "key": "tarief-2023",
        "segment": "wonen",
        "title": "Tarief\0",
        "description": "D",
        "terms": {"tariff": "EUR\0"},
        "effective": "0001-01-01",
        "draftDays": 1_000_000_000,
        "source": {"document": "S3", "section": "4", "quote": "\0"},
    }
    problem = check(anna.post("/changes", body), 400)
    assert [(error["field"], error["code"]) for error in problem["errors"]] == [
        ("title", "nul"),
        ("terms", "nul"),
        ("effective", "greater_than_equal"),
        ("draftDays", "less_than_equal"),
        ("source", "nul"),
    ]
    query = check(anna.client.get("/v1/changes?segment=%00"), 400)
    assert [error["code"] for error in query["errors"]] == ["nul"]


def test_a_window_that_cannot_be_is_refused_with_its_field(house: House, anna: Caller) -> None:
    path = f"/plan-items/{make.PROGRAMME_ID}/announce-wonen/realisations"
    body = {"realisedOn": {"edtf": "2021-13", "written": "dertien"}}
    [error] = check(anna.post(path, body), 400)["errors"]
    assert error["field"] == "realisedOn"
    assert not error["detail"].startswith("Value error")


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/changes?page=0", "page"),
        ("/changes?pageSize=501", "pageSize"),
        ("/changes?status=lost", "status.0"),
        ("/changes?colour=red", "colour"),
        ("/changes?effectiveFrom=soon", "effectiveFrom"),
        ("/last-call", "until"),
        ("/letters", "change"),
        ("/agenda-items?done=perhaps", "done"),
        ("/contracts?position=-1", "position"),
        ("/contracts/7/replay", "contract_id"),
    ],
)
def test_a_malformed_query_names_the_field(
    house: House, anna: Caller, path: str, field: str
) -> None:
    problem = check(anna.client.get(f"/v1{path}"), 400)
    assert [error["field"] for error in problem["errors"]] == [field]


@pytest.mark.parametrize("content", ["{", "", "[1, 2]", '"text"', "\xff"])
def test_a_body_that_is_not_an_object_in_json_is_refused(
    house: House, anna: Caller, content: str
) -> None:
    headers = {"Idempotency-Key": "key-00001", "Content-Type": "application/json"}
    answer = anna.client.post("/v1/changes", content=content.encode("latin-1"), headers=headers)
    check(answer, 400)


@pytest.mark.parametrize(
    "authorization", [None, "Bearer wrong", "Bearer", f"Basic {TOKEN}", f"bearer {TOKEN}x"]
)
def test_without_the_token_nobody_gets_in(house: House, authorization: str | None) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    answer = TestClient(create_app(house.ports())).get("/v1/changes", headers=headers)
    check(answer, 401)
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_nobody_speaks_for_a_person_who_is_not_known(house: House, anna: Caller) -> None:
    check(anna.client.get("/v1/changes", headers={"X-Person": "carla-1"}), 403)


def test_a_database_that_cannot_be_reached_is_no_fault_of_the_caller(
    unreachable: TestClient,
) -> None:
    answer = unreachable.get("/v1/changes")
    check(answer, 503)
    assert int(answer.headers["Retry-After"]) > 0


@pytest.fixture
def unreachable(house: House) -> Iterator[TestClient]:
    pool = ConnectionPool[Any]("host=127.0.0.1 port=1", open=False, timeout=0.1)
    pool.open()
    headers = {"Authorization": f"Bearer {TOKEN}"}
    ports = replace(house.ports(), pool=pool)
    yield TestClient(create_app(ports), headers=headers, raise_server_exceptions=False)
    pool.close()


def failing(error: Exception, house: House) -> Caller:
    def handle(_: object) -> int:
        raise error

    return Caller(create_app(replace(house.ports(), handle=handle)))


def test_a_fault_of_ours_says_nothing_of_what_is_inside(house: House) -> None:
    caller = failing(KeyError("the password is geheim"), house)
    problem = check(caller.post(f"{CHANGE}/approvals"), 500)
    assert "geheim" not in str(problem)


def test_a_log_that_cannot_be_reached_is_told_by_its_cause(house: House) -> None:
    error = RuntimeError("wrapped")
    error.__cause__ = psycopg.OperationalError("gone")
    check(failing(error, house).post(f"{CHANGE}/approvals"), 503)


def test_production_has_no_clock_to_move(house: House) -> None:
    caller = Caller(create_app(replace(house.ports(), move_clock=None)))
    check(caller.post("/clock/moves", {"to": "2022-01-01"}), 404)


def test_failures_carry_the_same_headers_as_all_answers(house: House) -> None:
    answer = failing(KeyError("x"), house).post(f"{CHANGE}/approvals")
    for name in {**EVERYWHERE, **API}:
        assert name in answer.headers
