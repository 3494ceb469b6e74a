"""The decisions: who was asked, what each answered, for whom it waits, what it led to."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal, get_args
from uuid import UUID

from domain.base import Event, Source, Standing
from domain.dates import Day, Explained, Window, local_day
from domain.decision.events import (
    AdviceAnswered,
    AdviceGiven,
    AnswerCorrected,
    AnswererNamed,
    AnswererReleased,
    AnswerersReminded,
    AnswerRecorded,
    DecisionDisputed,
    DecisionEvent,
    DecisionForgone,
    DecisionLapsed,
    DecisionMissed,
    DecisionOpened,
    DecisionPlanned,
    DecisionReached,
    DecisionReopened,
    DecisionReplanned,
)
from domain.decision.latest import open_inputs
from domain.decision.parts import Advice, AdviceReply, Answer, Answerer, DecisionKind, Question
from projections import tables
from projections.read_model import ReadModel

Status = Literal["planned", "unknown", "open", "missed", "disputed", "reached", "forgone", "lapsed"]


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """How an answer read until it was corrected, and why it was."""

    answer: Answer
    corrected_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class AnswererRow:
    """Whose answer is needed and what it is; none while there is none.

    `added` was not named by the question itself; one that was `released` need not answer.
    """

    answerer_id: str
    body: str
    municipality: str | None
    answer: Answer | None = None
    answered_at: datetime | None = None
    earlier: tuple[EarlierAnswer, ...] = ()
    added: bool = False
    released: str | None = None


@dataclass(frozen=True, slots=True)
class EarlierWindow:
    """When it was to be decided until it was planned anew; no reason if its file said so."""

    window: Window
    replaced_at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class Reached:
    """What it came to, when the last answer was given, and who thinks otherwise of what."""

    outcome: str
    decided: Window
    against: tuple[str, ...]
    reserved: dict[str, tuple[str, ...]]
    settled_by: str | None
    reason: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Ended:
    """An option that was not used: let go by somebody for a reason, or lapsed in silence."""

    at: datetime
    decided_by: str | None = None
    decided_on: Day | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One question to N answerers. `unnamed` must answer without a name, none if nobody knows.

    `due` is the cautious last day of its window; `latest` the last day in time with its reasons,
    `latest_missing` what is not known to compute it (GO-07). `opens` are the gates it opens when
    reached with its first outcome.
    """

    decision_id: UUID
    programme_id: UUID
    key: str
    title: str
    kind: DecisionKind
    segments: tuple[str, ...]
    question: Question
    status: Status
    window: Window
    first: date | None
    last: date | None
    due: date | None
    latest: Explained | None
    latest_on: date | None
    latest_missing: tuple[str, ...]
    opens: tuple[str, ...]
    evidence: tuple[str, ...]
    item: str | None
    planned_at: datetime
    standing: Standing | None
    source: Source | None
    answerers: tuple[AnswererRow, ...]
    municipalities: tuple[str, ...] = ()
    expected: int | None = None
    waiting_for: tuple[str, ...] = ()
    unnamed: int | None = 0
    advice: tuple[Advice, ...] = ()
    replies: tuple[AdviceReply, ...] = ()
    reached: Reached | None = None
    outcome: str | None = None
    rule_failed: bool = False
    ended: Ended | None = None
    opened_at: datetime | None = None
    missed_at: datetime | None = None
    reminded: tuple[int, ...] = ()
    earlier: tuple[EarlierWindow, ...] = ()

    @property
    def answered(self) -> int:
        """How many have answered of those who must."""
        return sum(each.answer is not None for each in asked(self))


def keys(event: Event) -> Iterable[str]:
    """One row a decision."""
    return (str(event.decision_id),) if isinstance(event, DecisionEvent) else ()


def project(_: str, row: DecisionRow | None, event: Event) -> DecisionRow | None:
    """Fold one event into the row of its decision."""
    if isinstance(event, DecisionPlanned):
        return _counted(_planned(row, event))
    if row is None:
        return None
    match event:
        case DecisionReplanned():
            return _moved(row, event.window, event.reason, event.at)
        case AnswererNamed() | AnswererReleased() | AnswerRecorded() | AnswerCorrected():
            return _counted(_answered(row, event))
        case AdviceGiven():
            return replace(row, advice=(*row.advice, event.advice))
        case AdviceAnswered():
            return replace(row, replies=(*row.replies, event.reply))
        case DecisionOpened():
            return replace(row, status="open", opened_at=event.at)
        case AnswerersReminded():
            return replace(row, reminded=(*row.reminded, event.days_before))
        case DecisionMissed():
            status: Status = "disputed" if row.status == "disputed" else "missed"
            return replace(row, status=status, missed_at=event.at)
        case _:
            return _ended(row, event)


DECISIONS = ReadModel(
    name="decisions",
    version=1,
    row=DecisionRow,
    events=get_args(DecisionEvent),
    keys=keys,
    project=project,
    indexes=("programme_id", "status", "due", "item", "opens", "municipalities"),
)


def of_programme(source: tables.Source, programme_id: UUID) -> list[DecisionRow]:
    """A programme's decisions in the order of their days; what has none comes last."""
    where = {"programme_id": programme_id}
    return tables.select(source, DECISIONS, where, order=("due", "first", "key"))


def asked(row: DecisionRow) -> list[AnswererRow]:
    """Those who must answer, without who was released."""
    return [each for each in row.answerers if each.released is None]


def _planned(row: DecisionRow | None, event: DecisionPlanned) -> DecisionRow:
    """State the question; what happened to it since it was first stated stays."""
    question = event.question
    stated: dict[str, Any] = {
        "programme_id": event.programme_id,
        "key": event.key,
        "title": question.title,
        "kind": question.kind,
        "segments": question.segments,
        "question": question,
        "latest": event.latest,
        "latest_on": event.latest and event.latest.value,
        "latest_missing": open_inputs(question),
        "opens": question.opens,
        "evidence": question.evidence,
        "item": question.item,
        "standing": event.standing,
        "source": event.source,
    }
    if row is not None:
        moved = question.window != row.question.window
        answerers = _answerers(question, row.answerers)
        row = replace(row, **stated, answerers=answerers)
        return _moved(row, question.window, None, event.at) if moved else row
    return DecisionRow(
        decision_id=event.decision_id,
        status=_resting(question.window, stated["latest_on"], event.at),
        window=question.window,
        first=question.window.first,
        last=question.window.last,
        due=question.window.due,
        planned_at=event.at,
        answerers=_answerers(question, ()),
        **stated,
    )


def _answerers(question: Question, before: tuple[AnswererRow, ...]) -> tuple[AnswererRow, ...]:
    """Those the question names, with their answers, then who was added and not released."""
    answered = {each.answerer_id: each for each in before if each.released is None}
    named = [_answerer(each, answered) for each in question.answerers]
    ids = {each.answerer_id for each in named}
    added = [each for each in answered.values() if each.added and each.answerer_id not in ids]
    return (*named, *added)


def _answerer(answerer: Answerer, answered: dict[str, AnswererRow]) -> AnswererRow:
    known = answered.get(answerer.answerer_id)
    new = AnswererRow(answerer.answerer_id, answerer.body, answerer.municipality)
    if known is None:
        return new
    return replace(known, body=new.body, municipality=new.municipality)


def _moved(row: DecisionRow, window: Window, reason: str | None, at: datetime) -> DecisionRow:
    """In another window it is no longer late, and what was said about it stays."""
    still = row.status in ("disputed", "reached", "forgone", "lapsed")
    status: Status = "open" if row.answered else _resting(window, row.latest_on, at)
    return replace(
        row,
        window=window,
        first=window.first,
        last=window.last,
        due=window.due,
        status=row.status if still else status,
        question=row.question.model_copy(update={"window": window}) if not reason else row.question,
        opened_at=None,
        missed_at=None,
        reminded=(),
        earlier=(*row.earlier, EarlierWindow(row.window, at, reason)),
    )


def _resting(window: Window, latest_on: date | None, at: datetime) -> Status:
    """Nobody is called late for what had passed when it was first stated."""
    last = window.last or latest_on
    return "unknown" if last is not None and last < local_day(at) else "planned"


def _answered(
    row: DecisionRow, event: AnswererNamed | AnswererReleased | AnswerRecorded | AnswerCorrected
) -> DecisionRow:
    answerers = {each.answerer_id: each for each in row.answerers}
    match event:
        case AnswererNamed(answerer=new):
            named = AnswererRow(new.answerer_id, new.body, new.municipality, added=True)
            answerers.pop(new.answerer_id, None)
            answerers[new.answerer_id] = named
        case AnswererReleased(answerer_id=gone):
            answerers[gone] = replace(answerers[gone], released=event.reason)
        case AnswerRecorded(answer=answer):
            told = answerers[answer.answerer_id]
            answerers[answer.answerer_id] = replace(told, answer=answer, answered_at=event.at)
            if row.status in ("planned", "unknown"):
                row = replace(row, status="open")
        case AnswerCorrected(answer=answer):
            told = answerers[answer.answerer_id]
            assert told.answer is not None
            before = EarlierAnswer(told.answer, event.at, event.reason)
            answerers[answer.answerer_id] = replace(
                told, answer=answer, answered_at=event.at, earlier=(*told.earlier, before)
            )
    return replace(row, answerers=tuple(answerers.values()))


def _counted(row: DecisionRow) -> DecisionRow:
    """For whom it waits, and how many have no name (see `Decision.expected`)."""
    named, question = asked(row), row.question
    expected = len(named) if question.answerers else None
    if question.expected is not None:
        released = len(row.answerers) - len(named)
        expected = max(question.expected - released, len(named))
    places = (each.municipality for each in named)
    return replace(
        row,
        expected=expected,
        waiting_for=tuple(each.answerer_id for each in named if each.answer is None),
        unnamed=None if expected is None else expected - len(named),
        municipalities=tuple(dict.fromkeys(place for place in places if place)),
    )


def _ended(row: DecisionRow, event: Event) -> DecisionRow:
    match event:
        case DecisionReached():
            reached = Reached(
                event.outcome,
                event.decided,
                event.against,
                event.reserved,
                event.settled_by,
                event.reason,
                event.at,
            )
            return replace(_undone(row), status="reached", reached=reached, outcome=event.outcome)
        case DecisionDisputed():
            return replace(_undone(row), status="disputed", rule_failed=event.rule_failed)
        case DecisionReopened():
            return replace(_undone(row), status="missed" if row.missed_at else "open")
        case DecisionForgone():
            ended = Ended(event.at, event.decided_by, event.decided_on, event.reason)
            return replace(row, status="forgone", ended=ended)
        case DecisionLapsed():
            return replace(row, status="lapsed", ended=Ended(event.at))
        case _:
            return row


def _undone(row: DecisionRow) -> DecisionRow:
    return replace(row, reached=None, outcome=None, rule_failed=False, ended=None)
