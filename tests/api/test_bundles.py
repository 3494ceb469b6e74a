"""Bundles of evidence over HTTP, and on the pages."""

import io
from dataclasses import replace
from importlib.resources import files
from typing import Any, BinaryIO

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.identity import COOKIE
from projections.bundles.asked import Asked
from proofs import verify
from runtime import bundling
from tests.api.house import ANNA, NUMBERS, Caller, House, contract_id, provider_id, publish
from tests.runtime.bundles import KEYS, SIGNER, seal

CONTRACT = contract_id(NUMBERS[0])


@pytest.fixture
def ports(house: House) -> Any:
    """As `runtime` hands them in: with bundles."""
    publish(house)
    seal(house)
    ground = bundling.Ground(house.log, house.pool, KEYS, lambda: house.now)

    def bundle(asked: Asked, target: BinaryIO, by: str) -> None:
        bundling.make(ground, asked, target, by)

    return replace(house.ports(), bundle=bundle)


def is_right(content: bytes) -> bool:
    code, _ = verify.check(io.BytesIO(content), verify.keys_of(str(SIGNER.verifier), ""))
    return code == 0


@pytest.mark.row("AU-05")
def test_a_bundle_and_its_verifier_are_downloaded_and_mistakes_are_answered(ports: Any) -> None:
    anna = Caller(create_app(ports))
    at = f"/v1/bundles/contract/{CONTRACT}"
    answer = anna.client.get(at, params={"for": "auditor", "language": "en"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="contract-{CONTRACT}-2021-05-03-auditor.zip"'
    )
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert is_right(answer.content)
    assert (
        anna.client.get(at, params={"for": "auditor", "language": "en"}).content == answer.content
    )
    program = anna.client.get("/v1/bundles/verifiers")
    assert program.content == (files("proofs") / "verify.py").read_bytes()
    for path, query, status, reason in (
        (f"/v1/bundles/contract/{provider_id('x')}", {}, 404, None),
        (f"/v1/bundles/change/{CONTRACT}", {}, 404, None),
        (at, {"known": "2021-05-01"}, 409, "not_known_yet"),
        (at, {"known": "2021-05-04"}, 409, "known_later"),
        (at, {"on": "2021-05-04"}, 409, "seen_later"),
        (at, {"for": "king"}, 400, None),
        (at, {"known": "soon"}, 400, None),
        ("/v1/bundles/boat/x", {}, 400, None),
    ):
        wrong = anna.client.get(path, params=query)
        assert (wrong.status_code, wrong.json().get("reason")) == (status, reason), wrong.text


@pytest.mark.row("AU-05")
def test_the_page_of_a_contract_has_a_button_for_the_bundle(ports: Any) -> None:
    client = TestClient(create_app(ports), raise_server_exceptions=False)
    page = f"/overeenkomsten/{CONTRACT}"
    action = f"/controle/bundels/overeenkomst/{CONTRACT}.zip"
    assert action not in client.get(page).text, "nobody said who they are"
    assert client.get(action).status_code == 403
    client.cookies.set(COOKIE, ANNA.person_id)
    assert f'action="{action}"' in client.get(page).text
    query = {"voor": "raadslid", "bekend": "2021-05-03", "taal": "nl"}
    answer = client.get(action, params=query)
    assert answer.status_code == 200
    assert is_right(answer.content)
    assert client.get(action, params={"bekend": "ooit"}).status_code == 403
    assert client.get(action, params={"bekend": "9999-12-31"}).status_code == 403
    assert client.get(action, params={"bekend": "2020-01-01"}).status_code == 403
    assert client.get(action.replace(str(CONTRACT), str(provider_id("x")))).status_code == 404
    assert client.get("/controle/bundels/verify.py").status_code == 200
    client.cookies.set(COOKIE, f"provider:{provider_id(NUMBERS[0])}")
    assert client.get(action).status_code == 404
