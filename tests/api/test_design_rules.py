"""The Dutch API design rules, over the OpenAPI document and over what is really answered."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

import pytest
from psycopg_pool import ConnectionPool
from starlette.testclient import TestClient

from api.app import create_app, openapi
from api.errors import MEDIA_TYPE
from api.ports import Ports

SINGLE = {"clock", "consistency", "inclusion", "last-call", "latest", "replay", "retention"}
"""Resources of which there is one where they stand."""
BESIDE = {"/checkpoints/{size}/cosignatures"}
"""What changes something that is not in the log, and so has no position there."""
METHODS = {"get", "post", "put", "patch", "delete"}
KEBAB, CAMEL = re.compile(r"[a-z]+(-[a-z]+)*"), re.compile(r"[a-z]+([A-Z][a-z0-9]*)*")


def nothing(*_: object) -> NoReturn:
    raise AssertionError


PORTS = Ports(
    handle=nothing,
    read=nothing,
    consider=nothing,
    clock=lambda: datetime(2021, 5, 3, tzinfo=UTC),
    pool=ConnectionPool("", open=False),
    wait=nothing,
    letter=nothing,
    undo=timedelta(0),
    lag=nothing,
    token="t",
)
DOCUMENT = openapi()
OPERATIONS = [
    pytest.param(path, method, operation, id=f"{method} {path}")
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
]
every_operation = pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)


@pytest.fixture
def client() -> TestClient:
    return TestClient(create_app(PORTS), raise_server_exceptions=False)


def parameters(operation: dict[str, Any], place: str) -> list[str]:
    return [each["name"] for each in operation.get("parameters", []) if each["in"] == place]


def properties(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            yield from schema["properties"]
        for value in schema.values():
            yield from properties(value)
    if isinstance(schema, list):
        for value in schema:
            yield from properties(value)


def test_the_document_is_public_and_may_be_read_from_any_site(client: TestClient) -> None:
    answer = client.get("/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json() == json.loads(json.dumps(DOCUMENT))
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_the_document_says_whom_to_ask_and_which_version_it_is() -> None:
    assert set(DOCUMENT["info"]["contact"]) == {"name", "url", "email"}
    assert re.fullmatch(r"\d+\.\d+\.\d+", DOCUMENT["info"]["version"])
    assert [server["url"] for server in DOCUMENT["servers"]] == ["/v1"]


def test_every_reference_leads_somewhere() -> None:
    text = json.dumps(DOCUMENT)
    for name in re.findall(r'"#/components/schemas/([^"]+)"', text):
        assert name in DOCUMENT["components"]["schemas"]


@every_operation
def test_addresses_are_nouns_in_kebab_case(
    path: str, method: str, operation: dict[str, Any]
) -> None:
    assert not path.endswith("/")
    for part in path.strip("/").split("/"):
        if not part.startswith("{"):
            assert KEBAB.fullmatch(part)
            assert part in SINGLE or part.endswith("s")


@every_operation
def test_methods_are_standard_and_described(
    path: str, method: str, operation: dict[str, Any]
) -> None:
    assert method in METHODS
    assert operation["description"]
    assert operation["tags"]
    assert operation["security"]


@every_operation
def test_query_keys_are_in_camel_case(path: str, method: str, operation: dict[str, Any]) -> None:
    assert all(CAMEL.fullmatch(name) for name in parameters(operation, "query"))


def test_fields_are_in_camel_case() -> None:
    names = set(properties(DOCUMENT["components"]["schemas"]))
    assert len(names) > 100
    assert [name for name in names if not CAMEL.fullmatch(name)] == []


@every_operation
def test_answers_carry_the_version_and_failures_are_problem_documents(
    path: str, method: str, operation: dict[str, Any]
) -> None:
    responses = operation["responses"]
    assert "422" not in responses
    for status, response in responses.items():
        if status.startswith("2"):
            assert "API-Version" in response["headers"]
        else:
            assert list(response["content"]) == [MEDIA_TYPE]
    assert {"4XX", "5XX"} < set(responses)


@every_operation
def test_what_changes_something_is_accepted_with_a_position(
    path: str, method: str, operation: dict[str, Any]
) -> None:
    if method != "get" and path not in BESIDE:
        accepted = operation["responses"]["202"]
        name = accepted["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        schemas = DOCUMENT["components"]["schemas"]
        assert set(schemas["Accepted"]["required"]) <= set(schemas[name]["required"])
        assert "Log-Position" in accepted["headers"]


@every_operation
def test_lists_have_pages_and_links(path: str, method: str, operation: dict[str, Any]) -> None:
    content = operation["responses"].get("200", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    assert ("page" in parameters(operation, "query")) == schema.get("$ref", "").endswith("Page")
    if "page" in parameters(operation, "query"):
        assert "pageSize" in parameters(operation, "query")
        assert "Link" in operation["responses"]["200"]["headers"]


def test_days_and_instants_are_told_apart() -> None:
    change = DOCUMENT["components"]["schemas"]["Change"]["properties"]
    assert change["effective"]["format"] == "date"
    assert change["proposedAt"]["format"] == "date-time"


def test_every_answer_has_the_headers_that_keep_browsers_safe(client: TestClient) -> None:
    for path in ("/v1/openapi.json", "/v1/changes", "/v1/nowhere"):
        headers = client.get(path).headers
        assert headers["API-Version"] == "1.0.0"
        assert headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert "max-age" in headers["Strict-Transport-Security"]


def test_nothing_is_moved_to_another_address(client: TestClient) -> None:
    assert client.get("/v1/changes/", follow_redirects=False).status_code == 404
