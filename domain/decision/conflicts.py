"""What followed from answers to a decision that were given otherwise, as is known now (AU-10)."""

from domain.base import Event
from domain.conflict import Rules, Wrong, unfit
from domain.dates import local_day
from domain.decision.events import AnswerCorrected, AnswerRecorded, DecisionMissed, DecisionReached
from domain.decision.reaching import Agreed
from domain.decision.state import Decision, evolve, last_given


def corrects(event: Event) -> bool:
    """Whether it tells of an earlier day what was not known then."""
    if isinstance(event, AnswerRecorded):
        day = event.answer.decided_on
        return day is not None and day < local_day(event.at)
    return isinstance(event, AnswerCorrected)


def check(event: Event, decision: Decision) -> Wrong | None:
    """Why a fact does not fit the answers as they are known now."""
    match event:
        case DecisionReached():
            return reached(event, decision)
        case DecisionMissed():
            return missed(event, decision)
        case _:
            return None


def reached(event: DecisionReached, decision: Decision) -> Wrong | None:
    """A decision rests on its answers: on what they say, and on when they were given."""
    now = decision.reached
    if now is None or now.outcome != event.outcome:
        return unfit(
            "not_reached",
            "“%(outcome)s” was recorded as decided; by the answers as they are known now it is not",
            outcome=event.outcome,
        )
    mended = any(
        held.earlier and held.answer.outcome == event.outcome for held in decision.answers.values()
    )
    if event.settled_by is not None or not mended:
        return None
    given = last_given(decision, event.outcome)
    if given.same_time(event.decided):
        return None
    return unfit(
        "decided_on_another_day",
        "it was recorded as decided “%(then)s”; the answers as they are known now were complete "
        "“%(now)s”",
        then=event.decided.written,
        now=given.written,
    )


def missed(event: DecisionMissed, decision: Decision) -> Wrong | None:
    """Nobody is late with what was answered within the window."""
    standing = decision.standing
    last = decision.window.last
    if not isinstance(standing, Agreed) or not decision.missed or last is None:
        return None
    given = last_given(decision, standing.outcome)
    if given.last is None or given.last > last:
        return None
    return unfit(
        "decided_in_time",
        "it was recorded on %(day)s as not decided in time; by the answers as they are known now "
        "it was decided “%(now)s”, in time",
        day=local_day(event.at),
        now=given.written,
    )


RULES = Rules(initial=Decision(), evolve=evolve, corrects=corrects, check=check)
