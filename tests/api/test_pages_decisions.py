"""The pages of decisions: who answered what, what is missing, and what the forms refuse."""

from datetime import UTC, datetime

import pytest

from api.app import create_app
from domain.decision.commands import PlanDecision
from domain.procedure.commands import PlanProcedure
from domain.programme.arrangements import Figure
from domain.programme.commands import PublishProgramme
from tests import make
from tests.api.browsing import Browser
from tests.api.house import ANNA, House, publish
from tests.making.decision import ALPHEN, DECISION_ID, LEIDEN, QUESTION

LIST = f"/programmas/{make.PROGRAMME_ID}/besluiten"
PAGE = f"/besluiten/{DECISION_ID}"
NO = {
    "answerer_id": "raad-alphen",
    "outcome": "no",
    "decided_on": "2021-05-01",
    "reference": "RV 21.12",
}
LET_GO = {"decided_by": "Colleges", "decided_on": "2021-05-02", "reason": "Er komt een inkoop."}


@pytest.fixture
def anna(house: House) -> Browser:
    return Browser(create_app(house.ports()), ANNA)


def ask(house: House, **fields: object) -> None:
    """The councils of Leiden, Alphen and one without a name are asked; Leiden said yes."""
    publish(house)
    question = QUESTION.model_copy(update=fields)
    house.do(make.whole(PlanDecision, question=question), make.whole(PlanProcedure))


def test_a_programme_without_decisions_says_where_they_stand(house: House, anna: Browser) -> None:
    publish(house)
    assert "Nog geen besluiten" in anna.get(LIST).text
    assert anna.get(f"/programmas/{DECISION_ID}/besluiten").status == 404
    assert anna.get(PAGE).status == 404


@pytest.mark.row("PG-09", "PG-11", "PG-15")
def test_a_decision_says_who_answered_what_and_for_whom_it_waits(
    house: House, anna: Browser
) -> None:
    ask(house)
    listed = anna.get(LIST).text
    assert "1 van 3" in listed
    assert "1 heeft in de bron geen naam" in listed
    page = anna.get(PAGE).text
    assert "1a de overeenkomsten te verlengen" in page
    assert "gemeenteraad van Leiden ja , 29 april 2021 nummer RV 21.0042" in page
    assert "Het wacht op: gemeenteraad van Alphen aan den Rijn" in page
    assert "Er moet nog 1 ander antwoorden, maar de bron zegt niet wie." in page
    assert "Zij moeten het allemaal eens zijn." in page
    assert "De jeugdraad is het ermee eens." in page
    assert "Reactie van Colleges van de regio" in page
    assert "30 juni 2022: de laatste dag om te besluiten" in page
    assert "Poort raden akkoord : dicht Publicatie" in page
    assert "gemeenteraad van Leiden heeft “ja” geantwoord (29 april 2021)." in page


@pytest.mark.row("PG-09")
def test_decisions_stand_against_the_municipalities(house: House, anna: Browser) -> None:
    ask(house)
    page = anna.get(f"{LIST}/overzicht").text
    assert "Leiden Anderen" in page or "Alphen aan den Rijn Anderen" in page
    row = page[page.index(QUESTION.title) :]
    assert "ja 29 apr 2021" in row
    assert "wordt op gewacht" in row
    assert "1 die de bron niet noemt" in row


def test_what_is_not_known_for_the_latest_day_is_named(house: House, anna: Browser) -> None:
    ask(house, notice_months=None, rule="not_stated")
    page = anna.get(PAGE).text
    assert "Te berekenen is die niet zonder: hoeveel maanden de opzegtermijn is" in page
    assert "De bron noemt geen regel." in page


@pytest.mark.row("GO-04")
def test_the_evidence_has_goals_documents_figures_and_parts_of_the_plan(
    house: House, anna: Browser
) -> None:
    path = Figure(
        arrangement_id="kosten",
        text="De kosten dalen vanaf 2026.",
        measure="kosten",
        written="een daling",
        source=make.SOURCE,
    )
    house.do(make.whole(PublishProgramme, arrangements=(path,)))
    item = make.PLAN_ITEM.item_id
    question = QUESTION.model_copy(update={"evidence": ("kosten", item, "doel")})
    house.do(make.whole(PlanDecision, question=question))
    page = anna.get(PAGE)
    assert "Wat op tafel moet liggen 0 van 3" in page.text
    assert "De kosten dalen vanaf 2026. Inrichting van de zorg" in page.text
    assert "De bron noemt geen getal." in page.text
    assert f"/programmas/{make.PROGRAMME_ID}#{item}" in page.html
    assert "Niets in het programma heet zo." in page.text


@pytest.mark.row("PG-09")
def test_an_answer_is_recorded_and_corrected_and_keeps_how_it_read(
    house: House, anna: Browser
) -> None:
    ask(house)
    answered = anna.fill(anna.get(PAGE), "/antwoord", **NO, **{"deel-2": "yes"})
    assert "Vastgelegd: het antwoord." in answered.text
    assert "nee , 1 mei 2021 nummer RV 21.12 onderdeel 2: ja" in answered.text
    correcting = anna.get(PAGE, verbeter="raad-alphen")
    assert correcting.form("/verbeteren")["reference"] == "RV 21.12"
    corrected = anna.fill(
        correcting, "/verbeteren", outcome="yes", reason="Verkeerd genoteerd uit de lijst."
    )
    assert "Eerder: nee, 1 mei 2021" in corrected.text
    assert "Verkeerd genoteerd uit de lijst." in corrected.text
    named = anna.fill(corrected, "/noemen", who="college-leiden")
    assert "college van Leiden later genoemd" in named.text
    assert "3 van 3" not in named.text


def test_a_refusal_of_a_decision_stands_beside_its_form(house: House, anna: Browser) -> None:
    ask(house)
    page = anna.get(PAGE)
    early = anna.fill(page, "/antwoord", **{**NO, "decided_on": "2021-06-01"})
    assert early.status == 409
    assert "1 juni 2021 ligt nog in de toekomst." in early.text
    assert early.form("/antwoord")["reference"] == "RV 21.12"
    assert '<option value="raad-alphen" selected>' in early.html
    missing = anna.fill(page, "/antwoord", answerer_id="raad-alphen")
    assert missing.status == 400
    assert missing.text.count("Vul dit in.") == 2
    unknown = anna.fill(page, "/noemen", who="raad-atlantis")
    assert unknown.status == 400
    assert "Dit is niet te lezen." in unknown.text
    assert anna.get(f"{PAGE}/antwoord").address.startswith(PAGE)
    assert anna.get(f"{PAGE}/nergens").status == 404


def test_without_a_rule_a_difference_is_settled_on_the_page(house: House, anna: Browser) -> None:
    ask(house, rule="not_stated", expected=None, answerers=(LEIDEN, ALPHEN))
    assert "beslechten" not in anna.get(PAGE).html
    disputed = anna.fill(anna.get(PAGE), "/antwoord", **NO)
    assert "De antwoorden verschillen, en geen regel zegt wat er dan geldt." in disputed.text
    settled = anna.fill(disputed, "/beslechten", outcome="yes", **LET_GO)
    assert "De knoop is doorgehakt door Colleges: Er komt een inkoop." in settled.text
    assert "Anders antwoordde: gemeenteraad van Alphen aan den Rijn" in settled.text
    assert "Poort raden akkoord : open" in settled.text


def test_only_an_option_can_be_let_go(house: House, anna: Browser) -> None:
    ask(house)
    gone = anna.fill(anna.get(PAGE), "/loslaten", **LET_GO)
    assert "Colleges heeft er op 2 mei 2021 bewust van afgezien: Er komt een inkoop." in gone.text
    assert "/antwoord" not in gone.html
    other = QUESTION.model_copy(update={"decision_id": "strategie", "kind": "adoption"})
    other_id = make.PROVIDER_ID
    house.now = datetime(2021, 5, 3, 10, tzinfo=UTC)
    house.do(make.a(PlanDecision, decision_id=other_id, key="strategie", question=other))
    assert "/loslaten" not in anna.get(f"/besluiten/{other_id}").html
