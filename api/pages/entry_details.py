"""What an entry of a register says beyond its title, each under a heading of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from api.pages.references import Ref, References
from domain.steering.parts import (
    Anomaly,
    Choice,
    Commitment,
    Condition,
    Consultation,
    CouncilQuestion,
    Dependency,
    Development,
    Entry,
    GlossaryTerm,
    Goal,
    LocalProgramme,
    Ordinance,
    Pilot,
    Precondition,
    Principle,
    ResearchQuestion,
    Risk,
    Stakeholder,
    Sunset,
)
from projections.language import N_
from projections.steering import RegisterEntryRow

KINDS = (
    "goal",
    "principle",
    "choice",
    "research_question",
    "risk",
    "precondition",
    "condition",
    "commitment",
    "dependency",
    "development",
    "consultation",
    "stakeholder",
    "council_question",
    "local_programme",
    "ordinance",
    "pilot",
    "sunset",
    "exclusion",
    "term",
    "anomaly",
)
"""The registers in the order in which they are shown: where it is going, what may stop it, who."""

ASKING = frozenset(KINDS) - {
    "goal",
    "principle",
    "development",
    "consultation",
    "stakeholder",
    "local_programme",
    "exclusion",
    "term",
}
"""The kinds of which something is still to become; of the others "open" says nothing."""


@dataclass(frozen=True, slots=True)
class Detail:
    """A heading (a message) and what stands under it; nothing there means that it is open."""

    label: str
    said: tuple[Ref, ...]


def details(entry: Entry, refer: References) -> tuple[Detail, ...]:
    """What only its kind says, then what all kinds may say: what it touches."""
    own = tuple(Detail(label, said) for label, said in _own(entry, refer))
    links = refer.many(entry.links)
    return (*own, Detail(N_("Touches"), links)) if links else own


def badge_of(row: RegisterEntryRow) -> str | None:
    """How it stands in a word, or none where "open" would say nothing.

    A question that its own source answers is not open, nor is a contradiction that was read.
    """
    if row.status != "open":
        return row.status
    match row.entry:
        case CouncilQuestion(answer=str()):
            return "answered_there"
        case Anomaly(reading=str()):
            return "read"
        case Pilot(outcome=str()):
            return None
        case entry:
            return "open" if entry.kind in ASKING else None


def _own(entry: Entry, refer: References) -> Iterator[tuple[str, tuple[Ref, ...]]]:
    match entry:
        case Goal():
            yield from _said((N_("Under"), entry.above), refer)
        case Principle():
            yield from _said((N_("Decided in"), entry.decision), refer)
        case Choice():
            yield from _choice(entry, refer)
        case Risk():
            yield from _said((N_("Consequence"), entry.consequence))
            yield N_("Response"), _open(entry.response)
            yield from _said((N_("Reported"), entry.reported))
        case Precondition():
            yield N_("Who has to see to it"), _open(entry.on, refer)
            if entry.unlocks:
                yield N_("Makes possible"), refer.many(entry.unlocks)
        case Condition():
            yield from _said((N_("When"), entry.when), refer=refer)
            yield from _said((N_("Then"), entry.then), refer=refer)
        case ResearchQuestion():
            yield N_("With"), refer.many(entry.partners)
        case Commitment():
            yield from _said((N_("Promised to"), entry.to), refer)
            yield from _said((N_("When that comes up"), entry.trigger))
            yield N_("Raised by"), refer.many(entry.items)
        case Development(happened=window) if window is not None:
            yield from _said((N_("Happened"), window.written))
        case _:
            yield from _others(entry, refer)


def _others(entry: Entry, refer: References) -> Iterator[tuple[str, tuple[Ref, ...]]]:
    match entry:
        case Stakeholder():
            yield from _said((N_("Part it plays"), entry.role))
        case Consultation():
            yield from _said((N_("Held"), entry.held.written))
            if entry.participants:
                yield N_("Who took part"), refer.many(entry.participants)
            yield from _said((N_("What they said"), entry.response))
            yield N_("What was done with it"), _open(entry.follow_up)
        case Dependency() | LocalProgramme() | Ordinance():
            yield from _said((N_("Municipality"), entry.municipality))
        case Pilot():
            yield N_("What came of it"), _open(entry.outcome)
        case CouncilQuestion():
            yield from _said((N_("Asked by"), entry.asked_by), refer)
            yield N_("Answer"), _open(entry.answer)
        case GlossaryTerm():
            yield from _said((N_("Meaning"), entry.definition))
            if entry.same_as:
                yield N_("Also called"), refer.many(entry.same_as)
        case Sunset():
            yield from _said((N_("Ends"), entry.ends.written))
        case _:
            pass


def _choice(entry: Choice, refer: References) -> Iterator[tuple[str, tuple[Ref, ...]]]:
    yield N_("Chosen"), _open(entry.chosen)
    if entry.options:
        yield N_("What it can be"), tuple(Ref(each) for each in entry.options)
    yield from _said((N_("Who chooses"), entry.body), refer)
    yield from _said((N_("Within the frame of"), entry.within), refer)


def _said(
    pair: tuple[str, str | None], refer: References | None = None
) -> Iterator[tuple[str, tuple[Ref, ...]]]:
    """One heading with its text, or nothing where there is none."""
    label, text = pair
    if text:
        yield label, _open(text, refer)


def _open(text: str | None, refer: References | None = None) -> tuple[Ref, ...]:
    """The text, by what it names if it is an id; nothing if the source leaves it open."""
    if not text:
        return ()
    return (refer.known.get(text, Ref(text)) if refer else Ref(text),)
