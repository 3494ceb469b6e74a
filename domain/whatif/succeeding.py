"""Whether contracts end before what follows them begins, and who is left (GO-12, CC-18)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.base import Sentence
from domain.whatif.breaking import Break, still
from domain.whatif.world import Running, World

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Start:
    """When new contracts of a segment begin: no day if that stands still; `title` says by what."""

    segment: str
    title: str
    day: date | None


def gaps(world: World) -> Iterator[Break]:
    """Every day on which contracts end while those that follow begin later, or not at all."""
    for start in _starts(world):
        contracts = [each for each in world.contracts if _waits_for(each, start, world.today)]
        ends = sorted({each.ends.last for each in contracts if each.ends.last})
        for end in ends:
            here = [each for each in contracts if each.ends.last == end]
            yield from _gap(start, end, here)
        before = world.predecessors_end
        if not contracts and before is not None and before.precision == "day" and before.last:
            yield from _gap(start, before.last, ())


def ended_early(before: World, supposed: World) -> Iterator[Break]:
    """The contracts that a provider who withdraws leaves, and segments where nobody stays."""
    was = {each.contract_id: each for each in before.contracts}
    left = [each for each in supposed.contracts if each.ends != was[each.contract_id].ends]
    for each in left:
        if _never(each):
            yield _not_begun(each)
    left = [each for each in left if not _never(each)]
    for provider_id, segment in dict.fromkeys((each.provider_id, each.segment) for each in left):
        mine = [each for each in left if (each.provider_id, each.segment) == (provider_id, segment)]
        yield _left(mine, supposed)


def _starts(world: World) -> Iterator[_Start]:
    """Each segment's start by its own procedure, or by the programme's cycle."""
    stands, told = still(world), set[str]()
    for way in world.ways:
        for state in way.steps.values():
            if state.step.kind != "start" or state.over or way.over:
                continue
            day = None if state.step.item in stands else state.step.window.first
            for segment in way.segments:
                told.add(segment)
                yield _Start(segment, state.step.title, day)
    cycle = world.successors_start
    for segment in world.segments:
        if segment not in told and cycle is not None and cycle.precision == "day":
            yield _Start(segment, cycle.written, cycle.first)


def _waits_for(contract: Running, start: _Start, today: date) -> bool:
    """Whether the contract is one of those that the new ones follow."""
    ends = contract.ends.last
    if contract.segment != start.segment or ends is None or ends < today or _never(contract):
        return False
    return start.day is None or contract.starts < start.day


def _gap(start: _Start, end: date, contracts: Sequence[Running]) -> Iterator[Break]:
    if start.day is not None and start.day <= end + _DAY:
        return
    values = {
        "count": str(len(contracts)),
        "end": end.isoformat(),
        "start": str(start.day),
        "title": start.title,
        "days": str((start.day - end).days - 1) if start.day else "",
    }
    yield Break(
        "gap_between_contracts" if start.day else "nothing_follows_contracts",
        f"{start.segment}:{end}",
        Sentence(_words(start, contracts).template, values),
        segment=start.segment,
        steps=tuple(_reach(end, contracts)),
        days=(start.day - end).days - 1 if start.day else 0,
        subject=start.segment,
    )


def _words(start: _Start, contracts: Sequence[Running]) -> Sentence:
    if start.day is None and contracts:
        return Sentence(
            "Contracts that end on %(end)s: %(count)s. Nothing follows them: “%(title)s” stands "
            "still."
        )
    if start.day is None:
        return Sentence(
            "The contracts end on %(end)s, and nothing follows them: “%(title)s” stands still."
        )
    if contracts:
        return Sentence(
            "Contracts that end on %(end)s: %(count)s. New ones start on %(start)s; days without: "
            "%(days)s."
        )
    return Sentence(
        "The contracts end on %(end)s and new ones start on %(start)s: %(days)s days without."
    )


def _reach(end: date, contracts: Iterable[Running]) -> Iterator[Sentence]:
    """How far options take them, and how many have none."""
    contracts = list(contracts)
    reach = [each.reach for each in contracts if each.reach is not None and each.reach > end]
    if reach:
        yield Sentence(
            "With an option left: %(count)s. It takes the first of them to %(reach)s.",
            {"count": str(len(reach)), "reach": min(reach).isoformat()},
        )
    if len(reach) < len(contracts):
        yield Sentence(
            "Without an option that says how long: %(count)s. They need a bridging agreement.",
            {"count": str(len(contracts) - len(reach))},
        )


def _never(contract: Running) -> bool:
    """Whether it would be over before it begins."""
    return contract.ends.last is not None and contract.ends.last < contract.starts


def _not_begun(contract: Running) -> Break:
    says = Sentence(
        "%(number)s: would begin on %(starts)s, after its provider stops, and so does not begin.",
        {"number": contract.number, "starts": contract.starts.isoformat()},
    )
    about = str(contract.contract_id)
    return Break("contract_does_not_begin", about, says, segment=contract.segment)


def _left(mine: Sequence[Running], world: World) -> Break:
    ends = max(each.ends.last or date.max for each in mine)
    segment = mine[0].segment
    others = {
        each.provider_id
        for each in world.contracts
        if each.segment == segment
        and each.provider_id != mine[0].provider_id
        and (each.ends.last is None or each.ends.last > ends)
    }
    values = {
        "numbers": ", ".join(each.number for each in mine),
        "end": ends.isoformat(),
        "count": str(len(others)),
    }
    says = (
        Sentence("%(numbers)s: ends early, on %(end)s. Providers that stay: %(count)s.", values)
        if others
        else Sentence("%(numbers)s: ends early, on %(end)s. No other provider stays.", values)
    )
    code = "contract_ends_early" if others else "segment_without_provider"
    return Break(code, f"{mine[0].provider_id}:{segment}", says, segment=segment)
