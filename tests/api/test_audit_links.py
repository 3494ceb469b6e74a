"""From every page of a thing one can ask why, how it stood, who saw it, and for its proof."""

import re

import pytest

from api.app import create_app
from domain.decision.commands import PlanDecision
from domain.procedure.commands import PlanProcedure
from domain.provider.commands import RegisterProvider
from tests import make
from tests.api.browsing import CHANGE, Browser
from tests.api.house import ANNA, House, contract_id, provider_id
from tests.api.told import announce
from tests.making.decision import DECISION_ID, QUESTION
from tests.making.procedure import PROCEDURE_ID

QUESTIONS = {
    f"/overeenkomsten/{contract_id('HR-W-001')}": 5,
    CHANGE: 5,
    f"/programmas/{make.PROGRAMME_ID}": 5,
    f"/besluiten/{DECISION_ID}": 5,
    f"/procedures/{PROCEDURE_ID}": 4,
    f"/aanbieders/{provider_id('HR-W-001')}": 3,
}
"""How much can be asked of each: no body asks to see a procedure or a provider, and what is
bundled of a provider are its contracts."""


@pytest.mark.row("AU-05", "AU-06")
def test_what_can_be_asked_of_a_thing_stands_on_its_page_and_is_there(house: House) -> None:
    announce(house)
    house.do(
        make.whole(PlanDecision, question=QUESTION),
        make.whole(PlanProcedure),
        make.a(RegisterProvider, provider_id=provider_id("HR-W-001")),
    )
    browser = Browser(create_app(house.ports()), ANNA)
    for address, questions in QUESTIONS.items():
        page = browser.get(address)
        asked = page.html.partition('aria-label="Om het na te gaan"')[2].partition("</nav>")[0]
        links = [each.replace("&amp;", "&") for each in re.findall(r'href="([^"]+)"', asked)]
        assert len(links) == questions, address
        answers = {each: browser.client.get(each) for each in links if each[0] == "/"}
        assert {each.status_code for each in answers.values()} == {200}, address
        proof = next((each for each in links if each.endswith("#bewijs")), None)
        assert (proof is None) == address.startswith("/aanbieders")
        if proof is not None:
            assert 'id="bewijs"' in (answers[proof].text if proof in answers else page.html)


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
