"""The rules on how long a contract lasts: options, bridging, alignment, early ends, successors."""

from datetime import date, timedelta
from typing import NoReturn

from domain.base import Refused, made
from domain.contract.commands import EndContract, ExtendContract, ReplaceContract
from domain.contract.events import ContractEnded, ContractExtended, ContractReplaced
from domain.contract.options import latest_use, option_left
from domain.contract.parts import Option
from domain.contract.state import Contract, concluded_of, provisions_on
from domain.dates import Window, local_day
from domain.provisions import Duty

_DAY = timedelta(days=1)


def end(command: EndContract, contract: Contract) -> list[ContractEnded]:
    """Let it end sooner. What has ended by now stays ended; what is to end can end otherwise."""
    concluded = concluded_of(contract)
    ends, ended = contract.ends or concluded.ends, contract.ended
    if ended is not None and (ended.last_day, ended.ending) == (command.last_day, command.ending):
        return []
    refuse_over(contract, local_day(command.at))
    refuse_before_start(command.last_day, concluded.starts)
    if ends.last is not None and command.last_day >= ends.last:
        raise Refused(
            "no_earlier_end",
            "the contract ends “%(ends)s” by itself: give an earlier day",
            ends=ends.written,
        )
    successors = contract.replaced[-1].last_day if contract.replaced else None
    if successors is not None and command.last_day > successors:
        raise Refused(
            "replaced_before",
            "other contracts take its place after %(last)s: let it end on that day or earlier",
            last=successors,
        )
    return [
        ContractEnded(
            contract_id=command.contract_id,
            last_day=command.last_day,
            ending=command.ending,
            previous=ends,
            lapsed=lapsed_after(command.last_day, contract),
            effective=command.last_day + _DAY,
            **made(command),
        )
    ]


def replace_by(command: ReplaceContract, contract: Contract) -> list[ContractReplaced]:
    """Let others take its place. Each successor is recorded once; all begin on the same day."""
    concluded = concluded_of(contract)
    ends = contract.ends or concluded.ends
    if command.contract_id in command.by_contracts:
        raise Refused("own_relation", "a contract does not replace itself: name the other one")
    same = contract.replaced and all(
        (each.how, each.last_day) == (command.how, command.last_day) for each in contract.replaced
    )
    known = {each for event in contract.replaced for each in event.by_contracts} if same else set()
    fresh = tuple(each for each in command.by_contracts if each not in known)
    if not fresh:
        return []
    if not same and command.last_day != contract.cut_short:
        refuse_over(contract, local_day(command.at))
    refuse_before_start(command.last_day, concluded.starts)
    last = contract.ended.last_day if contract.ended else ends.last
    if last is not None and command.last_day > last:
        raise Refused(
            "ends_before",
            "the contract ends on %(last)s: its successor takes over by the day after that, or "
            "the contract is extended first",
            last=last,
        )
    return [
        ContractReplaced(
            contract_id=command.contract_id,
            programme_id=concluded.programme_id,
            by_contracts=fresh,
            how=command.how,
            last_day=command.last_day,
            previous=ends,
            lapsed=lapsed_after(command.last_day, contract),
            decision=command.decision,
            effective=command.last_day + _DAY,
            **made(command),
        )
    ]


def extend(command: ExtendContract, contract: Contract) -> list[ContractExtended]:
    """Let it end on another day, by what allows that."""
    concluded = concluded_of(contract)
    ends = contract.ends or concluded.ends
    earlier = already(command, contract)
    if earlier is not None and command.until in (None, earlier.until):
        return []
    if earlier is not None:
        raise Refused(
            "already_extended",
            "number %(count)s ran until %(until)s: the next one is number %(next)s",
            count=earlier.count,
            until=earlier.until,
            next=used(command, contract) + 1,
        )
    refuse_gap(command, contract)
    if contract.cut_short is not None:
        raise Refused(
            "contract_ended",
            "the contract was made to end on %(last_day)s: conclude a new one instead",
            last_day=contract.cut_short,
        )
    until, latest = reached(command, contract, ends)
    if command.how != "alignment" and ends.last is not None and until <= ends.last:
        raise Refused(
            "no_extension",
            "the contract runs until %(last)s already: name a later last day",
            last=ends.last,
        )
    return [
        ContractExtended(
            contract_id=command.contract_id,
            programme_id=concluded.programme_id,
            how=command.how,
            option_id=command.option_id if command.how == "option" else None,
            count=used(command, contract) + 1,
            until=until,
            previous=ends,
            told_on=command.told_on,
            latest=latest,
            decision=command.decision,
            effective=until + _DAY if ends.last is None else min(until, ends.last) + _DAY,
            **made(command),
        )
    ]


def reached(command: ExtendContract, contract: Contract, ends: Window) -> tuple[date, date | None]:
    """The new last day, and the last day to tell the provider if there is one."""
    if command.how == "alignment":
        return aligned(command, ends), None
    if ends.last is None:
        raise Refused(
            "no_end",
            "the contract has no last day (“%(ends)s”), so there is nothing to extend: fix its end "
            "within its term first, or let it run",
            ends=ends.written,
        )
    if command.decision.decided_on > ends.last:
        raise Refused(
            "contract_ended",
            "the contract ended on %(last_day)s, before it was decided to extend it: conclude a "
            "new one instead",
            last_day=ends.last,
        )
    if command.how == "option":
        return by_option(command, contract, ends, ends.last)
    if command.until is None:
        raise Refused("no_until", "bridging needs a last day: say until when")
    return command.until, None


def by_option(
    command: ExtendContract, contract: Contract, ends: Window, last: date
) -> tuple[date, date | None]:
    """How far one more use of an option reaches, if it can still be used."""
    option = option_of(command, contract)
    left = option_left(option, used(command, contract), ends)
    if left.left == 0:
        raise Refused(
            "option_used_up",
            "option %(option)s was used %(used)s times of %(times)s and reaches no further than "
            "%(last)s: bridge with a reason, or buy anew",
            option=option.option_id,
            used=left.used,
            times=option.times or left.used,
            last=last,
        )
    reach = left.reach
    until = command.until or (None if option.unspecified and option.months is None else reach)
    if until is None:
        raise Refused(
            "option_unspecified",
            "the contract does not say how long option %(option)s lasts (“%(written)s”): name the "
            "last day that was decided",
            option=option.option_id,
            written=option.written,
        )
    if reach is not None and until > reach:
        raise Refused(
            "beyond_option",
            "option %(option)s reaches until %(reach)s and no longer",
            option=option.option_id,
            reach=reach,
        )
    latest = latest_use(option, last)
    refuse_untold(command, option, latest.value if latest else last)
    return until, latest.value if latest else None


def refuse_untold(command: ExtendContract, option: Option, latest: date) -> None:
    """An option is used by telling the provider, in time."""
    told = command.told_on
    if told is None:
        raise Refused(
            "not_told",
            "option %(option)s is used by telling the provider: give the day on which that was "
            "done, %(latest)s at the latest",
            option=option.option_id,
            latest=latest,
        )
    if told > local_day(command.at):
        raise Refused("in_future", "%(day)s is still to come: tell the provider first", day=told)
    if told > latest:
        raise Refused(
            "option_notice_passed",
            "option %(option)s had to be used by %(latest)s; the provider was told on %(told)s: "
            "agree on a bridging extension with a reason, or buy anew",
            option=option.option_id,
            latest=latest,
            told=told,
        )


def aligned(command: ExtendContract, ends: Window) -> date:
    """The end on a day that the term leaves open."""
    first, last = ends.first, ends.last
    if ends.edtf is None or (first is not None and first == last):
        raise Refused(
            "end_not_open",
            "the contract ends “%(ends)s”, which leaves no day to choose: use an option, bridge "
            "it, or end it earlier by agreement",
            ends=ends.written,
        )
    if command.until is None:
        raise Refused("no_until", "say on which last day the contract is to end")
    if (first and command.until < first) or (last and command.until > last):
        raise Refused(
            "beyond_term",
            "the term lets the contract end from %(first)s until %(last)s: name a day between",
            first=first or "…",
            last=last or "…",
        )
    return command.until


def option_of(command: ExtendContract, contract: Contract) -> Option:
    options = concluded_of(contract).options
    found = next((each for each in options if each.option_id == command.option_id), None)
    if found is None:
        raise Refused(
            "unknown_option",
            "the contract has no option %(option)s; it has: %(known)s",
            option=command.option_id or "-",
            known=", ".join(each.option_id for each in options) or "-",
        )
    return found


def used(command: ExtendContract, contract: Contract) -> int:
    """How often this option was used, or how often the contract was bridged or aligned."""
    return sum(
        (each.how, each.option_id) == (command.how, command.option_id)
        for each in contract.extensions
    )


def already(command: ExtendContract, contract: Contract) -> ContractExtended | None:
    """The extension that the command asks for once more."""
    for each in contract.extensions:
        same = (each.how, each.option_id) == (command.how, command.option_id)
        if same and each.count == command.count:
            return each
    last = contract.extensions[-1] if contract.extensions else None
    same = last is not None and (last.how, last.option_id) == (command.how, command.option_id)
    return last if last and same and command.until == last.until else None


def refuse_gap(command: ExtendContract, contract: Contract) -> None:
    following = used(command, contract) + 1
    if command.count is not None and command.count != following:
        raise Refused(
            "wrong_count",
            "this would be number %(next)s, not number %(count)s: look what was recorded meanwhile",
            next=following,
            count=command.count,
        )


def lapsed_after(last_day: date, contract: Contract) -> tuple[str, ...]:
    """The duties that were due within the old term and not within the new one.

    What was due after the old end anyway, such as after-care, stays due.
    """
    ends = contract.ends.last if contract.ends else None
    return tuple(
        sorted(
            name
            for name, each in provisions_on(contract, date.max).items()
            if isinstance(each, Duty)
            and each.due is not None
            and each.due.last is not None
            and last_day < each.due.last
            and (ends is None or each.due.last <= ends)
        )
    )


def refuse_over(contract: Contract, today: date) -> None:
    if contract.cut_short is not None and contract.cut_short < today:
        over(contract.cut_short)


def over(last_day: date) -> NoReturn:
    raise Refused("contract_ended", "the contract ended on %(last_day)s", last_day=last_day)


def refuse_before_start(last_day: date, starts: date) -> None:
    if last_day < starts:
        raise Refused(
            "ends_before_start",
            "the contract starts on %(starts)s: it cannot end before",
            starts=starts,
        )
