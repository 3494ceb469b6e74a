from datetime import date, timedelta
from typing import Any

import pytest

from domain.base import Event
from domain.dates import Window
from domain.decision.commands import (
    GiveAdvice,
    ReplyToAdvice,
    SettleDecision,
)
from domain.decision.decider import DECISION
from domain.decision.parts import Advice, AdviceReply, Answerer
from domain.document.commands import FileDocument
from domain.document.decider import DOCUMENT
from domain.document.events import DocumentFiled
from domain.programme.events import PlanItemPlanned, PlanItemRealised
from domain.steering.events import EntrySettled, EntryStated
from projections.agenda import AGENDA, AgendaRow
from projections.decisions import DECISIONS, DecisionRow
from projections.documents import DOCUMENTS
from projections.evidence import evidence_pack
from projections.plan_items import PLAN_ITEMS
from projections.steering import REGISTER_ENTRIES
from tests import make
from tests.domain import decision_stories as story
from tests.domain.decision_stories import COUNCILS, LAST, MAY, answer, plan
from tests.making import document, steering
from tests.projections.story import happened, only, table

DAY = timedelta(days=1)
LATEST = date(2028, 6, 30)


def settled() -> SettleDecision:
    said = {"outcome": "yes", "decided_by": "bestuur", "decided_on": MAY, "reason": "Na overleg."}
    return SettleDecision(**story.stamp(MAY), **said)


def row_after(*commands: Any) -> DecisionRow:
    return only(DECISIONS, happened(DECISION, *commands))


def agenda(*commands: Any) -> dict[str, AgendaRow]:
    return {row.kind: row for row in table(AGENDA, happened(DECISION, *commands)).values()}


@pytest.mark.row("PG-09")
def test_a_decision_shows_who_answered_what_and_for_whom_it_waits() -> None:
    row = row_after(plan(expected=5), answer("raad-delft", reference="RV 25.04"))
    delft, rijswijk, _ = row.answerers
    assert delft.answer is not None
    assert (delft.answer.outcome, delft.answer.reference) == ("yes", "RV 25.04")
    assert delft.answered_at == story.noon(MAY)
    assert rijswijk.answer is None
    assert (row.answered, row.expected, row.unnamed) == (1, 5, 2)
    assert row.waiting_for == ("raad-rijswijk", "raad-westland")
    assert row.municipalities == ("Delft", "Rijswijk", "Westland")
    assert (row.status, row.outcome) == ("open", None)


@pytest.mark.row("PG-09", "GO-14")
def test_a_correction_takes_back_what_was_reached_and_keeps_how_the_answer_read() -> None:
    reached = (plan(), *story.answers())
    row = row_after(*reached)
    assert row.reached is not None
    assert (row.status, row.outcome, row.waiting_for) == ("reached", "yes", ())
    assert row.reached.decided.edtf == "2025-05-20"
    row = row_after(*reached, story.correct("raad-delft", "no"))
    (earlier,) = row.answerers[0].earlier
    assert (earlier.answer.outcome, earlier.reason) == ("yes", "Verkeerd genoteerd.")
    assert (row.status, row.outcome, row.rule_failed) == ("disputed", None, True)
    again = story.correct("raad-delft", "yes", reference="RV 25.05")
    row = row_after(*reached, story.correct("raad-delft", "no"), again)
    assert (row.status, row.rule_failed) == ("reached", False)


@pytest.mark.row("GO-14")
def test_who_leaves_is_shown_with_the_reason_and_no_longer_waited_for() -> None:
    row = row_after(plan(expected=4), story.name("raad-leiden"), story.release("raad-westland"))
    assert row.answerers[-1].added
    assert row.answerers[2].released == "De gemeente gaat weg."
    assert row.waiting_for == ("raad-delft", "raad-rijswijk", "raad-leiden")
    assert (row.expected, row.unnamed) == (3, 0)
    anew = plan(expected=4, title="Anders")
    row = row_after(plan(expected=4), story.name("raad-leiden"), anew)
    assert [each.answerer_id for each in row.answerers] == [*COUNCILS, "raad-leiden"]
    assert row.title == "Anders"


@pytest.mark.row("GO-02")
def test_a_settled_disagreement_says_who_settled_it_and_who_was_against() -> None:
    told = (answer("raad-delft", "no"), answer("raad-rijswijk"), answer("raad-westland"))
    row = row_after(plan(rule="not_stated"), *told)
    assert (row.status, row.rule_failed) == ("disputed", False)
    row = row_after(plan(rule="not_stated"), *told, settled())
    assert row.reached is not None
    assert (row.reached.settled_by, row.reached.against) == ("bestuur", ("raad-delft",))


@pytest.mark.row("PG-11", "PG-15")
def test_lettered_parts_advice_and_reply_are_shown_with_the_decision() -> None:
    advice = Advice(advice_id="asdw", body="Adviesraad", given=story.JUNE)
    reply = AdviceReply(advice_id="asdw", body="colleges", given=story.SEPTEMBER)
    told = answer("raad-delft", parts={"1e": "no"})
    row = row_after(
        plan(parts=story.LETTERED),
        GiveAdvice(**story.stamp(MAY), advice=advice),
        ReplyToAdvice(**story.stamp(MAY), reply=reply),
        told,
        *story.answers(of=COUNCILS[1:]),
    )
    assert [part.label for part in row.question.parts] == ["1a", "1e", "2"]
    assert (row.advice, row.replies) == ((advice,), (reply,))
    assert row.reached is not None
    assert row.reached.reserved == {"1e": ("raad-delft",)}


@pytest.mark.row("GO-07")
def test_the_latest_day_is_shown_with_its_reasons_or_with_what_is_open() -> None:
    row = row_after(plan(**story.OPTION))
    assert row.latest is not None
    assert (row.latest_on, row.latest.rule) == (LATEST, "latest-decision/1")
    assert row.latest_missing == ()
    row = row_after(plan(**{**story.OPTION, "notice_months": None}))
    assert (row.latest, row.latest_on, row.latest_missing) == (None, None, ("notice_months",))


@pytest.mark.row("GO-16")
def test_an_unused_option_shows_whether_it_was_let_go_or_forgotten() -> None:
    row = row_after(plan(**story.OPTION), story.lapse(LATEST + DAY))
    assert row.ended is not None
    assert (row.status, row.ended.decided_by) == ("lapsed", None)
    row = row_after(plan(**story.OPTION), story.forgo())
    assert row.ended is not None
    assert (row.status, row.ended.decided_by) == ("forgone", "colleges")
    assert row.ended.reason == "Er komt een nieuwe inkoop."
    late = answer("raad-delft", on=LATEST, at=LATEST + 2 * DAY)
    row = row_after(plan(**story.OPTION), story.lapse(LATEST + DAY), late)
    assert (row.status, row.ended) == ("open", None)


@pytest.mark.row("ST-12")
def test_a_decision_goes_from_planned_to_open_to_late_and_moves_to_another_window() -> None:
    assert row_after(plan()).status == "planned"
    assert row_after(plan(at=date(2026, 1, 5))).status == "unknown"
    opened = story.opening(date(2025, 6, 1))
    assert row_after(plan(), opened).status == "open"
    reminded = story.remind(28, LAST - 28 * DAY)
    missed = story.miss(LAST + DAY)
    row = row_after(plan(), opened, reminded, missed)
    assert (row.status, row.reminded, row.missed_at) == ("missed", (28,), missed.at)
    row = row_after(plan(), opened, reminded, missed, story.replan(at=LAST + DAY))
    assert (row.status, row.reminded, row.missed_at) == ("planned", (), None)
    assert (row.window, row.earlier[0].window) == (story.SEPTEMBER, story.JUNE)
    assert row.earlier[0].reason == "De raden hebben meer tijd."
    assert row.due == date(2025, 9, 30)


@pytest.mark.row("ST-09", "ST-12")
def test_a_decision_names_the_body_that_decides_and_the_plan_item_it_is() -> None:
    """BOJ adopted the principles of the segments on 14 November 2024."""
    boj = Answerer(answerer_id="boj", body="boj")
    adopted = plan(
        answerers=(boj,),
        item="uitgangspunten",
        at=date(2024, 12, 2),
        window=Window(edtf="2024-11-14", written="14 november 2024"),
        answers=(story.says("boj", on=date(2024, 11, 14)),),
    )
    row = row_after(adopted)
    assert [(each.body, each.municipality) for each in row.answerers] == [("boj", None)]
    assert (row.item, row.status) == ("uitgangspunten", "reached")
    assert row.reached is not None
    assert row.reached.decided.edtf == "2024-11-14"


@pytest.mark.row("GO-07")
def test_the_agenda_has_the_day_a_decision_is_planned_by_and_the_latest_in_time() -> None:
    option = {
        **story.OPTION,
        "window": Window(edtf="2028", written="in 2028"),
        "segments": ("wonen",),
    }
    rows = agenda(plan(**option))
    assert (rows["decide"].due_on, rows["latest_decision"].due_on) == (date(2028, 12, 31), LATEST)
    assert rows["decide"].segment == "wonen"
    assert rows["decide"].decision_id == story.DECISION_ID
    assert list(agenda(plan())) == ["decide"]
    missed = agenda(plan(**option), story.miss(LATEST + DAY))
    assert missed["latest_decision"].outcome == "missed"
    assert not missed["decide"].done


def test_the_agenda_follows_a_decision_to_its_end_and_back() -> None:
    reached = (plan(), *story.answers())
    assert agenda(*reached)["decide"].outcome == "done"
    assert not agenda(*reached, story.correct("raad-delft", "no"))["decide"].done
    assert agenda(plan(**story.OPTION), story.forgo())["latest_decision"].outcome == "done"
    assert (
        agenda(plan(**story.OPTION), story.lapse(LATEST + DAY))["latest_decision"].outcome
        == "missed"
    )
    assert agenda(plan(), story.replan())["decide"].due_on == date(2025, 9, 30)
    restated = plan(title="Anders")
    assert agenda(plan(), story.replan(), restated)["decide"].due_on == date(2025, 9, 30)
    late = agenda(plan(), story.miss(LAST + DAY), story.replan(at=LAST + DAY))["decide"]
    assert (late.done, late.due_on) == (False, date(2025, 9, 30))
    assert agenda(plan(at=date(2026, 1, 5))) == {}


def pack(*events: Event, evidence: tuple[str, ...]) -> dict[str, Any]:
    """What is missing by evidence id, as sentences."""
    found = evidence_pack(
        row_after(plan(evidence=evidence)),
        table(REGISTER_ENTRIES, events).values(),
        table(DOCUMENTS, events).values(),
        table(PLAN_ITEMS, events).values(),
    )
    assert found.complete == (not any(each.missing for each in found.exhibits))
    return {
        each.evidence_id: (each.kind, each.status, [str(one) for one in each.missing])
        for each in found.exhibits
    }


@pytest.mark.row("GO-04")
def test_the_evidence_for_a_decision_says_what_is_there_and_what_is_missing() -> None:
    goal = steering.COMMITMENT.entry_id
    item = make.PLAN_ITEM.item_id
    code = document.PAPER.document_id
    stated = (
        make.a(EntryStated),
        make.a(DocumentFiled, paper=document.PAPER.model_copy(update={"present": False})),
        make.a(PlanItemPlanned),
    )
    assert pack(*stated, evidence=(goal, code, item, "cost-path")) == {
        goal: ("entry", "open", ["It is not recorded what became of it."]),
        code: (
            "document",
            "public",
            ["Its text is not at hand.", "Not found of it: number, author."],
        ),
        item: ("plan_item", "planned", ["It is not done: uiterlijk 1 juli 2021."]),
        "cost-path": ("unknown", "unknown", ["Nothing in the programme is called so."]),
    }
    whole = document.PAPER.model_copy(update={"present": True, "missing": ()})
    there = (make.a(EntrySettled), make.a(DocumentFiled, paper=whole), make.a(PlanItemRealised))
    assert pack(*stated, *there, evidence=(goal, code, item)) == {
        goal: ("entry", "kept", []),
        code: ("document", "public", []),
        item: ("plan_item", "realised", []),
    }


@pytest.mark.row("GO-04")
def test_a_document_that_is_still_secret_is_missing_from_the_table() -> None:
    events = happened(DOCUMENT, make.whole(FileDocument))
    found = pack(*events, evidence=(document.PAPER.document_id,))
    ((_, status, missing),) = found.values()
    assert status == "secret"
    assert "It is secret, the whole or a part of it." in missing
