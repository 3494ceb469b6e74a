"""What happened to a contract, in words."""

from typing import assert_never

from domain.base import Sentence
from domain.contract.events import (
    ContractAmended,
    ContractConcluded,
    ContractCorrected,
    ContractEnded,
    ContractEvent,
)
from domain.dates import local_day
from projections.language import N_
from projections.narration.words import say


def tell_contract(event: ContractEvent) -> Sentence:
    match event:
        case ContractConcluded():
            return say(
                N_("Contract %(number)s was concluded and runs from %(starts)s."),
                number=event.number,
                starts=event.starts,
            )
        case ContractAmended():
            return _amended(event)
        case ContractCorrected():
            return say(
                N_("An earlier record was corrected in %(terms)s: %(reason)s"),
                terms=event.terms,
                reason=event.reason,
            )
        case ContractEnded():
            return say(
                N_(
                    "The contract ends on %(last_day)s instead of %(previous)s, by a decision of "
                    "%(body)s. Reason: %(reason)s How care goes on: %(continuity)s"
                ),
                last_day=event.last_day,
                previous=event.previous.written,
                body=event.ending.decided_by,
                reason=event.ending.reason,
                continuity=event.ending.continuity,
            )
        case _:
            assert_never(event)


def _amended(event: ContractAmended) -> Sentence:
    said = {"terms": event.terms, "effective": event.effective or local_day(event.at)}
    if event.override is not None:
        return say(
            N_(
                "New terms for %(terms)s count from %(effective)s, by a decision of %(body)s on "
                "%(decided_on)s: notice was due by %(latest)s."
            ),
            body=event.override.decided_by,
            decided_on=event.override.decided_on,
            latest=event.latest,
            **said,
        )
    if event.announced_on is None:
        return say(N_("New terms for %(terms)s count from %(effective)s."), **said)
    return say(
        N_(
            "New terms for %(terms)s count from %(effective)s; they were announced on "
            "%(announced_on)s, by %(latest)s at the latest."
        ),
        announced_on=event.announced_on,
        latest=event.latest,
        **said,
    )
