"""From every page of a thing one can ask why, how it stood, who saw it, and for its proof."""

import re

import pytest

from api.app import create_app
from tests import make
from tests.api.browsing import CHANGE, Browser
from tests.api.house import ANNA, House, contract_id
from tests.api.told import announce

CONTRACT = f"/overeenkomsten/{contract_id('HR-W-001')}"
PROGRAMME = f"/programmas/{make.PROGRAMME_ID}"


@pytest.mark.row("AU-05", "AU-06", "AU-08")
def test_what_can_be_asked_of_a_thing_stands_on_its_page_and_is_there(house: House) -> None:
    announce(house)
    browser = Browser(create_app(house.ports()), ANNA)
    for address in (CONTRACT, CHANGE, PROGRAMME):
        page = browser.get(address)
        asked = page.html.partition('aria-label="Om het na te gaan"')[2].partition("</nav>")[0]
        links = [each.replace("&amp;", "&") for each in re.findall(r'href="([^"]+)"', asked)]
        assert len(links) == 5
        assert all(browser.client.get(each).status_code == 200 for each in links if each[0] == "/")
        proof = links[-1].partition("#")
        found = browser.get(proof[0]) if proof[0] else page
        assert 'id="bewijs"' in found.html


@pytest.mark.row("AU-04")
def test_a_file_says_whether_a_checkpoint_covers_it(house: House) -> None:
    announce(house)
    browser = Browser(create_app(house.ports()), ANNA)
    file = browser.get(f"/controle/dossier/{contract_id('HR-W-001')}")
    assert "Nog geen ondertekend controlepunt dekt de laatste gebeurtenis." in file.text


@pytest.mark.row("AU-06")
def test_the_day_of_a_row_leads_to_why_it_is_that_day(house: House) -> None:
    announce(house)
    browser = Browser(create_app(house.ports()), ANNA)
    why = f"/controle/waarom?onderwerp={make.CHANGE_ID}&amp;dag={make.LATEST}"
    for address in (CHANGE, f"{CHANGE}/register"):
        assert f'href="{why}"' in browser.get(address).html
    answer = browser.client.get(why.replace("&amp;", "&"))
    assert "Uiterste dag" in answer.text or "Laatste dag" in answer.text
    assert "Maanden aanzegtermijn" in answer.text
