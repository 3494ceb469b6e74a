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
            return _replaced(event)
        case _:
            return tell_keeping(event)


def _concluded(event: ContractConcluded) -> Sentence:
    said = {"number": event.number, "starts": event.starts}
    match event.how:
        case None:
            return say(N_("Contract %(number)s was concluded and runs from %(starts)s."), **said)
        case "conversion":
            sentence = N_(
                "Contract %(number)s was concluded by converting an earlier one and runs from "
                "%(starts)s."
            )
        case "merge":
            sentence = N_(
                "Contract %(number)s was concluded by merging %(count)s earlier ones and runs "
                "from %(starts)s."
            )
        case "split":
            sentence = N_(
                "Contract %(number)s was split off from an earlier one and runs from %(starts)s."
            )
        case "subsidy":
            sentence = N_(
                "Contract %(number)s was concluded in place of a subsidy and runs from %(starts)s."
            )
        case "renewal":
            sentence = N_(
                "Contract %(number)s was concluded to renew an earlier one and runs from "
                "%(starts)s."
            )
        case _:
            assert_never(event.how)
    return say(sentence, count=len(event.replaces), **said)


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


def _replaced(event: ContractReplaced) -> Sentence:
    said = {"last_day": event.last_day, "count": len(event.by_contracts)}
    match event.how:
        case "conversion":
            sentence = N_("The contract was converted; its last day is %(last_day)s.")
        case "merge":
            sentence = N_("The contract was merged into another; its last day is %(last_day)s.")
        case "split":
            sentence = N_("The contract was split; its last day is %(last_day)s.")
        case "subsidy":
            sentence = N_("The subsidy became a contract; its last day is %(last_day)s.")
        case "renewal":
            sentence = N_("The contract was renewed by another; its last day is %(last_day)s.")
        case _:
            assert_never(event.how)
    return say(sentence, **said)
