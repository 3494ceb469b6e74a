"""What happened to a contract, in words."""

from typing import assert_never

from domain.base import Sentence
from domain.contract.events import (
    ContractAmended,
    ContractConcluded,
    ContractCorrected,
    ContractEnded,
    ContractEvent,
    ContractExtended,
    ContractReplaced,
)
from domain.contract.parts import Lineage
from domain.dates import local_day
from projections.language import N_
from projections.narration.keeping import tell_keeping
from projections.narration.words import say


def tell_contract(event: ContractEvent) -> Sentence:
    match event:
        case ContractConcluded():
            return _concluded(event)
        case ContractAmended():
            return _amended(event)
        case ContractCorrected():
            return say(
                N_("An earlier record was corrected in %(terms)s: %(reason)s"),
                terms=tuple(dict.fromkeys((*event.terms, *event.provisions))),
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
        case ContractExtended():
            return _extended(event)
        case ContractReplaced():
            return say(_WENT[event.how], last_day=event.last_day)
        case _:
            return tell_keeping(event)


_CAME: dict[Lineage, str] = {
    "conversion": N_(
        "Contract %(number)s was concluded by converting what was agreed before and runs from "
        "%(starts)s."
    ),
    "merge": N_(
        "Contract %(number)s was concluded by merging earlier ones and runs from %(starts)s."
    ),
    "split": N_("Contract %(number)s was split off from an earlier one and runs from %(starts)s."),
    "subsidy": N_(
        "Contract %(number)s was concluded in place of a subsidy and runs from %(starts)s."
    ),
    "renewal": N_(
        "Contract %(number)s was concluded to renew an earlier one and runs from %(starts)s."
    ),
}
_WENT: dict[Lineage, str] = {
    "conversion": N_("The contract was converted into another; its last day is %(last_day)s."),
    "merge": N_("The contract was merged into another; its last day is %(last_day)s."),
    "split": N_("The contract was split; its last day is %(last_day)s."),
    "subsidy": N_("The subsidy became a contract; its last day is %(last_day)s."),
    "renewal": N_("The contract was renewed by another; its last day is %(last_day)s."),
}


def _concluded(event: ContractConcluded) -> Sentence:
    template = N_("Contract %(number)s was concluded and runs from %(starts)s.")
    if event.how is not None:
        template = _CAME[event.how]
    return say(template, number=event.number, starts=event.starts)


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
    if event.ruling is not None:
        return say(
            N_(
                "New terms for %(terms)s count from %(effective)s. By a decision of %(body)s on "
                "%(decided_on)s the notice clause does not cover them: %(reason)s"
            ),
            body=event.ruling.decided_by,
            decided_on=event.ruling.decided_on,
            reason=event.ruling.reason,
            **said,
        )
    if event.knew:
        return say(
            N_(
                "New terms for %(terms)s count from %(effective)s; the contract was signed with "
                "these announced terms in view."
            ),
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


def _extended(event: ContractExtended) -> Sentence:
    said = {
        "until": event.until,
        "previous": event.previous.written,
        "count": event.count,
        "body": event.decision.decided_by,
        "reason": event.decision.reason,
    }
    match event.how:
        case "option":
            return say(
                N_(
                    "Option %(option)s was used for the time numbered %(count)s: the contract "
                    "runs until %(until)s instead of %(previous)s. The provider was told on "
                    "%(told_on)s. Decided by %(body)s: %(reason)s"
                ),
                option=event.option_id,
                told_on=event.told_on,
                **said,
            )
        case "bridging":
            return say(
                N_(
                    "Bridging number %(count)s: the contract runs until %(until)s instead of "
                    "%(previous)s. Decided by %(body)s: %(reason)s"
                ),
                **said,
            )
        case "alignment":
            return say(
                N_(
                    "The end was fixed on %(until)s, within “%(previous)s”, to align with others. "
                    "Decided by %(body)s: %(reason)s"
                ),
                **said,
            )
        case _:
            assert_never(event.how)
