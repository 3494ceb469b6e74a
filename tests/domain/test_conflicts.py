"""What relied on how an earlier date was known is held against the rules again."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.base import Command, Decider, Event
from domain.contract.commands import (
    AmendContract,
    ConcludeContract,
    CorrectContract,
    DrawDown,
    EndContract,
    ExtendContract,
    FulfilDuty,
    RecordResult,
)
from domain.contract.decider import CONTRACT
from domain.contract.events import ContractConcluded
from domain.dates import Window
from domain.decision.decider import DECISION
from domain.document.commands import FileDocument, ImposeSecrecy, PublishDocument
from domain.document.decider import DOCUMENT
from domain.notice import NoticeClause
from domain.procedure.commands import OpenGate
from domain.procedure.decider import PROCEDURE
from domain.programme.events import (
    PlanItemMissed,
    PlanItemPlanned,
    PlanItemRealised,
    ProgrammePublished,
)
from domain.provisions import DrawingRight, Duty, Performance
from domain.replay.conflicts import Conflict, conflicts
from tests import make
from tests.domain import decision_stories, procedure_stories

NINE = NoticeClause(clause_id="nine", months=9, source=make.SOURCE)
FIRST = UUID(int=1)


def window(day: str) -> Window:
    return Window(edtf=day, written=day)


REPORT = Duty(party="provider", what="Verantwoording", due=window("2021-04-01"))
EARLY = REPORT.model_copy(update={"due": window("2021-03-01")})


def on(year: int, month: int, day: int = 1) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


def happened(decider: Decider[Any, Any, Any], *commands: Command) -> list[Event]:
    """What the commands lead to, each under an id of its own; the first event is FIRST."""
    state, events = decider.initial, list[Event]()
    for command in commands:
        asked = command.model_copy(update={"command_id": uuid4()})
        decided: Sequence[Event] = decider.decide(asked, state)
        assert decided, f"{type(command).__name__} decided nothing"
        for event in decided:
            event_id = UUID(int=len(events) + 1)
            events.append(event.model_copy(update={"event_id": event_id}))
            state = decider.evolve(state, events[-1])
    return events


def told(found: list[Conflict]) -> list[tuple[str, str, str]]:
    return [
        (each.reason, type(each.correction).__name__, type(each.later).__name__) for each in found
    ]


def concluded(**figures: Any) -> ConcludeContract:
    terms = {name: name for name in figures} or {"tariff": "100"}
    return make.a(ConcludeContract, at=on(2020, 1), terms=terms, provisions=figures)


def mended(name: str, figures: Any) -> CorrectContract:
    return make.a(
        CorrectContract,
        at=on(2022, 9),
        corrects=FIRST,
        terms={name: name},
        provisions={name: figures},
    )


def amended(day: date, announced: date, at: datetime, **more: Any) -> AmendContract:
    given = {"change_id": uuid4(), "effective": day, "announced_on": announced, "at": at}
    return make.a(AmendContract, **{**given, **more})


@pytest.mark.row("AU-10")
def test_an_announcement_is_held_against_the_clause_that_is_now_known_to_have_governed() -> None:
    in_time = amended(date(2022, 7, 1), date(2021, 12, 20), on(2022, 7))
    late_news = amended(
        date(2021, 10, 1), date(2021, 3, 1), on(2022, 8), new_clause=NINE, kinds=("clause",)
    )
    events = happened(CONTRACT, concluded(), in_time, late_news)
    found = conflicts(events)
    assert told(found) == [("announced_late", "ContractAmended", "ContractAmended")]
    assert (found[0].later, found[0].correction) == (events[1], events[2])
    assert str(found[0].sentence) == (
        "the change per 2022-07-01 was announced on 2021-12-20; by clause nine, which is now known "
        "to have governed then, it had to be by 2021-10-01"
    )
    assert conflicts(events[:2]) == []


@pytest.mark.row("AU-10")
def test_a_change_and_an_extension_after_an_end_recorded_later_are_listed() -> None:
    known = amended(date(2023, 7, 1), date(2022, 6, 1), on(2022, 7))
    extension = make.whole(ExtendContract, at=on(2022, 7), option_id=None, how="bridging")
    extension = extension.model_copy(
        update={"until": date(2025, 6, 30), "told_on": None, "count": None}
    )
    end = make.a(EndContract, at=on(2022, 8), last_day=date(2022, 12, 31))
    found = conflicts(happened(CONTRACT, concluded(), known, extension, end))
    assert told(found) == [
        ("amended_after_end", "ContractEnded", "ContractAmended"),
        ("extended_after_end", "ContractEnded", "ContractExtended"),
    ]


@pytest.mark.row("AU-10")
def test_what_was_judged_by_figures_is_judged_by_the_mended_ones() -> None:
    result = Performance(indicator="Tevreden", unit="%", target="80", at_least=Decimal(80))
    right = DrawingRight(holder="Gemeente", most_amount=Decimal(100))
    events = happened(
        CONTRACT,
        concluded(verslag=REPORT, tevredenheid=result, recht=right),
        make.a(FulfilDuty, at=on(2021, 5), duty="verslag", fulfilled_on=date(2021, 3, 20)),
        make.a(
            RecordResult, at=on(2021, 5), performance="tevredenheid", value=Decimal(82), met=None
        ),
        make.a(
            DrawDown, at=on(2021, 5), right="recht", drawn_on=date(2021, 5, 1), amount=Decimal(90)
        ),
        mended("verslag", EARLY),
        mended("tevredenheid", result.model_copy(update={"target": "85", "at_least": Decimal(85)})),
        mended("recht", right.model_copy(update={"most_amount": Decimal(80)})),
    )
    assert told(conflicts(events)) == [
        ("fulfilled_late", "ContractCorrected", "DutyFulfilled"),
        ("other_target", "ContractCorrected", "ResultRecorded"),
        ("beyond_drawing_right", "ContractCorrected", "DrawingRecorded"),
    ]
    assert conflicts(events[:4]) == []


@pytest.mark.row("AU-10")
def test_a_conflict_that_is_put_right_again_is_none() -> None:
    events = happened(
        CONTRACT,
        concluded(verslag=REPORT),
        make.a(FulfilDuty, at=on(2021, 5), duty="verslag", fulfilled_on=date(2021, 3, 20)),
        mended("verslag", EARLY),
        mended("verslag", REPORT),
    )
    assert len(conflicts(events[:3])) == 1
    assert conflicts(events) == []


@pytest.mark.row("AU-10")
def test_a_decision_rests_on_answers_that_may_turn_out_otherwise() -> None:
    story = decision_stories
    plan, answers = story.plan(), story.answers()
    otherwise = happened(DECISION, plan, *answers, story.correct("raad-delft", "no"))
    assert told(conflicts(otherwise)) == [("not_reached", "AnswerCorrected", "DecisionReached")]
    later = story.correct("raad-delft", "yes", at=date(2025, 6, 2)).model_copy(
        update={"answer": story.says("raad-delft", on=date(2025, 6, 1))}
    )
    [moved] = conflicts(happened(DECISION, plan, *answers, later))
    assert moved.reason == "decided_on_another_day"
    assert conflicts(happened(DECISION, plan, *answers)) == []


@pytest.mark.row("AU-10")
def test_steps_behind_a_gate_that_was_closed_again_are_listed() -> None:
    story = procedure_stories
    close = story.order(OpenGate, "2025-11-01", gate=story.GATE, reached=False)
    done = story.done("consultatie", "2025-09-20")
    events = happened(PROCEDURE, story.planned(), story.opened(), done, close)
    assert told(conflicts(events)) == [("gate_closed", "GateClosed", "StepCompleted")]


@pytest.mark.row("AU-10")
def test_a_publication_is_held_against_secrecy_that_was_recorded_later() -> None:
    events = happened(
        DOCUMENT,
        make.a(FileDocument, secrecy=()),
        make.a(PublishDocument, at=on(2022, 5), published_on=date(2022, 5, 1)),
        make.whole(ImposeSecrecy, at=on(2022, 6), imposed_on=date(2022, 1, 11)),
    )
    [found] = conflicts(events)
    assert told([found]) == [("published_while_secret", "SecrecyImposed", "DocumentPublished")]


@pytest.mark.row("AU-10")
def test_a_plan_fact_that_is_mended_shows_what_was_not_missed_and_what_came_before() -> None:
    summer = Window(edtf="2021-07/2021-08", written="zomer 2021")
    day = on(2021, 9)
    events: list[Event] = [
        make.a(ProgrammePublished, at=on(2021, 1)),
        make.a(PlanItemPlanned, at=on(2021, 1), item_id="a", window=summer),
        make.a(PlanItemPlanned, at=on(2021, 1), item_id="b", window=summer, after=("a",)),
        make.a(PlanItemMissed, at=day, item_id="a", window=summer),
        make.a(PlanItemRealised, at=day, item_id="b", realised_on=window("2021-08-02")),
        make.a(PlanItemRealised, at=day, item_id="a", realised_on=window("2021-08-20")),
    ]
    events = [
        each.model_copy(update={"event_id": UUID(int=number), "caused_by": uuid4()})
        for number, each in enumerate(events)
    ]
    assert told(conflicts(events)) == [
        ("done_in_time", "PlanItemRealised", "PlanItemMissed"),
        ("done_before_others", "PlanItemRealised", "PlanItemRealised"),
    ]


def test_nothing_and_nouns_without_corrections_have_no_conflicts() -> None:
    assert conflicts([]) == []
    assert conflicts([make.a(ContractConcluded)]) == []
