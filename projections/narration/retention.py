"""What happened to retention, in words."""

from typing import assert_never

from domain.base import Sentence
from domain.retention.events import (
    DestructionCarriedOut,
    DestructionDropped,
    DestructionListed,
    DestructionSigned,
    DestructionStarted,
    HoldLifted,
    HoldPlaced,
    PeriodDecided,
    RetentionEvent,
)
from projections.language import N_
from projections.narration.words import say


def tell_retention(event: RetentionEvent) -> Sentence:
    """The sentence of an event of retention."""
    match event:
        case PeriodDecided(years=None):
            return say(
                N_("%(decided_by)s decided that one kind of file is kept for ever: “%(reason)s”."),
                decided_by=event.decided_by,
                reason=event.reason,
            )
        case PeriodDecided():
            return say(
                N_(
                    "%(decided_by)s decided for how many years one kind of file is kept: "
                    "%(years)s. “%(reason)s”."
                ),
                decided_by=event.decided_by,
                years=event.years,
                reason=event.reason,
            )
        case HoldPlaced():
            return say(
                N_("%(decided_by)s has this kept, whatever its period: “%(reason)s”."),
                decided_by=event.decided_by,
                reason=event.reason,
            )
        case HoldLifted():
            return say(
                N_("%(decided_by)s lifted the hold: “%(reason)s”."),
                decided_by=event.decided_by,
                reason=event.reason,
            )
        case DestructionListed():
            return say(
                N_("A list to be destroyed was laid out, of this many files: %(items)s."),
                items=len(event.items),
            )
        case DestructionSigned():
            return say(
                N_("The list to be destroyed was signed as %(signed_as)s."),
                signed_as=event.signed_as,
            )
        case DestructionDropped():
            return say(
                N_("The list to be destroyed was given up: “%(reason)s”."), reason=event.reason
            )
        case DestructionStarted():
            return say(
                N_("Destruction began, of this many files: %(streams)s; held back: %(held)s."),
                streams=len(event.stream_ids),
                held=len(event.held),
            )
        case DestructionCarriedOut():
            return say(
                N_("Destroyed: %(streams)s files, %(events)s events. Their proofs stay."),
                streams=event.streams,
                events=event.events,
            )
        case _:
            assert_never(event)
