"""Who answers a provider's telephone looks along with it: what it sees, nothing more, to read."""

import re
from uuid import uuid4

import pytest

from api.app import create_app
from api.identity import COOKIE
from tests.api.browsing import Browser, Page
from tests.api.house import ANNA, House, contract_id, letter_id, provider_id
from tests.api.told import announce

ONE, OTHER = "HR-W-001", "HR-W-002"
ROOT = f"/aanbieders/{provider_id(ONE)}/bekijken"


def main(page: Page) -> str:
    """What stands on the page, without where it is looked at from."""
    found = page.html.partition("<main")[2].partition("</main>")[0]
    found = re.sub(
        r'<div class="notice notice--info looking">.*?</div>', "", found, flags=re.DOTALL
    )
    words = re.sub(r"<(form|details)\b.*?</\1>", "", found.partition(">")[2], flags=re.DOTALL)
    bare = re.sub(r"<p[^>]*>(<a [^>]*>)?(Hier kan de|Volg dit)[^<]*(</a>)?</p>", "", words)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", bare)).strip()


@pytest.mark.row("AD-19")
def test_the_office_sees_what_the_provider_sees_and_can_send_nothing(house: House) -> None:
    announce(house)
    app = create_app(house.ports())
    office, provider = Browser(app, ANNA), Browser(app)
    provider.client.cookies.set(COOKIE, f"provider:{provider_id(ONE)}")
    for own in (
        "",
        f"/overeenkomsten/{contract_id(ONE)}",
        f"/brieven/{letter_id(ONE)}",
    ):
        seen, theirs = office.get(f"{ROOT}{own}"), provider.get(f"/aanbieder{own}")
        assert (seen.status, theirs.status) == (200, 200)
        assert f"U kijkt mee met Zorg {ONE}." in seen.text
        assert "kijkt mee" not in theirs.text

        assert "/aanbieder/" not in seen.html.replace("/aanbieders/", "")
        assert {each.partition("#")[0] for each in seen.forms} <= {"/taal", "/weergave"}
        if "/brieven" not in own:
            assert main(seen) == main(theirs)
    assert f"{ROOT}/brieven/{letter_id(ONE)}" in office.get(ROOT).html


def test_another_s_contract_or_letter_is_not_there_and_neither_is_it_for_a_provider(
    house: House,
) -> None:
    announce(house)
    app = create_app(house.ports())
    office, provider = Browser(app, ANNA), Browser(app)
    provider.client.cookies.set(COOKIE, f"provider:{provider_id(ONE)}")
    assert office.get(f"{ROOT}/overeenkomsten/{contract_id(OTHER)}").status == 404
    assert office.get(f"{ROOT}/brieven/{letter_id(OTHER)}").status == 404
    assert office.get(f"/aanbieders/{uuid4()}/bekijken").status == 404
    assert provider.get(ROOT).status == 404
    assert provider.get(f"/aanbieders/{provider_id(OTHER)}/bekijken").status == 404
