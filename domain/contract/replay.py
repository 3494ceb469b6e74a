"""A contract on two time axes: what was in force on one day, as it was known at one moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from domain.contract.facts import Fact, Heading, What, fact_of, facts, with_fact
from domain.contract.options import OptionLeft, option_left
from domain.dates import Window, start_of_day
from domain.notice import NoticeClause
from domain.provisions import Provision, Provisions

__all__ = [
    "Difference",
    "Fact",
    "Heading",
    "Reading",
    "Status",
    "What",
    "diff",
    "fact_of",
    "facts",
    "known_by",
    "terms_on",
    "with_fact",
]

Status = Literal["unknown", "not_yet", "in_force", "ended"]
"""How the contract stands on a day; *unknown* when at that moment nobody had recorded it."""

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the contract says for one day, in the light of what was known at one moment.

    `facts` tells for each term which record gave its text; `pending` are the records that were
    known then but count only from a later day. `provisions` say in figures what terms of the
    same name say in words. `clause` governs what is announced on that day, by `clause_fact`.
    `ends` and `options` are as known then, whatever the day; `ending` is the record that gave
    the end.
    """

    in_force: date
    known: datetime
    status: Status
    terms: Mapping[str, str]
    facts: Mapping[str, Fact]
    pending: tuple[Fact, ...]
    provisions: Provisions
    clause: NoticeClause | None
    ends: Window | None
    ending: Fact | None
    heading: Heading | None
    options: tuple[OptionLeft, ...]
    replaced_by: tuple[UUID, ...]
    clause_fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What reads differently: none means absent. `fact` is the record behind the later text.

    Where the later reading lacks the term it is the record behind the earlier text. A term whose
    figures alone were mended has the same words twice. `what` is the end where that moved.
    """

    term: str
    before: str | None
    after: str | None
    fact: Fact
    figures_before: Provision | None = None
    figures_after: Provision | None = None
    what: Literal["term", "ends"] = "term"


def terms_on(facts: tuple[Fact, ...], in_force: date, known: datetime) -> Reading:
    """Read the contract as in force on one day, as known at one moment.

    Of what was recorded up to `known`, that counts which is effective up to `in_force`: in the
    order of effective dates, then of recording. A correction counts in the place of the record
    it mends; of several corrections of one record, also of each other, the last word counts.
    New words without figures leave a term without figures; corrected words keep them.
    """
    records = _mended([fact for fact in facts if fact.at <= known])
    counting = sorted(
        (record for record in records if record[0].effective <= in_force),
        key=lambda record: record[0].effective,
    )
    giving = {name: fact for record in counting for fact in record for name in fact.terms}
    known_facts = [record[0] for record in records]
    ending = next((fact for fact in reversed(known_facts) if fact.ends is not None), None)
    heading = next((fact.heading for fact in reversed(known_facts) if fact.heading), None)
    governing = _governing(known_facts, in_force)
    return Reading(
        in_force=in_force,
        known=known,
        status=_status(known_facts, in_force),
        terms={name: fact.terms[name] for name, fact in giving.items()},
        facts=giving,
        pending=tuple(fact for fact in known_facts if fact.effective > in_force),
        provisions=_figures(counting),
        clause=governing.clause if governing else None,
        ends=ending.ends if ending else None,
        ending=ending,
        heading=heading,
        options=_options(known_facts, heading, ending),
        replaced_by=tuple(each for fact in known_facts for each in fact.by_contracts),
        clause_fact=governing,
    )


def diff(before: Reading, after: Reading) -> tuple[Difference, ...]:
    """What two readings of one contract do not share: terms by name, then the end (AU-07)."""
    changed = [
        _difference(name, before, after)
        for name in sorted({*before.terms, *after.terms})
        if before.terms.get(name) != after.terms.get(name)
        or before.provisions.get(name) != after.provisions.get(name)
    ]
    if before.ends and after.ends and after.ending and not before.ends.same_time(after.ends):
        changed.append(
            Difference(
                term="ends",
                before=before.ends.written,
                after=after.ends.written,
                fact=after.ending,
                what="ends",
            )
        )
    return tuple(changed)


def known_by(day: date) -> datetime:
    """The last instant of a day in the Netherlands: what was recorded that day was known then."""
    return start_of_day(day + timedelta(days=1)) - _INSTANT


def _difference(name: str, before: Reading, after: Reading) -> Difference:
    return Difference(
        term=name,
        before=before.terms.get(name),
        after=after.terms.get(name),
        fact=after.facts[name] if name in after.facts else before.facts[name],
        figures_before=before.provisions.get(name),
        figures_after=after.provisions.get(name),
    )


def _mended(known: list[Fact]) -> list[list[Fact]]:
    """Each record with its corrections after it, directly or by way of other corrections."""
    place: dict[UUID, list[Fact]] = {}
    records: list[list[Fact]] = []
    for fact in known:
        if fact.corrects is None:
            place[fact.event_id] = [fact]
            records.append(place[fact.event_id])
        elif fact.corrects in place:
            place[fact.event_id] = place[fact.corrects]
            place[fact.event_id].append(fact)
    return records


def _figures(counting: Iterable[list[Fact]]) -> Provisions:
    figures: Provisions = {}
    for first, *corrections in counting:
        kept = {name: each for name, each in figures.items() if name not in first.terms}
        figures = kept | first.provisions
        for correction in corrections:
            figures = figures | correction.provisions
    return figures


def _governing(known: list[Fact], in_force: date) -> Fact | None:
    """Whose clause governs on a day; before the first effective day the one it begins with."""
    carrying = [fact for fact in known if fact.clause is not None]
    counting = [fact for fact in carrying if fact.effective <= in_force]
    if counting:
        return max(reversed(counting), key=lambda fact: fact.effective)
    return carrying[0] if carrying else None


def _options(
    known: list[Fact], heading: Heading | None, ending: Fact | None
) -> tuple[OptionLeft, ...]:
    if heading is None or ending is None or ending.ends is None:
        return ()
    used = [fact.option_id for fact in known if fact.means == "option"]
    return tuple(
        option_left(each, used.count(each.option_id), ending.ends) for each in heading.options
    )


def _status(known: list[Fact], in_force: date) -> Status:
    concluded = next((fact for fact in known if fact.what == "concluded"), None)
    if concluded is None:
        return "unknown"
    if in_force < concluded.effective:
        return "not_yet"
    ends = [fact.ends for fact in known if fact.ends]
    last = ends[-1].last if ends else None
    return "ended" if last is not None and in_force > last else "in_force"
