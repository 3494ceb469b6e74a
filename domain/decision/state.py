"""How a decision stands: what its rules and its workflow need to know."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, assert_never
from uuid import UUID

from domain.dates import Explained, Window, local_day
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
from domain.decision.parts import Advice, AdviceReply, Answer, Answerer, Question
from domain.decision.reaching import Standing, standing

REMIND_DAYS = (56, 28, 14, 7, 1)
"""How many days before the last day those who have not answered are reminded."""

Outcome = Literal["undecided", "reached", "disputed", "forgone", "lapsed"]


@dataclass(frozen=True, slots=True)
class Held:
    """An answer as it reads now, the event that says so, and how it read before."""

    answer: Answer
    event_id: UUID | None = None
    earlier: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Decision:
    """A decision as it stands.

    `question` is what its file last said; `window` may have been moved since. `named` are those
    who must answer and are known, `released` those of the question whose answer is no longer
    needed. `unknown` means that its last day had passed when it was first stated: then nobody is
    reminded or called late until it is planned anew (as with plan items). `taken_up` says that it
    was reached at some time: what followed from that may have to be taken back.
    """

    programme_id: UUID | None = None
    key: str = ""
    question: Question | None = None
    window: Window = field(default_factory=lambda: Window(written="?"))
    latest: Explained | None = None
    named: Mapping[str, Answerer] = field(default_factory=dict)
    added: Mapping[str, Answerer] = field(default_factory=dict)
    released: frozenset[str] = frozenset()
    answers: Mapping[str, Held] = field(default_factory=dict)
    advice: frozenset[Advice] = frozenset()
    replies: frozenset[AdviceReply] = frozenset()
    outcome: Outcome = "undecided"
    reached: DecisionReached | None = None
    opened: bool = False
    reminded: frozenset[int] = frozenset()
    missed: bool = False
    unknown: bool = False
    taken_up: bool = False

    @property
    def expected(self) -> int | None:
        """How many must answer; none if the source gives neither a number nor a name."""
        assert self.question is not None
        if self.question.expected is not None:
            return max(self.question.expected - len(self.released), len(self.named))
        return len(self.named) if self.question.answerers else None

    @property
    def waiting_for(self) -> tuple[str, ...]:
        """Who is known and has not answered, in the order in which they were named."""
        return tuple(each for each in self.named if each not in self.answers)

    @property
    def unnamed(self) -> int | None:
        """How many must answer without a name; none if their number is not known either."""
        return None if self.expected is None else self.expected - len(self.named)

    @property
    def complete(self) -> bool:
        """Whether everybody who must answer has a name and has answered."""
        return self.unnamed == 0 and not self.waiting_for

    @property
    def standing(self) -> Standing:
        """What the answers come to under the question's rule."""
        assert self.question is not None
        answers = {each: held.answer.outcome for each, held in self.answers.items()}
        return standing(
            self.question.rule, self.question.outcomes, answers, tuple(self.named), self.expected
        )

    @property
    def decided(self) -> Window:
        """When the last answer was given that what was reached rests on; open if one is open."""
        assert self.reached is not None
        if self.reached.settled_by is not None:
            return self.reached.decided
        return last_given(self, self.reached.outcome)


def last_given(decision: Decision, outcome: str) -> Window:
    """When the last of those who answered so did; of two that are not one day the later end."""
    answers = (each.answer for each in decision.answers.values())
    given = [when(answer) for answer in answers if answer.outcome == outcome]
    return max(given, key=lambda window: window.last or window.first or date.max)


def when(answer: Answer) -> Window:
    if answer.decided_on is not None:
        return Window.on(answer.decided_on)
    return answer.decided_in or Window(written="?")


def evolve(decision: Decision, event: DecisionEvent) -> Decision:
    """Apply a fact. Never refuses: what has happened has happened."""
    match event:
        case DecisionPlanned():
            return planned(decision, event)
        case DecisionReplanned():
            return replanned(decision, event)
        case AnswererNamed() | AnswererReleased():
            return seated(decision, event)
        case AnswerRecorded() | AnswerCorrected():
            return replace(decision, answers={**decision.answers, **held(decision, event)})
        case AdviceGiven():
            return replace(decision, advice=decision.advice | {event.advice})
        case AdviceAnswered():
            return replace(decision, replies=decision.replies | {event.reply})
        case DecisionOpened():
            return replace(decision, opened=True)
        case AnswerersReminded():
            passed = {days for days in REMIND_DAYS if days >= event.days_before}
            return replace(decision, reminded=decision.reminded | passed | {event.days_before})
        case DecisionMissed():
            return replace(decision, missed=True)
        case _:
            return ended(decision, event)


def held(decision: Decision, event: AnswerRecorded | AnswerCorrected) -> dict[str, Held]:
    answerer = event.answer.answerer_id
    known = decision.answers.get(answerer)
    earlier = () if known is None else (*known.earlier, known.answer)
    return {answerer: Held(event.answer, event.event_id, earlier)}


def planned(decision: Decision, event: DecisionPlanned) -> Decision:
    """Stated for the first time or anew; a name that was added since stays, a move stays too."""
    question, before = event.question, decision.question
    stated = {each.answerer_id: each for each in question.answerers}
    moved = before is None or question.window != before.window
    stands = replace(
        decision,
        programme_id=event.programme_id,
        key=event.key,
        question=question,
        latest=event.latest,
        named={**stated, **decision.added},
        released=frozenset(),
    )
    return in_window(stands, question.window, event) if moved else stands


def replanned(decision: Decision, event: DecisionReplanned) -> Decision:
    if event.reason is None and decision.question is not None:
        question = decision.question.model_copy(update={"window": event.window})
        decision = replace(decision, question=question)
    return in_window(decision, event.window, event)


def in_window(
    decision: Decision, window: Window, event: DecisionPlanned | DecisionReplanned
) -> Decision:
    """What was over with the earlier window starts again in this one."""
    last = window.last
    if last is None and decision.latest is not None:
        last = decision.latest.value
    return replace(
        decision,
        window=window,
        opened=False,
        reminded=frozenset(),
        missed=False,
        unknown=last is not None and last < local_day(event.at),
    )


def seated(decision: Decision, event: AnswererNamed | AnswererReleased) -> Decision:
    """Whoever is released gives up the seat and the answer; named again, they take it again."""
    if isinstance(event, AnswererNamed):
        newcomer = {event.answerer.answerer_id: event.answerer}
        return replace(
            decision,
            named={**decision.named, **newcomer},
            added={**decision.added, **newcomer},
            released=decision.released - newcomer.keys(),
        )
    gone = event.answerer_id
    return replace(
        decision,
        named={key: value for key, value in decision.named.items() if key != gone},
        added={key: value for key, value in decision.added.items() if key != gone},
        answers={key: value for key, value in decision.answers.items() if key != gone},
        released=decision.released | {gone},
    )


def ended(
    decision: Decision,
    event: DecisionReached | DecisionDisputed | DecisionReopened | DecisionForgone | DecisionLapsed,
) -> Decision:
    match event:
        case DecisionReached():
            return replace(decision, outcome="reached", reached=event, taken_up=True)
        case DecisionDisputed():
            return replace(decision, outcome="disputed", reached=None)
        case DecisionReopened():
            return replace(decision, outcome="undecided", reached=None)
        case DecisionForgone():
            return replace(decision, outcome="forgone")
        case DecisionLapsed():
            return replace(decision, outcome="lapsed")
        case _:
            assert_never(event)
