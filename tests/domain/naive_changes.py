"""What an office would keep in a notebook of its changes and contracts, and how it would judge.

It calls nothing of the domain: days are counted by hand, and what counts is looked up in lists.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

DAY = timedelta(days=1)
FREE = {
    *(date(2021, month, day) for month, day in [(1, 1), (4, 2), (4, 5), (4, 27), (5, 5)]),
    *(date(2021, month, day) for month, day in [(5, 13), (5, 24), (12, 25), (12, 26)]),
    *(date(2022, month, day) for month, day in [(1, 1), (4, 15), (4, 18), (4, 27), (5, 5)]),
    *(date(2022, month, day) for month, day in [(5, 26), (6, 6), (12, 25), (12, 26)]),
    *(date(2023, month, day) for month, day in [(1, 1), (4, 7), (4, 10), (4, 27), (5, 5)]),
    *(date(2023, month, day) for month, day in [(5, 18), (5, 29), (12, 25), (12, 26)]),
}


@dataclass(frozen=True)
class Notice:
    """So many months, counted on from the letter or back from the effect."""

    months: int
    onward: bool = False
    working_day: bool = False

    def kept(self, told: date, effect: date) -> bool:
        if self.onward:
            return moved(told, self.months) <= effect
        last = moved(effect, -self.months)
        while self.working_day and (last.weekday() > 4 or last in FREE):
            last -= DAY
        return told <= last


def moved(day: date, months: int) -> date:
    """The same day so many months further, or the last one of a shorter month."""
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month in (0, 13):
            year, month = (year - 1, 12) if month == 0 else (year + 1, 1)
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return date(year, month, last)
            except ValueError:
                continue
    raise AssertionError(day)


@dataclass
class Entry:
    """A line in the file of a contract, and what was later written over it."""

    at: datetime
    effect: date
    terms: dict[str, str]
    notice: Notice | None = None
    over: list[tuple[datetime, dict[str, str]]] = field(default_factory=list)


@dataclass
class File:
    """The file of one contract."""

    segment: str
    entries: list[Entry]
    ends: list[tuple[datetime, date]]
    knew: int | None = None
    changes: set[int] = field(default_factory=set)

    @property
    def last_day(self) -> date:
        return self.ends[-1][1]

    @property
    def cut_short(self) -> date | None:
        return self.last_day if len(self.ends) > 1 else None

    def notice_on(self, day: date) -> Notice:
        """The clause that was in force on a day, the one of the beginning before that."""
        found = self.entries[0].notice
        best = date.min
        for entry in self.entries[1:]:
            if entry.notice and best <= entry.effect <= day:
                found, best = entry.notice, entry.effect
        assert found
        return found

    def reads(self, day: date, known: datetime) -> dict[str, str]:
        """Term by term: the line with the latest effect that has it, as it was written over."""
        found: dict[str, str] = {}
        for term in ("tariff", "scope"):
            best: Entry | None = None
            for entry in self.entries:
                if entry.at > known or entry.effect > day or term not in entry.terms:
                    continue
                if best is None or entry.effect >= best.effect:
                    best = entry
            if best is not None:
                words = [text[term] for at, text in best.over if at <= known and term in text]
                found[term] = words[-1] if words else best.terms[term]
        return found

    def stands(self, day: date, known: datetime) -> str:
        if self.entries[0].at > known:
            return "unknown"
        if day < self.entries[0].effect:
            return "not_yet"
        last = [last for at, last in self.ends if at <= known][-1]
        return "ended" if day > last else "in_force"


@dataclass
class Note:
    """What is written down of one change. `text` counts the announcements of other terms."""

    effect: date
    reserved: bool
    notice: Notice | None = None
    text: int = 0
    adopted: date | None = None
    lifted: date | None = None
    uncovered: date | None = None
    paused: bool = False
    withdrawn: bool = False
    asked: dict[str, Notice] = field(default_factory=dict)
    queued: dict[str, int] = field(default_factory=dict)
    told: dict[str, date] = field(default_factory=dict)
    knew: set[str] = field(default_factory=set)
    joined: dict[str, date] = field(default_factory=dict)
    excused: dict[str, date] = field(default_factory=dict)
    spared: set[str] = field(default_factory=set)
    counts: dict[str, date] = field(default_factory=dict)

    def timely(self, name: str) -> bool:
        return name in self.told and self.asked[name].kept(self.told[name], self.effect)

    def counts_from(self, name: str) -> date | None:
        """From which day the change may count for a contract; none if it may not."""
        if self.withdrawn or name in self.spared or self.adopted is None:
            return None
        if self.reserved and self.lifted is None:
            return None
        day = max(
            self.effect, self.adopted, self.lifted or date.min, self.joined.get(name, date.min)
        )
        if self.timely(name) or name in self.knew:
            return day
        decided = [each for each in (self.excused.get(name), self.uncovered) if each]
        return max(day, min(decided)) if decided else None

    def told_anew(self) -> None:
        """Other terms: whoever was told of the former, or signed with them in view, was not."""
        self.text += 1
        self.told.clear()
        self.knew.clear()


def lawful(file: File, change: int, note: Note, name: str, effect: date, today: date) -> bool:
    """Whether a contract may take over a change, by its own clause when its provider was told."""
    if file.cut_short is not None and effect > file.cut_short:
        return False
    told = note.told.get(name)
    if told is not None and file.notice_on(told).kept(told, effect):
        return True
    return file.knew == change or name in note.excused or note.uncovered is not None
