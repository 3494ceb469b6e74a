"""The letter to councils: what it says on a day, how precise each date is, what it keeps back."""

from datetime import date
from typing import Any

import pytest

from api.app import create_app
from api.pages.council_letter import CouncilLetter, Material, write
from domain.base import Event
from domain.decision.commands import PlanDecision
from domain.decision.decider import DECISION
from domain.document.commands import FileDocument
from domain.document.decider import DOCUMENT
from domain.procedure.commands import PlanProcedure
from domain.procedure.decider import PROCEDURE
from domain.programme.commands import PublishProgramme
from domain.programme.decider import PROGRAMME
from domain.programme.parts import PlanItem
from domain.steering.events import EntryStated
from domain.steering.parts import GlossaryTerm
from projections.decisions import DECISIONS
from projections.documents import DOCUMENTS
from projections.plan_items import PLAN_ITEMS
from projections.procedures import PROCEDURES
from projections.programmes import PROGRAMMES
from projections.steering import REGISTER_ENTRIES
from tests import make
from tests.api.browsing import Browser
from tests.api.house import ANNA, House
from tests.making import document
from tests.making.decision import ALPHEN, LEIDEN, QUESTION, YES
from tests.projections.story import happened, only, table

MAY = date(2021, 5, 3)
AGREED = YES.model_copy(update={"parts": {}})


def item(name: str, title: str, edtf: str | None, written: str, **fields: Any) -> PlanItem:
    said = {"window": {"edtf": edtf, "written": written}, "source": make.SOURCE}
    return PlanItem.model_validate({"item_id": name, "title": title, **said, **fields})


PLAN = (
    item("talk", "Gesprek met aanbieders", "2021-03-01", "1 maart 2021", status="realised"),
    item("tender", "Aanbesteding", "2021-05", "mei 2021"),
    item("letter", "Brief aan de raden", "2021-23", "najaar 2021", kind="information"),
    item("start", "Start", "2024-01-01", "1 januari 2024"),
    item("late", "Werksessie", "2021-02", "februari 2021"),
    item("some-day", "Evaluatie", None, "te zijner tijd"),
    item("decide-wonen", "Besluit Wonen", "2021-06", "juni 2021"),
)
BIG_FIVE = GlossaryTerm(
    entry_id="open-house", title="aanbesteding", definition="Kiezen wie mag.", source=make.SOURCE
)


def material(**of_decision: Any) -> Material:
    published = happened(
        PROGRAMME,
        make.whole(PublishProgramme, plan=PLAN, arrangements=()),
    )
    question = QUESTION.model_copy(
        update={"answerers": (LEIDEN, ALPHEN), "expected": None, **of_decision}
    )
    both = (AGREED, AGREED.model_copy(update={"answerer_id": "raad-alphen"}))
    decided = happened(DECISION, make.whole(PlanDecision, question=question, answers=both))
    ways = happened(PROCEDURE, make.whole(PlanProcedure))
    entries = [make.a(EntryStated), make.a(EntryStated, entry=BIG_FIVE)]
    return Material(
        programme=only(PROGRAMMES, published),
        plan=list(table(PLAN_ITEMS, published).values()),
        decisions=[only(DECISIONS, decided)],
        procedures=[only(PROCEDURES, ways)],
        entries=list(table(REGISTER_ENTRIES, entries).values()),
    )


def said(letter: CouncilLetter) -> dict[str, list[tuple[str, str | None]]]:
    """By heading its lines, with the unit in which the date of each is known."""
    return {
        section.title: [
            (
                f"{line.doubt}: {line.text}".removeprefix(": "),
                line.window.precision if line.window else None,
            )
            for line in section.lines
        ]
        for section in letter.sections
    }


@pytest.mark.row("TP-06", "PG-17")
def test_a_letter_says_what_was_decided_and_done_what_is_next_and_what_is_open() -> None:
    letter = said(write(material(), MAY, "raadsleden"))
    assert letter["What was decided"] == [("Verlenging van de overeenkomsten Wonen: ja", "day")]
    assert letter["What was done"] == [("Gesprek met aanbieders", "day")]
    assert ("Aanbesteding", "month") in letter["What goes on now"]
    planned = letter["What is planned next"]
    assert ("Brief aan de raden", "season") in planned
    assert ("More than a year ahead the plan has more: 1.", None) in planned
    assert letter["What is still open"] == [
        ("Not reported as done: Werksessie", "month"),
        ("Without a date: Evaluatie", "open"),
        (
            "Promised: De effecten voor jeugdigen worden meegenomen als raden worden geïnformeerd",
            "month",
        ),
    ]
    assert "Besluit Wonen" not in str(letter)


@pytest.mark.row("TP-06")
def test_a_letter_of_an_earlier_day_does_not_tell_what_came_later() -> None:
    before = said(write(material(), date(2021, 2, 15), "raadsleden"))
    assert before["What was decided"] == []
    assert before["What was done"] == []
    assert ("Gesprek met aanbieders", "day") in before["What is planned next"]
    assert (
        "Verlenging van de overeenkomsten Wonen (answers so far: 0 of 2)",
        "month",
    ) in before["What is planned next"]


@pytest.mark.row("TP-09")
def test_new_members_are_told_what_a_programme_is_and_what_its_words_mean() -> None:
    letter = said(write(material(), MAY, "nieuwe-raadsleden"))
    told = " ".join(text for text, _ in letter["What this programme is"])
    assert "In Holland Rijnland they buy that help together" in told
    assert make.MUNICIPALITY.name in told
    assert letter["Words in this letter"] == [("aanbesteding: Kiezen wie mag.", None)]
    assert "What this programme is" not in said(write(material(), MAY, "raadsleden"))
    assert "Promised" not in str(said(write(material(), MAY, "inwoners")))


def filed(section: str | None, **fields: Any) -> list[Event]:
    """The document that all facts are cited from, with a part of it secret for the public."""
    paper = document.PAPER.model_copy(update={"document_id": "s3", "dated": None})
    hidden = {"document_id": "s3", "section": section, "since": None, **fields}
    secrecy = document.SECRECY.model_copy(update=hidden)
    return happened(DOCUMENT, make.a(FileDocument, paper=paper, secrecy=(secrecy,)))


@pytest.mark.row("TP-06")
@pytest.mark.parametrize("section", ["4.2", None])
def test_what_is_secret_for_its_readers_is_not_in_a_letter(section: str | None) -> None:
    rows = material()
    secret = Material(
        programme=rows.programme, plan=rows.plan, documents=[only(DOCUMENTS, filed(section))]
    )
    letter = write(secret, MAY, "inwoners")
    assert "Aanbesteding" not in str(said(letter))
    assert letter.left_out == len(PLAN)
    councils = write(secret, MAY, "raadsleden")
    assert ("Aanbesteding", "month") in said(councils)["What goes on now"]
    assert councils.left_out == 0
    elsewhere = Material(
        programme=rows.programme, plan=rows.plan, documents=[only(DOCUMENTS, filed("9"))]
    )
    assert write(elsewhere, MAY, "inwoners").left_out == 0


@pytest.mark.row("TP-06", "PG-17")
def test_the_page_has_the_letter_for_a_day_and_readers_and_each_moment_leads_to_one(
    house: House,
) -> None:
    house.do(make.whole(PublishProgramme, plan=PLAN, arrangements=()))
    anna = Browser(create_app(house.ports()), ANNA)
    home = f"/programmas/{make.PROGRAMME_ID}"
    page = anna.get(f"{home}/raadsbrief", voor="nieuwe-raadsleden")
    assert "3 mei 2021 Aan: nieuwe raadsleden" in page.text
    assert "Wat dit programma is" in page.text
    assert "Aanbesteding mei 2021 (op de maand bekend)" in page.text
    assert "Evaluatie te zijner tijd (er is geen datum gegeven)" in page.text
    moment = f"{home}/raadsbrief?onderdeel=letter&amp;tot=2021-11-30"
    assert moment in page.html
    assert moment in anna.get(home).html
    draft = anna.get(f"{home}/raadsbrief", onderdeel="letter", tot="2021-11-30").text
    assert "30 november 2021 Aan: raadsleden Brief aan de raden" in draft
    assert "Een concept: die dag is er nog niet." in draft
    assert "Dat is geen datum" in anna.get(f"{home}/raadsbrief", tot="gisteren").text
    assert anna.get(f"/programmas/{make.CHANGE_ID}/raadsbrief").status == 404
