"""What happened to a batch, in words."""

from typing import assert_never

from domain.base import Sentence
from domain.batch.events import (
    BatchCompleted,
    BatchConfirmed,
    BatchEvent,
    BatchPaused,
    BatchPlanned,
    BatchResumed,
    BatchStepRecorded,
)
from projections.language import N_
from projections.narration.words import say


def tell_batch(event: BatchEvent) -> Sentence:
    """The sentence of an event of a batch."""
    match event:
        case BatchPlanned():
            return say(
                N_("“%(title)s” is planned for many contracts at once: %(contracts)s of them."),
                title=event.title,
                contracts=len(event.contract_ids),
            )
        case BatchConfirmed():
            return say(N_("The batch is confirmed and is being carried out."))
        case BatchPaused():
            return say(N_("The batch is paused: “%(reason)s”."), reason=event.reason)
        case BatchResumed():
            return say(N_("The batch goes on."))
        case BatchStepRecorded():
            return say(
                N_("The batch went on: done for %(done)s contracts, refused for %(refused)s."),
                done=len(event.done),
                refused=len(event.refused),
            )
        case BatchCompleted():
            return say(
                N_(
                    "The batch is finished: done for %(done)s contracts, refused for %(refused)s, "
                    "left out %(excepted)s."
                ),
                done=event.done,
                refused=event.refused,
                excepted=event.excepted,
            )
        case _:
            assert_never(event)
