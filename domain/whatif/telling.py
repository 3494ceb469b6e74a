"""Whether each change can still be announced in time, under each of its clauses (AN-02, AN-10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.base import Sentence
from domain.dates import Explained, Window
from domain.notice import NoticeClause, latest_announcement
from domain.whatif.breaking import Break
from domain.whatif.world import Changing, World

Verdict = Literal["in_time", "may_be_too_late", "too_late", "passed", "no_date"]

_SAYS: dict[Verdict, Sentence] = {
    "too_late": Sentence(
        "“%(title)s” takes effect on %(effective)s; with %(months)s months' notice %(latest)s is "
        "the last day to announce it, and the plan announces it on %(first)s at the earliest."
    ),
    "may_be_too_late": Sentence(
        "“%(title)s” takes effect on %(effective)s; with %(months)s months' notice %(latest)s is "
        "the last day to announce it, and the plan lets that take until %(last)s."
    ),
    "passed": Sentence(
        "“%(title)s” takes effect on %(effective)s; with %(months)s months' notice %(latest)s was "
        "the last day to announce it, and that has passed."
    ),
}
_CODES: dict[Verdict, str] = {
    "too_late": "announced_too_late",
    "may_be_too_late": "may_be_announced_too_late",
    "passed": "last_day_to_announce_passed",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """By when a change must be announced under one clause, and when the plan does so.

    `announced` is none where the plan says nothing of that.
    """

    change: Changing
    clause: NoticeClause
    effective: date
    latest: Explained
    announced: Window | None
    verdict: Verdict

    @property
    def about(self) -> str:
        return f"{self.change.change_id}:{self.clause.clause_id}"


def notices(world: World) -> Iterator[Notice]:
    """Every change that providers must still be told of, under each of its clauses."""
    for change in world.changes:
        effective = change.effective.first
        if change.told or not change.to_announce or effective is None:
            continue
        announced = _announced(change, world)
        for clause in change.clauses:
            latest = latest_announcement(effective, clause)
            verdict = _verdict(announced, latest.value, world.today)
            yield Notice(change, clause, effective, latest, announced, verdict)


def told_too_late(world: World) -> Iterator[Break]:
    """What is announced too late; and what was announced for another day than the plan has."""
    for notice in notices(world):
        if notice.verdict in _SAYS:
            yield _too_late(notice)
    for change in world.changes:
        yield from _another_day(change, world)


def _announced(change: Changing, world: World) -> Window | None:
    item = world.items.get(change.announce_item or "")
    if item is None or item.status == "dropped":
        return None
    return item.realised_on or item.window


def _verdict(announced: Window | None, latest: date, today: date) -> Verdict:
    """Whether every day on which the plan lets the announcement happen is early enough."""
    if latest < today:
        return "passed"
    first = announced.first if announced else None
    last = announced.last if announced else None
    if first is None and last is None:
        return "no_date"
    if last is not None and last <= latest:
        return "in_time"
    return "too_late" if first is not None and first > latest else "may_be_too_late"


def _too_late(notice: Notice) -> Break:
    announced = notice.announced
    values = {
        "title": notice.change.title,
        "effective": notice.effective.isoformat(),
        "months": str(notice.clause.months),
        "latest": notice.latest.value.isoformat(),
        "first": str(announced.first) if announced else "",
        "last": str(announced.last) if announced else "",
    }
    template = _SAYS[notice.verdict].template
    if notice.verdict == "may_be_too_late" and announced and announced.last is None:
        template = _SAYS["too_late"].template
    told = announced and (announced.last or announced.first)
    return Break(
        _CODES[notice.verdict],
        notice.about,
        Sentence(template, values),
        notice.verdict != "may_be_too_late",
        notice.change.segment,
        notice.latest.sentences,
        max((told - notice.latest.value).days, 0) if told else 0,
    )


def _another_day(change: Changing, world: World) -> Iterator[Break]:
    """Moving the plan moves no change: that takes effect on its day until somebody postpones it."""
    item, day = world.items.get(change.effect_item or ""), change.effective.first
    if item is None or day is None or item.window.allows(day):
        return
    values = {"title": change.title, "day": day.isoformat()}
    says = (
        Sentence(
            "“%(title)s” was announced for %(day)s, and the plan would have it otherwise: postpone "
            "the change as well, or it takes effect on that day all the same.",
            values,
        )
        if change.told
        else Sentence(
            "“%(title)s” takes effect on %(day)s until somebody postpones it, and the plan would "
            "have it otherwise: postpone the change as well.",
            values,
        )
    )
    code = "announced_for_another_day" if change.told else "takes_effect_on_another_day"
    yield Break(code, change.key, says, segment=change.segment)
