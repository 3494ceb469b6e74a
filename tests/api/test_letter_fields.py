"""A draft letter stands beside what it is filled in with, each with where that comes from."""

from dataclasses import replace

import pytest

from api.app import create_app
from tests import make
from tests.api.browsing import CHANGE, Browser
from tests.api.house import ANNA, House, contract_id, draft, letter_id, publish
from tests.api.told import announce
from tests.api.writing_room import redraft, writing

ONE = "HR-W-001"
LETTER = f"{CHANGE}/brieven/{letter_id(ONE)}"


@pytest.mark.row("AN-05")
def test_a_draft_stands_beside_its_fields_and_where_each_comes_from(
    house: House, migrated_url: str
) -> None:
    publish(house)
    draft(house)
    redraft(house, "announcement/0")
    page = Browser(create_app(writing(house, migrated_url)), ANNA).get(LETTER)
    beside = page.html.partition('id="fields"')[2]
    for address in (
        f"/programmas/{make.PROGRAMME_ID}",
        f"/overeenkomsten/{contract_id(ONE)}",
        CHANGE,
        f"/controle/waarom?onderwerp={make.CHANGE_ID}&amp;dag={make.LATEST}",
    ):
        assert f'href="{address}"' in beside
    assert f"Zorg {ONE}" in beside
    assert "1 januari 2022" in beside
    assert "tariff: EUR" in beside


def test_what_went_out_is_not_shown_as_if_it_could_still_be_mended(
    house: House, migrated_url: str
) -> None:
    announce(house, ONE)
    ports = replace(writing(house, migrated_url), letter=house.ports().letter)
    page = Browser(create_app(ports), ANNA).get(LETTER)
    assert page.status == 200
    assert 'id="fields"' not in page.html
