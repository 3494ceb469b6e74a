"""How contracts of several segments could come to end on one day; a proposal, no more (CC-12).

*Haaglanden* buys phase 2 for five years "to align with the total": three and five make eight.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from domain.contract.options import OptionLeft, option_left
from domain.dates import Explained, Step, Window, step

Way = Literal["aligned", "fix", "option", "decide", "bridge", "shorten", "open"]
"""What it takes: nothing; to *fix* the end within the term; options; a decision on an option that
says nothing of its length; a bridging extension; an earlier end by agreement; or nobody can say,
as the contract has no end.
"""


@dataclass(frozen=True, slots=True)
class Ending:
    """A contract as far as its end goes."""

    contract_id: UUID
    ends: Window
    options: tuple[OptionLeft, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What it takes for one contract to end on the common day, and why.

    `uses` are options in the order of use; `reach` is how far they take it.
    """

    contract_id: UUID
    way: Way
    uses: tuple[str, ...] = ()
    reach: date | None = None
    steps: tuple[Step, ...] = ()


def common_end(contracts: Sequence[Ending]) -> Explained | None:
    """The last day on which one of them ends: there the others can follow. None if none ends."""
    days = sorted({each.ends.last for each in contracts if each.ends.last is not None})
    if not days:
        return None
    return Explained(
        value=days[-1],
        rule="common-end/1",
        inputs={"ends": ", ".join(day.isoformat() for day in days)},
        steps=(
            step(
                "%(count)s contracts end on %(days)s different days, the last on %(last)s.",
                count=len(contracts),
                days=len(days),
                last=days[-1],
            ),
        ),
    )


def proposals(contracts: Sequence[Ending], target: date) -> tuple[Proposal, ...]:
    """What it takes for each to end on the target."""
    return tuple(proposal(each, target) for each in contracts)


def proposal(contract: Ending, target: date) -> Proposal:
    ends, of = contract.ends, contract.contract_id
    if ends.edtf is None:
        why = step("The contract ends “%(ends)s”: it has no day to move.", ends=ends.written)
        return Proposal(of, "open", steps=(why,))
    if ends.first == ends.last == target:
        return Proposal(of, "aligned", reach=target)
    if ends.last is None or target <= ends.last:
        if ends.first is None or ends.first <= target:
            why = step(
                "The term (“%(ends)s”) lets it end on %(target)s.",
                ends=ends.written,
                target=target,
            )
            return Proposal(of, "fix", reach=target, steps=(why,))
        why = step(
            "It ends on %(first)s at the earliest, after %(target)s: that takes an agreement.",
            first=ends.first,
            target=target,
        )
        return Proposal(of, "shorten", reach=target, steps=(why,))
    return by_options(contract, ends.last, target)


def by_options(contract: Ending, last: date, target: date) -> Proposal:
    """Use options one after another until they reach the target."""
    uses: list[str] = []
    steps: list[Step] = []
    for each in contract.options:
        used, option = each.used, each.option
        while last < target:
            left = option_left(option, used, Window.on(last))
            if left.left == 0:
                break
            if left.reach is None:
                why = step(
                    "How long option %(option)s lasts is not said: somebody has to decide.",
                    option=option.option_id,
                )
                uses.append(option.option_id)
                return Proposal(contract.contract_id, "decide", tuple(uses), last, (*steps, why))
            last = min(left.reach, target)
            used += 1
            uses.append(option.option_id)
            steps.append(
                step(
                    "Option %(option)s takes it to %(reach)s.",
                    option=option.option_id,
                    reach=last,
                )
            )
            if option.times is None:
                break  # how often is not said: once is proposed, again has to be decided
    if last == target:
        return Proposal(contract.contract_id, "option", tuple(uses), last, tuple(steps))
    why = step(
        "Options take it no further than %(last)s: the time until %(target)s has to be bridged.",
        last=last,
        target=target,
    )
    return Proposal(contract.contract_id, "bridge", tuple(uses), last, (*steps, why))
