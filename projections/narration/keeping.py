"""How a contract is kept, in words."""

from typing import assert_never

from domain.base import Sentence
from domain.contract.events import (
    ContractEnforced,
    ContractSigned,
    DrawingRecorded,
    DutyFulfilled,
    DutyMissed,
    HandOverCompleted,
    HandOverPlanned,
    ResultRecorded,
)
from projections.language import N_
from projections.narration.words import say

Keeping = (
    ContractSigned
    | DutyFulfilled
    | DutyMissed
    | ResultRecorded
    | ContractEnforced
    | HandOverPlanned
    | HandOverCompleted
    | DrawingRecorded
)


def tell_keeping(event: Keeping) -> Sentence:
    match event:
        case ContractSigned():
            return _signed(event)
        case DutyFulfilled() | DutyMissed():
            return _duty(event)
        case ResultRecorded():
            return _result(event)
        case ContractEnforced():
            return _enforced(event)
        case HandOverPlanned():
            return say(
                N_("%(clients)s clients are to be with another provider by %(due)s."),
                clients=event.clients,
                due=event.due,
            )
        case HandOverCompleted():
            return say(
                N_(
                    "The hand-over was completed on %(day)s: %(transferred)s clients went to "
                    "another provider, the care of %(ended)s had ended."
                ),
                day=event.completed_on,
                transferred=event.transferred,
                ended=event.care_ended,
            )
        case DrawingRecorded():
            return _drawing(event)
        case _:
            assert_never(event)


def _signed(event: ContractSigned) -> Sentence:
    said = {
        "document": event.document,
        "version": event.document_version,
        "day": event.signed_on,
    }
    if event.party == "provider":
        return say(
            N_("The provider signed version %(version)s of %(document)s on %(day)s."), **said
        )
    if not event.on_behalf_of:
        return say(
            N_("The municipalities signed version %(version)s of %(document)s on %(day)s."), **said
        )
    return say(
        N_("Version %(version)s of %(document)s was signed for %(names)s on %(day)s."),
        names=event.on_behalf_of,
        **said,
    )


def _duty(event: DutyFulfilled | DutyMissed) -> Sentence:
    if isinstance(event, DutyFulfilled):
        template = (
            N_("The duty “%(duty)s” was done on %(day)s, after its last day.")
            if event.late
            else N_("The duty “%(duty)s” was done on %(day)s.")
        )
        return say(template, duty=event.duty, day=event.fulfilled_on)
    if event.due is not None:
        return say(
            N_("The duty “%(duty)s” was not done in time: it was due %(due)s."),
            duty=event.duty,
            due=event.due.written,
        )
    if event.arose_on is None:
        return say(N_("The duty “%(duty)s” was not done."), duty=event.duty)
    return say(
        N_("The duty “%(duty)s”, which arose on %(day)s, was not done: %(reason)s"),
        duty=event.duty,
        day=event.arose_on,
        reason=event.reason or "",
    )


def _result(event: ResultRecorded) -> Sentence:
    said = {
        "name": event.performance,
        "period": event.period.written,
        "result": event.written,
        "target": event.target,
    }
    if event.met is None:
        return say(
            N_(
                "Result of “%(name)s” over %(period)s: %(result)s. Whether the target "
                "(%(target)s) was met is not known."
            ),
            **said,
        )
    if event.met:
        return say(
            N_(
                "Result of “%(name)s” over %(period)s: %(result)s. The target (%(target)s) was met."
            ),
            **said,
        )
    return say(
        N_(
            "Result of “%(name)s” over %(period)s: %(result)s. The target (%(target)s) was not met."
        ),
        **said,
    )


def _enforced(event: ContractEnforced) -> Sentence:
    said = {
        "name": event.about,
        "rung": event.rung,
        "measure": event.measure,
        "body": event.decision.decided_by,
        "reason": event.decision.reason,
    }
    if event.skipped:
        return say(
            N_(
                "Enforcement of “%(name)s”, step %(rung)s: %(measure)s. Decided by %(body)s: "
                "%(reason)s Milder steps were left out: %(skip_reason)s"
            ),
            skip_reason=event.skip_reason or "",
            **said,
        )
    return say(
        N_(
            "Enforcement of “%(name)s”, step %(rung)s: %(measure)s. Decided by %(body)s: %(reason)s"
        ),
        **said,
    )


def _drawing(event: DrawingRecorded) -> Sentence:
    said = {"right": event.right, "day": event.drawn_on}
    if event.amount is not None and event.fte is not None:
        return say(
            N_("€ %(amount)s and %(fte)s fte were drawn on “%(right)s” on %(day)s."),
            amount=event.amount,
            fte=event.fte,
            **said,
        )
    if event.amount is not None:
        return say(
            N_("€ %(amount)s were drawn on “%(right)s” on %(day)s."), amount=event.amount, **said
        )
    if event.fte is not None:
        return say(N_("%(fte)s fte were drawn on “%(right)s” on %(day)s."), fte=event.fte, **said)
    return say(N_("A call-off was drawn on “%(right)s” on %(day)s."), **said)
