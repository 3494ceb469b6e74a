"""Pages and their files go out packed, unless another site had the browser ask."""

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from tests.api.house import House


@pytest.fixture
def client(house: House) -> TestClient:
    return TestClient(create_app(house.ports()), headers={"Accept-Encoding": "gzip"})


def test_a_page_is_packed_for_whoever_asks_of_his_own_accord(client: TestClient) -> None:
    plain = client.get("/laatste-oproep")
    assert "Content-Encoding" not in plain.headers
    for site in ("none", "same-origin"):
        packed = client.get("/laatste-oproep", headers={"Sec-Fetch-Site": site})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert int(packed.headers["Content-Length"]) < len(plain.content) / 2
        assert "Laatste oproep" in packed.text
        assert {"Accept-Encoding", "Sec-Fetch-Site"} <= {*packed.headers["Vary"].split(", ")}


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_that_another_site_had_asked_for_shows_nothing_by_its_length(
    client: TestClient, site: str
) -> None:
    page = client.get("/laatste-oproep", headers={"Sec-Fetch-Site": site})
    assert "Content-Encoding" not in page.headers
    assert int(page.headers["Content-Length"]) == len(page.content)


def test_files_are_packed_for_everybody_who_can_unpack(client: TestClient) -> None:
    packed = client.get("/static/keys.js")
    plain = client.get("/static/keys.js", headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.text == plain.text
    assert packed.headers["Content-Type"].startswith("text/javascript")
