"""What a what-if comes to: what moves and why, what stands still, what breaks and what is mended.

Nothing is recorded here, and nothing guessed: the same rules are asked twice, of the programme as
it is and as it is supposed to be, and the answers laid side by side (ST-08, ST-27).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.base import Sentence
from domain.dates import Window
from domain.whatif.breaking import Break, Still, breaks, still
from domain.whatif.moving import Cause, Following, Stays, stays
from domain.whatif.succeeding import ended_early, gaps
from domain.whatif.supposing import LeftOut, Supposed, in_step, meant, suppose
from domain.whatif.supposition import ShiftBy, Supposition
from domain.whatif.telling import Notice, notices, told_too_late
from domain.whatif.world import World


@dataclass(frozen=True, slots=True)
class Move:
    """A plan item in another window. `days` is how much later it ends, less than none if earlier.

    `days` is none if one of the windows has no end.
    """

    item_id: str
    title: str
    segment: str | None
    before: Window
    after: Window
    cause: Cause
    days: int | None


@dataclass(frozen=True, slots=True)
class Left:
    """A plan item that a shift is of, and that stays where it is."""

    item_id: str
    title: str
    window: Window
    why: Stays


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that is no part of the plan, at another time."""

    key: str
    title: str
    before: Window
    after: Window


@dataclass(frozen=True, slots=True)
class LastDay:
    """A change under one clause: its last day to be announced, as it is and as it would be.

    `before` or `after` is none if it has not to be announced then.
    """

    before: Notice | None
    after: Notice | None

    @property
    def notice(self) -> Notice:
        """The one that counts: as it would be, or else as it is."""
        found = self.after or self.before
        assert found is not None, "a last day is one of something"
        return found

    @property
    def differs(self) -> bool:
        if self.before is None or self.after is None:
            return True
        was, now = self.before, self.after
        return (was.latest.value, was.announced, was.verdict) != (
            now.latest.value,
            now.announced,
            now.verdict,
        )


_WORSE = (
    ("may_be_decided_too_late", "decided_too_late"),
    ("may_end_before_what_it_waits_for", "ends_before_what_it_waits_for"),
    ("may_be_announced_too_late", "announced_too_late", "last_day_to_announce_passed"),
    ("secret_during_part_of_decision", "secret_until_after_decision"),
    ("gap_between_contracts", "nothing_follows_contracts"),
    ("contract_ends_early", "segment_without_provider"),
)
"""What is the same but for how bad it is, the worse behind."""

_FAMILIES = {code: family for family in _WORSE for code in family}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What it comes to. `new` is broken or made worse by it, `mended` no more so, `stay` neither.

    `left` is what a shift leaves where it is; `held` what would come to stand still; `left_out`
    are the suppositions that change nothing.
    """

    moves: tuple[Move, ...]
    left: tuple[Left, ...]
    decided: tuple[Decided, ...]
    held: tuple[tuple[str, Still], ...]
    new: tuple[Break, ...]
    mended: tuple[Break, ...]
    stay: tuple[Break, ...]
    last_days: tuple[LastDay, ...]
    left_out: tuple[LeftOut, ...]
    supposed: Supposed

    @property
    def nothing(self) -> bool:
        """Whether all would be as it is."""
        return not (self.moves or self.decided or self.held or self.new or self.mended)


def outcome(
    world: World, suppositions: Sequence[Supposition], following: Following = "needed"
) -> Outcome:
    """What these suppositions would do to this programme."""
    world = in_step(world)
    supposed = suppose(world, suppositions, following)
    new, mended, stay = _compared(
        _broken(world, world), [*_broken(world, supposed.world), *_passed(world, supposed)]
    )
    stood = still(world)
    return Outcome(
        moves=tuple(_moves(world, supposed)),
        left=tuple(_left(world, suppositions, supposed)),
        decided=tuple(_decided(world, supposed.world)),
        held=tuple((k, by) for k, by in still(supposed.world).items() if k not in stood),
        new=_worst_first(new),
        mended=_worst_first(mended),
        stay=_worst_first(stay),
        last_days=tuple(_last_days(world, supposed.world)),
        left_out=supposed.left_out,
        supposed=supposed,
    )


def _broken(before: World, world: World) -> Sequence[Break]:
    return (*breaks(world), *told_too_late(world), *gaps(world), *ended_early(before, world))


def _compared(
    before: Iterable[Break], after: Iterable[Break]
) -> tuple[list[Break], list[Break], list[Break]]:
    """What is new or worse than it was, what is mended, and what stays as it is or gets better.

    Nothing is mended that goes wrong on another day or in another way instead.
    """
    was = {(_family(each), each.about): each for each in before}
    now = {(_family(each), each.about): each for each in after}
    new = [
        each for key, each in now.items() if key not in was or _badness(each) > _badness(was[key])
    ]
    instead = {(_family(each), each.subject or each.about) for each in new}
    mended = [
        each
        for key, each in was.items()
        if key not in now and (_family(each), each.subject or each.about) not in instead
    ]
    return new, mended, [each for each in now.values() if each not in new]


def _family(found: Break) -> str:
    return _FAMILIES.get(found.code, (found.code,))[0]


def _badness(found: Break) -> tuple[int, int]:
    family = _FAMILIES.get(found.code, (found.code,))
    return family.index(found.code), found.days


def _worst_first(found: Iterable[Break]) -> tuple[Break, ...]:
    return tuple(sorted(found, key=lambda each: not each.certain))


def _passed(world: World, supposed: Supposed) -> Sequence[Break]:
    """What would come to lie in the past: nobody can do it any more."""
    return [
        Break(
            "moved_into_the_past",
            item_id,
            Sentence(
                "“%(title)s” would end on %(last)s, which has passed: the plan would show it as "
                "unknown.",
                {"title": item.planned.title, "last": str(last)},
            ),
            segment=item.planned.segment,
        )
        for item_id in supposed.causes
        if (last := (item := supposed.world.items[item_id]).window.last) and last < world.today
    ]


def _moves(before: World, supposed: Supposed) -> Sequence[Move]:
    found = []
    for item_id, cause in supposed.causes.items():
        item, was = supposed.world.items[item_id], before.items[item_id].window
        now, planned = item.window, item.planned
        days = (now.last - was.last).days if now.last and was.last else None
        found.append(Move(item_id, planned.title, planned.segment, was, now, cause, days))
    return sorted(found, key=lambda each: each.after.first or each.after.last or date.max)


def _left(before: World, suppositions: Iterable[Supposition], supposed: Supposed) -> Sequence[Left]:
    """Of each shift, without what moves all the same for another reason."""
    found: dict[str, Left] = {}
    for shift in suppositions:
        if not isinstance(shift, ShiftBy):
            continue
        for item_id, item in before.items.items():
            why = stays(item, shift.months) if meant(shift, item) else None
            if why and item.status != "dropped" and item_id not in supposed.causes:
                found[item_id] = Left(item_id, item.planned.title, item.window, why)
    return tuple(found.values())


def _decided(before: World, after: World) -> Sequence[Decided]:
    """Those that are a part of the plan are among its moves."""
    return [
        Decided(key, asked.question.title, before.decisions[key].window, asked.window)
        for key, asked in after.decisions.items()
        if asked.question.item not in after.items
        and not asked.window.same_time(before.decisions[key].window)
    ]


def _last_days(before: World, after: World) -> Sequence[LastDay]:
    was = {each.about: each for each in notices(before)}
    now = {each.about: each for each in notices(after)}
    return [LastDay(was.get(about), now.get(about)) for about in {**was, **now}]
