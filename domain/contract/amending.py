"""The rules on changing a contract, and on mending what was recorded of it."""

from datetime import date

from domain.base import Refused, made
from domain.contract.commands import AmendContract, CorrectContract
from domain.contract.concluding import refuse_unworded
from domain.contract.events import ContractAmended, ContractCorrected
from domain.contract.state import Contract, Known, clause_on, concluded_of, provisions_on
from domain.dates import local_day
from domain.notice import in_time, latest_announcement


def amend(command: AmendContract, contract: Contract) -> list[ContractAmended]:
    """Put new terms in force, if this contract's own clause was kept or somebody decided.

    The first rule of the design: no change without timely announcement or a named decision. The
    clause that governs is the one in force on the day of announcement (AN-21), also where this
    very change brings another; without an announcement the one on the day of recording. What
    stands in for notice is recorded only where notice fell short: that the contract was signed
    with the announced terms in view, that the clause does not cover the change, an override.
    A contract that starts later takes the terms over from its start: else its own would count.
    """
    concluded = concluded_of(contract)
    if command.change_id in contract.changes:
        return []
    effective = max(command.effective, concluded.starts)
    refuse_ended(effective, contract)
    refuse_unworded(command.provisions, command.terms)
    clause = clause_on(contract, command.announced_on or local_day(command.at))
    latest = latest_announcement(command.effective, clause).value
    timely = command.announced_on is not None and in_time(
        command.announced_on, command.effective, clause
    )
    knew = not timely and command.change_id in concluded.knows
    uncovered = command.ruling is not None and not command.ruling.covered
    ruled = not timely and not knew and uncovered
    overridden = not timely and not knew and not ruled and command.override is not None
    if not (timely or knew or ruled or overridden):
        refuse_short(command, contract)
    figures = provisions_on(contract, effective)
    return [
        ContractAmended(
            contract_id=command.contract_id,
            change_id=command.change_id,
            terms=command.terms,
            announced_on=command.announced_on,
            latest=latest,
            override=command.override if overridden else None,
            kinds=command.kinds,
            provisions=command.provisions,
            wordy=tuple(sorted((set(command.terms) & set(figures)) - set(command.provisions))),
            ruling=command.ruling if ruled else None,
            knew=knew,
            new_clause=command.new_clause,
            programme_id=concluded.programme_id,
            effective=effective,
            **made(command),
        )
    ]


def refuse_ended(effective: date, contract: Contract) -> None:
    last = contract.cut_short
    if last is not None and effective > last:
        raise Refused(
            "contract_ended",
            "the contract ends on %(last_day)s: nothing can change after it",
            last_day=last,
        )


def refuse_short(command: AmendContract, contract: Contract) -> None:
    if command.knew:
        raise Refused(
            "not_known",
            "contract %(number)s does not say that it was signed with this change in view: "
            "announce the change to it",
            number=concluded_of(contract).number,
        )
    clause = clause_on(contract, command.announced_on or local_day(command.at))
    raise Refused(
        "notice_too_short",
        "a change per %(effective)s had to be announced by %(latest)s",
        effective=command.effective,
        latest=latest_announcement(command.effective, clause).value,
    )


def correct(command: CorrectContract, contract: Contract) -> list[ContractCorrected]:
    """Mend words or figures of a fact; it changes nothing that both parties agreed (CC-22)."""
    concluded = concluded_of(contract)
    known = step_of(command, contract)
    unknown = sorted({*command.terms, *command.provisions} - set(known.terms))
    if unknown:
        raise Refused(
            "unknown_term",
            "the corrected fact has no term %(term)s; it has: %(known)s",
            term=unknown[0],
            known=", ".join(sorted(known.terms)),
        )
    same_words = all(known.terms[name] == text for name, text in command.terms.items())
    figures = known.provisions
    if same_words and all(figures.get(name) == each for name, each in command.provisions.items()):
        return []
    return [
        ContractCorrected(
            contract_id=command.contract_id,
            corrects=command.corrects,
            terms=command.terms,
            reason=command.reason,
            provisions=command.provisions,
            programme_id=concluded.programme_id,
            **made(command),
        )
    ]


def step_of(command: CorrectContract, contract: Contract) -> Known:
    """The fact that a correction mends, with what mended it before."""
    root = contract.mends.get(command.corrects, command.corrects)
    known = next((step for step in contract.steps if step.record == root), None)
    if known is None:
        raise Refused(
            "unknown_fact",
            "the contract has no fact %(fact)s to correct",
            fact=command.corrects,
        )
    return known
