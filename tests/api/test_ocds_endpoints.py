"""Open contracting data over HTTP: a stream, packages with links, single releases and records."""

import json
from dataclasses import replace
from typing import Any

import pytest
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient

from api.app import create_app
from api.ports import OpenData
from domain.contract.commands import ConcludeContract
from projections.ocds.book import Book
from tests import make
from tests.api.house import Caller, House, contract_id, provider_id, publish
from tests.projections.ocds_checking import PUBLISHER, validator

BASE = "https://oefenregio.example"


def open_data(pool: ConnectionPool[Any]) -> OpenData:
    return OpenData(Book(pool), PUBLISHER, BASE)


@pytest.fixture
def caller(house: House) -> Caller:
    publish(house)
    return Caller(create_app(replace(house.ports(), open_data=open_data(house.pool))))


@pytest.mark.row("IN-08", "TP-07")
def test_releases_are_streamed_from_a_position_on_and_what_comes_later_follows(
    house: House, caller: Caller
) -> None:
    lines: list[str] = []
    after, pages = 0, 0
    while True:
        answer = caller.client.get("/v1/ocds/releases", params={"after": after, "limit": 2})
        assert answer.headers["Content-Type"] == "application/jsonl"
        if not answer.text:
            break
        lines += answer.text.splitlines()
        after, pages = int(answer.headers["Log-Position"]), pages + 1
        assert f"after={after}" in answer.headers["Link"]
    assert pages > 1
    whole = caller.client.get("/v1/ocds/releases", params={"limit": 1000}).text
    assert whole.splitlines() == lines
    number = "HR-W-009"
    given = {"contract_id": contract_id(number), "provider_id": provider_id(number)}
    house.do(make.a(ConcludeContract, number=number, **given))
    [later] = caller.client.get("/v1/ocds/releases", params={"after": after}).text.splitlines()
    told = json.loads(later)
    assert "contract" in told["tag"]
    assert caller.get(f"/ocds/releases/{told['id']}") == told
    assert caller.get(f"/ocds/records/{told['ocid']}")["releases"][-1] == told


@pytest.mark.row("IN-08")
def test_packages_keep_to_the_schema_and_lead_to_the_next_for_anybody(caller: Caller) -> None:
    anybody = TestClient(caller.client.app, raise_server_exceptions=False)
    found: list[str] = []
    address = f"{BASE}/ocds/release-packages?limit=2"
    while address:
        answer = anybody.get(address.removeprefix(BASE))
        assert answer.status_code == 200, answer.text
        package = answer.json()
        validator("release-package").validate(package)
        assert package["uri"] == address
        found += [each["id"] for each in package["releases"]]
        address = package.get("links", {}).get("next", "")
    assert len(set(found)) == len(found) > 2
    records = anybody.get("/ocds/record-packages", params={"limit": 1}).json()
    validator("record-package").validate(records)
    [only] = records["records"]
    assert [each["id"] for each in only["releases"]] == found
    assert "links" not in records
    for path, status in WRONG.items():
        answer = anybody.get(path)
        assert answer.status_code == status, path
        assert answer.headers["Content-Type"] == "application/problem+json"


WRONG = {
    "/ocds/releases/no-such-release": 404,
    "/ocds/records/ocds-000000-nowhere": 404,
    "/ocds/release-packages?after=999999": 404,
    "/ocds/record-packages?skip=9": 404,
    "/ocds/releases?after=-1": 400,
    "/ocds/releases?limit=1001": 400,
    "/ocds/releases?since=2021": 400,
    "/v1/ocds/releases": 401,
}
