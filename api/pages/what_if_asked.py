"""What a what-if page is asked: suppositions in the address, and forms that add one more.

Everything that is supposed stands in the address, so that a link leads to the same what-if and
the page works without JavaScript: each form asks for the page with one supposition more.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import get_args
from urllib.parse import urlencode
from uuid import UUID

from api.language import spoken
from api.pages.bodies import outcome_label
from api.pages.what_if_words import Words, dated
from domain.base import Sentence
from domain.dates import Window, add_months
from domain.programme.shift import shifted, unit_of
from domain.programme.state import Item
from domain.whatif.moving import Following
from domain.whatif.supposition import (
    MOST_MONTHS,
    NEVER,
    Supposition,
    all_in_text,
    in_text,
    read,
    read_all,
    unread,
)
from domain.whatif.world import Asked, World
from projections.language import N_, say
from projections.whatif_world import Around

EARLIER, LATER = 12, 36
"""How far a date can be chosen from a list, in steps of its own precision."""

_WRONG = {
    "maanden": N_("Fill in a whole number of months, at most %(most)s; below zero for earlier."),
    "datum": N_("Fill in a date, with day, month and year."),
    "wanneer": N_("Choose another answer or another time: this is what is expected already."),
    "per": N_("Fill in a date, with day, month and year."),
    "keuze": N_("Choose one of the list."),
}


@dataclass(frozen=True, slots=True)
class Query:
    """What the address asks: what is supposed, what follows, and which form is being filled in."""

    suppositions: tuple[Supposition, ...]
    following: Following
    values: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return all_in_text(self.suppositions)

    @property
    def answering(self) -> str:
        """The decision that the form is about if it says how somebody answers."""
        chosen = self.values.get("wat") == "besluit" and "antwoord" in self.values
        return self.values.get("besluit", "").strip() if chosen else ""

    def address(self, home: str, suppositions: Sequence[Supposition] | None = None) -> str:
        """The page with these suppositions, or with those it has."""
        text = all_in_text(self.suppositions if suppositions is None else suppositions)
        pairs = [("stel", text)] if text else []
        if self.following != "needed":
            pairs.append(("volgen", self.following))
        return f"{home}?{urlencode(pairs, safe=':,')}" if pairs else home

    def without(self, home: str, supposition: Supposition) -> str:
        """The page without this one."""
        return self.address(home, [each for each in self.suppositions if each != supposition])


def query_of(values: Mapping[str, str]) -> Query:
    following = values.get("volgen", "")
    known: Following = next((each for each in get_args(Following) if each == following), "needed")
    text = values.get("stel", "")
    return Query(read_all(text), known, values, unread=unread(text))


def added(query: Query, around: Around) -> tuple[tuple[Supposition, ...], Mapping[str, str]]:
    """What the form adds, or what is wrong with it by field; neither while it is being chosen."""
    given = {name: value.strip() for name, value in query.values.items()}
    match given.get("wat", ""):
        case "onderdeel" if given.get("datum"):
            return _one(f"move:{given.get('onderdeel', '')}:{given['datum']}", "datum")
        case "verschuiving":
            months, segment = _months(given.get("maanden", "")), given.get("deel", "")
            if months is None:
                return (), _wrong("maanden", most=str(MOST_MONTHS))
            return _one(f"shift:{months}:{segment}".rstrip(":"), "keuze")
        case "besluit" if "antwoord" in given:
            return _answers(given, around)
        case "poort":
            return _one(
                f"shut:{given.get('poort', '')}:{given.get('tot', '')}".rstrip(":"), "keuze"
            )
        case "aanbieder":
            return _one(f"withdraw:{given.get('aanbieder', '')}:{given.get('per', '')}", "per")
        case _:
            return (), {}


def joined(query: Query, more: Sequence[Supposition]) -> tuple[Supposition, ...]:
    """These as well; one about the same thing takes the place of what was supposed of it before."""
    subjects = {_subject(each) for each in more}
    kept = [each for each in query.suppositions if _subject(each) not in subjects]
    return (*kept, *more)


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen in the forms, in pairs of what is sent and what is shown."""

    items: list[tuple[str, str]]
    decisions: list[tuple[str, str]]
    gates: list[str]
    providers: list[tuple[str, str]]
    segments: list[tuple[str, str]]
    months: list[tuple[str, str]]
    item: Item | None = None
    windows: list[tuple[str, str]] = field(default_factory=list)
    next_window: str = ""
    decision: Asked | None = None
    answerers: list[tuple[str, str]] = field(default_factory=list)
    answers: list[tuple[str, str]] = field(default_factory=list)


def choices(query: Query, around: Around, words: Words) -> Choices:
    world = around.world
    chosen = query.values.get("onderdeel", "") if query.values.get("wat") == "onderdeel" else ""
    item = world.items.get(chosen)
    item = item if item is not None and _can_be_dated(item) else None
    of = query.values.get("besluit", "") if query.values.get("wat") == "besluit" else ""
    asked = world.decisions.get(of)
    contracts: dict[UUID, int] = {}
    for each in world.contracts:
        contracts[each.provider_id] = contracts.get(each.provider_id, 0) + 1
    words.names.learn(contracts)
    providers = [
        (str(each), f"{words.provider(each)} ({count})") for each, count in contracts.items()
    ]
    return Choices(
        items=[
            (key, f"{each.planned.title} ({dated(each.window)})")
            for key, each in world.items.items()
            if _can_be_dated(each)
        ],
        decisions=[
            (k, each.question.title) for k, each in world.decisions.items() if not each.closed
        ],
        gates=sorted(world.gates),
        providers=sorted(providers, key=lambda pair: pair[1].lower()),
        segments=[(each, words.segment(each)) for each in world.segments],
        months=_months_from(asked.window.first if asked else None, world),
        item=item,
        windows=_windows(item, world) if item else [],
        next_window=_next_window(item),
        decision=asked,
        answerers=[(each, words.answerer(of, each)) for each in asked.named] if asked else [],
        answers=_outcomes(asked) if asked else [],
    )


def _can_be_dated(item: Item) -> bool:
    to_come = item.status in ("planned", "reserved", "open", "missed", "unknown")
    return to_come and not item.planned.fixed


def _windows(item: Item, world: World) -> list[tuple[str, str]]:
    """Other windows of the same kind; for what has no date, the months to come."""
    window = item.window
    if window.edtf is None:
        return _months_from(None, world)
    unit, found = unit_of(window), []
    for step in range(-EARLIER, LATER + 1):
        try:
            moved = shifted(window, step * unit)
        except (ValueError, OverflowError):
            continue
        if step and moved.edtf:
            found.append((moved.edtf, dated(moved)))
    return found


def _next_window(item: Item | None) -> str:
    """One step later, in its own precision: what somebody most likely supposes."""
    if item is None or item.window.edtf is None:
        return ""
    try:
        return shifted(item.window, unit_of(item.window)).edtf or ""
    except (ValueError, OverflowError):
        return ""


def _months_from(begin: date | None, world: World) -> list[tuple[str, str]]:
    """The months from that day, or from today if that is later, until a year after the plan."""
    first = max(begin or world.today, world.today).replace(day=1)
    ends = [each.window.last for each in world.items.values() if each.window.last]
    last = max(add_months(max(ends, default=first), 12), add_months(first, LATER))
    count = min((last.year - first.year) * 12 + last.month - first.month, MOST_MONTHS)
    months = [f"{add_months(first, each):%Y-%m}" for each in range(count)]
    return [(each, dated(Window(edtf=each, written=each))) for each in months]


def _outcomes(asked: Asked) -> list[tuple[str, str]]:
    named = [(each, outcome_label(each)) for each in asked.question.outcomes]
    return [*named, (NEVER, say(Sentence("does not answer"), spoken()))]


def _answers(
    given: Mapping[str, str], around: Around
) -> tuple[tuple[Supposition, ...], Mapping[str, str]]:
    """One who answers otherwise, or all; all as hoped at another time is the decision then."""
    key, who = given.get("besluit", ""), given.get("wie", "")
    answer, when = given.get("antwoord", ""), given.get("wanneer", "")
    asked = around.world.decisions.get(key)
    if asked is None or (who and who not in asked.named):
        return (), _wrong("keuze")
    goes_on = asked.question.outcomes[0]
    if answer == goes_on and not when and asked.answers.get(who, goes_on) == goes_on:
        return (), _wrong("wanneer")
    if not who and answer == goes_on:
        return _one(f"decide:{key}:{when}", "wanneer")
    whose = [who] if who else list(asked.named)
    texts = [f"answer:{key}:{each}:{answer}:{when}".rstrip(":") for each in whose]
    found = [supposed for text in texts if (supposed := read(text)) is not None]
    return (tuple(found), {}) if found else ((), _wrong("keuze"))


def _one(text: str, name: str) -> tuple[tuple[Supposition, ...], Mapping[str, str]]:
    found = read(text)
    return ((found,), {}) if found is not None else ((), _wrong(name))


def _wrong(name: str, **values: str) -> Mapping[str, str]:
    return {name: say(Sentence(_WRONG[name], values), spoken())}


def _months(text: str) -> int | None:
    """So many months, back if below zero; none for what is no number, nothing or too far."""
    if not re.fullmatch(r"[+-]?[0-9]{1,3}", text):
        return None
    months = int(text)
    return months if months and abs(months) <= MOST_MONTHS else None


def _subject(supposition: Supposition) -> str:
    """What it is about: its text but for what is said of that."""
    parts = in_text(supposition).split(":")
    match supposition.kind:
        case "shift":
            return ":".join((parts[0], *parts[2:]))
        case "answer":
            return ":".join(parts[:3])
        case _:
            return ":".join(parts[:2])
