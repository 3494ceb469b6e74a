"""Writes a letter to councils from the state of a programme: text from rows, nothing else (TP-06).

It says what was decided and done by a day, what goes on then, what is planned next and what is
open; for new members also what a programme is (TP-09). A fact of which the source is secret for
its readers on that day is left out (TP-01).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from api.pages.bodies import outcome_label
from domain.base import Sentence, Source
from domain.dates import Window, local_day
from domain.document.parts import Role, id_of
from domain.document.visibility import Hidden
from domain.steering.parts import Commitment, GlossaryTerm
from projections.decisions import DecisionRow, asked
from projections.documents import DocumentRow, what_could_be_seen
from projections.language import N_
from projections.plan_items import PlanItemRow
from projections.procedures import ProcedureRow
from projections.programmes import ProgrammeRow
from projections.steering import RegisterEntryRow

Audience = Literal["raadsleden", "nieuwe-raadsleden", "inwoners"]

ROLES: Mapping[Audience, Role] = {
    "raadsleden": "council_member",
    "nieuwe-raadsleden": "council_member",
    "inwoners": "public",
}
AHEAD_YEARS = 1
"""How far ahead a letter tells what is planned; of what comes later it tells how much."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something to tell, and when: the page writes the window with how precise it is.

    `doubt` says what is the matter with it, if it is open.
    """

    text: Sentence
    window: Window | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with lines; `none` is what it says without any."""

    title: str
    lines: tuple[Line, ...]
    none: str = ""


@dataclass(frozen=True, slots=True)
class CouncilLetter:
    """`left_out` counts the facts that are not in it since their source is secret that day."""

    on: date
    audience: Audience
    region: str
    title: str
    sections: tuple[Section, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Material:
    """All rows of one programme that a letter is written from."""

    programme: ProgrammeRow
    plan: Sequence[PlanItemRow] = ()
    decisions: Sequence[DecisionRow] = ()
    procedures: Sequence[ProcedureRow] = ()
    entries: Sequence[RegisterEntryRow] = ()
    documents: Sequence[DocumentRow] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that happens in a window: a part of the plan, a step or a decision."""

    text: Sentence
    window: Window
    source: Source | None
    done: Window | None = None
    outcome: Sentence | None = None


Stage = Literal["decided", "done", "now", "planned", "later", "undated", "passed"]


def write(material: Material, on: date, audience: Audience) -> CouncilLetter:
    """The letter as it reads on a day; what is known later about that day is in it too."""
    secret = hidden_from(material.documents, ROLES[audience], on)
    every = [*_matters(material, on)]
    matters = [each for each in every if not kept_back(each.source, secret)]
    entries = [each for each in material.entries if not kept_back(each.source, secret)]
    sections = [*_told(matters, on), _open(matters, entries, on, audience)]
    if audience == "nieuwe-raadsleden":
        sections = [_explained(material.programme), *sections, *_words(entries, sections)]
    return CouncilLetter(
        on=on,
        audience=audience,
        region=material.programme.region,
        title=material.programme.title,
        sections=tuple(sections),
        left_out=len(every) - len(matters) + len(material.entries) - len(entries),
    )


def hidden_from(documents: Iterable[DocumentRow], role: Role, day: date) -> dict[str, list[Hidden]]:
    """What of each document is secret for the role on that day."""
    return {
        each.code: list(hidden)
        for each in documents
        if (hidden := what_could_be_seen(each, role, day).hidden)
    }


def kept_back(source: Source | None, secret: Mapping[str, Sequence[Hidden]]) -> bool:
    """Whether the place that states a fact is secret; a place within a secret one is too."""
    if source is None:
        return False
    place = source.section.lower()
    return any(
        each.section is None or each.section.lower() in place or place in each.section.lower()
        for each in secret.get(id_of(source.document), ())
    )


def stage(matter: Matter, on: date) -> Stage:
    """How it stands on the day, by its own dates."""
    if matter.done is not None and (matter.done.first is None or matter.done.first <= on):
        return "decided" if matter.outcome else "done"
    first, last = matter.window.first, matter.window.last
    if first is None and last is None:
        return "undated"
    if last is not None and last < on:
        return "passed"
    if first is not None and first <= on:
        return "now"
    begins = first or last
    horizon = date(on.year + AHEAD_YEARS, on.month, min(on.day, 28))
    return "planned" if begins is not None and begins <= horizon else "later"


def _matters(material: Material, on: date) -> Iterator[Matter]:
    """Each once: a decision goes before its plan item, a plan item before the step that it is."""
    decided = {each.item for each in material.decisions}
    for row in material.decisions:
        yield _decision(row, on)
    for item in material.plan:
        if item.restates is None and item.item_id not in decided:
            text = Sentence("%(title)s", {"title": item.title})
            yield Matter(text, item.window, item.source, item.realised_on)
    for procedure in material.procedures:
        for part in procedure.steps:
            step = part.state.step
            if step.item is None and not part.state.skipped:
                said = {"step": step.title, "procedure": procedure.title}
                text = Sentence(N_("%(step)s (%(procedure)s)"), said)
                yield Matter(text, step.window, step.source or procedure.source, part.state.done)


def _decision(row: DecisionRow, on: date) -> Matter:
    if row.reached is not None:
        said = {"title": row.title, "outcome": outcome_label(row.reached.outcome)}
        told = Sentence(N_("%(title)s: %(outcome)s"), said)
        if row.reached.decided.first is None or row.reached.decided.first <= on:
            return Matter(told, row.window, row.source, row.reached.decided, told)
    elif row.ended is not None:
        day = row.ended.decided_on or local_day(row.ended.at)
        if day <= on:
            text = (
                N_("%(title)s: let go on purpose")
                if row.ended.decided_by
                else N_("%(title)s: lapsed")
            )
            told = Sentence(text, {"title": row.title})
            return Matter(told, row.window, row.source, Window.on(day), told)
    return Matter(_waiting(row, on), row.window, row.source)


def _waiting(row: DecisionRow, on: date) -> Sentence:
    """The question with how many had answered it by the day."""
    answers = [each.answer for each in asked(row) if each.answer is not None]
    count = sum(1 for each in answers if each.decided_on is None or each.decided_on <= on)
    said = {"title": row.title, "count": str(count)}
    if row.expected is None:
        return Sentence(N_("%(title)s (answers so far: %(count)s)"), said)
    said["expected"] = str(row.expected)
    return Sentence(N_("%(title)s (answers so far: %(count)s of %(expected)s)"), said)


def _told(matters: Sequence[Matter], on: date) -> list[Section]:
    """What was decided and done, what goes on and is planned, each in the order of its days."""
    by_stage: dict[Stage, list[Matter]] = {}
    for matter in matters:
        by_stage.setdefault(stage(matter, on), []).append(matter)
    planned = list(_lines(by_stage.get("planned", [])))
    if later := by_stage.get("later"):
        count = {"count": str(len(later))}
        planned.append(
            Line(Sentence(N_("More than a year ahead the plan has more: %(count)s."), count))
        )
    return [
        Section(
            N_("What was decided"),
            _once(_lines(by_stage.get("decided", []))),
            N_("Nothing was decided yet."),
        ),
        Section(
            N_("What was done"),
            _once(_lines(by_stage.get("done", []))),
            N_("Of nothing is it recorded that it was done."),
        ),
        Section(
            N_("What goes on now"),
            _once(_lines(by_stage.get("now", []))),
            N_("The plan has nothing for this moment."),
        ),
        Section(
            N_("What is planned next"),
            tuple(planned),
            N_("Nothing is planned for the coming year."),
        ),
    ]


def _lines(matters: Iterable[Matter]) -> Iterator[Line]:
    def day(matter: Matter) -> tuple[date, date]:
        window = matter.done or matter.window
        first, last = window.first or window.last, window.last or window.first
        return first or date.max, last or date.max

    for matter in sorted(matters, key=day):
        yield Line(matter.text, matter.done or matter.window)


def _once(lines: Iterable[Line]) -> tuple[Line, ...]:
    """What reads the same is told once: a plan may have it for each segment."""
    read = {(str(each.text), each.window and each.window.written): each for each in lines}
    return tuple(read.values())


def _open(
    matters: Sequence[Matter], entries: Sequence[RegisterEntryRow], on: date, audience: Audience
) -> Section:
    """What has no date, what should have been done, and what councils were promised."""
    late = [
        Line(each.text, each.window, N_("Not reported as done"))
        for each in matters
        if stage(each, on) == "passed"
    ]
    waiting = [
        Line(each.text, each.window, N_("Without a date"))
        for each in matters
        if stage(each, on) == "undated"
    ]
    promised = [
        Line(Sentence("%(title)s", {"title": each.title}), each.window, N_("Promised"))
        for each in entries
        if isinstance(each.entry, Commitment) and "raad" in each.entry.to
        if each.status != "settled" and ROLES[audience] == "council_member"
    ]
    lines = _once((*late, *waiting, *promised))
    return Section(N_("What is still open"), lines, N_("Nothing is open."))


def _explained(programme: ProgrammeRow) -> Section:
    """What a procurement programme is, from what this one says of itself."""
    members = [each for each in programme.municipalities if each.participation != "undecided"]
    lines = [
        Line(
            Sentence(
                N_(
                    "Municipalities must see to it that children and young people get help. In "
                    "%(region)s they buy that help together; how they do so is a programme."
                ),
                {"region": programme.region},
            )
        )
    ]
    if members:
        said = {"names": ", ".join(each.name for each in members)}
        lines.append(
            Line(
                Sentence(
                    N_(
                        "Municipalities that take part, as far as the source names them: %(names)s."
                    ),
                    said,
                )
            )
        )
    if programme.segments:
        titles = "; ".join(each.title for each in programme.segments)
        said = {"count": str(len(programme.segments)), "titles": titles}
        text = N_("The help is divided into parts, called segments: %(count)s (%(titles)s).")
        lines.append(Line(Sentence(text, said)))
    if programme.executive:
        text = N_("%(executive)s carries the programme out.")
        lines.append(Line(Sentence(text, {"executive": programme.executive})))
    if programme.cycle:
        lines.append(Line(Sentence(N_("It is for these years:")), programme.cycle.years))
    text = N_(
        "Councils set the frame, colleges choose within it, and then each segment goes its own way "
        "to contracts. This letter says how far that is."
    )
    return Section(N_("What this programme is"), (*lines, Line(Sentence(text))))


def _words(entries: Sequence[RegisterEntryRow], sections: Sequence[Section]) -> list[Section]:
    """The words of the programme's glossary that the letter uses."""
    text = " ".join(str(line.text) for section in sections for line in section.lines)
    used = [
        Line(
            Sentence(
                N_("%(word)s: %(meaning)s"),
                {"word": each.title, "meaning": each.entry.definition},
            )
        )
        for each in entries
        if isinstance(each.entry, GlossaryTerm)
        if any(_used(word, text) for word in (each.title, *each.entry.same_as))
    ]
    return [Section(N_("Words in this letter"), tuple(used))] if used else []


def _used(word: str, text: str) -> bool:
    """Whether the text has the word as a word; an abbreviation only as it is written."""
    flags = re.NOFLAG if word.isupper() else re.IGNORECASE
    return re.search(rf"\b{re.escape(word)}\b", text, flags) is not None
