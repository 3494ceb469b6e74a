"""What can have happened to a decision. Storage format: add, never change."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from domain.base import Event
from domain.dates import Day, Explained, Window
from domain.decision.parts import Advice, AdviceReply, Answer, Answerer, Question

Cause = Literal["correction", "newcomer", "release", "late_answer", "replanned"]


class DecisionPlanned(Event):
    """A question is on the programme's way, or was stated anew.

    `latest` is the last day on which it can be decided in time, and why.
    """

    decision_id: UUID
    programme_id: UUID
    key: str
    question: Question
    latest: Explained | None = None


class DecisionReplanned(Event):
    """It is to be decided in another window, for a `reason` or because its file says so now."""

    decision_id: UUID
    programme_id: UUID
    window: Window
    previous: Window
    reason: str | None = None


class AnswererNamed(Event):
    """Somebody else must answer as well."""

    decision_id: UUID
    programme_id: UUID
    answerer: Answerer


class AnswererReleased(Event):
    """A body's answer is no longer needed."""

    decision_id: UUID
    programme_id: UUID
    answerer_id: str
    reason: str


class DecisionOpened(Event):
    """The first day of its window came."""

    decision_id: UUID
    programme_id: UUID


class AdviceGiven(Event):
    """An advisory body said what it thinks."""

    decision_id: UUID
    programme_id: UUID
    advice: Advice


class AdviceAnswered(Event):
    """The administration replied to an advice."""

    decision_id: UUID
    programme_id: UUID
    reply: AdviceReply


class AnswerRecorded(Event):
    """A body answered."""

    decision_id: UUID
    programme_id: UUID
    answer: Answer


class AnswerCorrected(Event):
    """A body's answer reads otherwise; what it read before stays on record, as event `corrects`."""

    decision_id: UUID
    programme_id: UUID
    answer: Answer
    corrects: UUID | None = None
    reason: str


class AnswerersReminded(Event):
    """These had not answered so many days before the last day."""

    decision_id: UUID
    programme_id: UUID
    days_before: int
    answerer_ids: tuple[str, ...]


class DecisionMissed(Event):
    """Its last day passed without these answers or names, or with a difference unsettled."""

    decision_id: UUID
    programme_id: UUID
    answerer_ids: tuple[str, ...]
    unnamed: int | None = None


class DecisionReached(Event):
    """It is decided, with this outcome; `settled_by` where the bodies disagreed.

    `decided` is when the last of the answers it rests on was given. `against` answered
    otherwise; `reserved` tells by part (PG-11) who decided otherwise on that part. What it opens
    and extends is repeated, for whoever acts on it: nothing unless the outcome is the first one.
    """

    decision_id: UUID
    programme_id: UUID
    key: str
    outcome: str
    decided: Window
    against: tuple[str, ...] = ()
    reserved: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    settled_by: str | None = None
    reason: str | None = None
    opens: tuple[str, ...] = ()
    term: str | None = None
    extends_until: Window | None = None


class DecisionDisputed(Event):
    """All have answered, not alike, and no rule says what then; or the rule can no longer be met.

    The latter, `rule_failed`, is said at once: under `all` with the first other answer.
    """

    decision_id: UUID
    programme_id: UUID
    key: str
    outcomes: dict[str, tuple[str, ...]]
    rule_failed: bool = False


class DecisionReopened(Event):
    """What had been reached, disputed or lapsed is open again, because of this command."""

    decision_id: UUID
    programme_id: UUID
    key: str
    cause: Cause
    reason: str | None = None


class DecisionForgone(Event):
    """An option was let go, knowingly."""

    decision_id: UUID
    programme_id: UUID
    key: str
    decided_by: str
    decided_on: Day
    reason: str


class DecisionLapsed(Event):
    """An option ended unused, and nobody had said why."""

    decision_id: UUID
    programme_id: UUID
    key: str
    latest: Day


DecisionEvent = (
    DecisionPlanned
    | DecisionReplanned
    | AnswererNamed
    | AnswererReleased
    | DecisionOpened
    | AdviceGiven
    | AdviceAnswered
    | AnswerRecorded
    | AnswerCorrected
    | AnswerersReminded
    | DecisionMissed
    | DecisionReached
    | DecisionDisputed
    | DecisionReopened
    | DecisionForgone
    | DecisionLapsed
)
