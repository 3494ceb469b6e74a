"""The readable report of a bundle: one content, set as a page and as a PDF."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from babel.dates import format_datetime

from domain.base import Sentence
from domain.dates import AMSTERDAM
from domain.notice import NoticeClause
from domain.secrecy import Reason
from projections.bundles.asked import Asked
from projections.bundles.evidence import Item
from projections.bundles.gathered import Gathered
from projections.bundles.subject import Facts, Speaker, terms
from projections.language import N_, Language, say, write_date
from projections.letters import LetterRow
from projections.narration import tell
from proofs.leaf import leaf_hash

MOST_ROWS = 1_000
"""So many rows of a table are shown; all of them are in the bundle's files."""

KINDS: Mapping[str, str] = {
    "contract": N_("Contract"),
    "change": N_("Change"),
    "decision": N_("Decision"),
    "procedure": N_("Procedure"),
    "programme": N_("Programme"),
}
ROLES: Mapping[str, str] = {
    "public": N_("the public"),
    "provider": N_("a provider"),
    "council_member": N_("a member of the council"),
    "college_member": N_("a member of the college"),
    "official": N_("an official"),
    "auditor": N_("an auditor"),
}
_LETTER_KINDS: Mapping[str, str] = {
    "announcement": N_("Announcement"),
    "rectification": N_("Letter that replaces an earlier one"),
    "withdrawal": N_("Withdrawal"),
    "reply": N_("Reply to a reaction"),
}
_STATES: Mapping[str, str] = {
    "to_send": N_("To be sent"),
    "sending": N_("On its way"),
    "sent": N_("Sent"),
    "retrying": N_("Waits for the mail server"),
    "refused": N_("Refused"),
    "recalled": N_("Recalled"),
}
_COUNTED: Mapping[str, str] = {
    "back": N_("counted back from the day of effect"),
    "forward": N_("counted on from the day of announcement"),
}
_SHIFTED: Mapping[str, str] = {
    "no_shift": N_("weekends and holidays do not move it"),
    "working_day_before": N_("moved to the working day before"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` are shares of the width of a sheet of paper."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with sentences, then facts by their name, then a table, as far as there are any."""

    heading: str
    said: tuple[str, ...] = ()
    facts: Facts = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """`digest` is the SHA-256 of `events.jsonl`, by which report and events hang together."""

    title: str
    language: Language
    digest: str
    dated: date
    sections: tuple[Section, ...]

    @property
    def data(self) -> dict[str, Any]:
        """For whoever sets it on paper."""
        return {**asdict(self), "dated": [self.dated.year, self.dated.month, self.dated.day]}


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the report says of the proof."""

    digest: str
    counted: Mapping[str, int]
    size: int
    root: bytes
    key: str
    checkpoint: str
    made_by: str


def report(
    asked: Asked, gathered: Gathered, told: Sequence[tuple[str, ...]], sealed: Sealed
) -> Report:
    """All of it. `told` are the rows of `row`, as many as are shown."""
    speak = Speaker(asked.language)
    subject = gathered.subject()
    return Report(
        title=speak(N_("Evidence: %(subject)s")) % {"subject": _titled(asked, subject, speak)},
        language=asked.language,
        digest=sealed.digest,
        dated=asked.known.astimezone(AMSTERDAM).date(),
        sections=(
            _about(asked, sealed, speak),
            _reads(asked, subject, speak),
            _events(told, sealed, speak),
            _letters(gathered.letters(), speak),
            _rules(gathered, speak),
            _proof(sealed, speak),
        ),
    )


def row(nth: int, item: Item, index: int, language: Language) -> tuple[str, ...]:
    """One event as a row of the report; `nth` is its line in `events.jsonl`."""
    speak = Speaker(language)
    leaf = leaf_hash(item.stored.data).hex()
    place = f"{index}: {leaf}"
    if item.event is None:
        return (str(nth), "", _kept_back(item, speak), "", "", place)
    event = item.event
    said = say(tell(event), language)
    if event.source is not None:
        said += f" ({event.source.document}, {event.source.section}: “{event.source.quote}”)"
    effective = write_date(event.effective, language) if event.effective else ""
    return (str(nth), moment(event.at, language), said, event.by, effective, place)


def moment(at: datetime, language: Language) -> str:
    return format_datetime(at.astimezone(AMSTERDAM), "d MMM y, HH:mm:ss", locale=language)


def _kept_back(item: Item, speak: Speaker) -> str:
    if item.reason is None:
        return speak(N_("Destroyed under a signed list; its hash stays."))
    return speak(N_("Kept back from this reader: %(why)s")) % {"why": _why(item.reason, speak)}


def _why(reason: Reason, speak: Speaker) -> str:
    parts = [speak(reason.ground), reason.regime, reason.document, reason.section]
    if reason.public_from is not None:
        day = write_date(reason.public_from, speak.language)
        parts.append(speak(N_("public from %(day)s")) % {"day": day})
    return "; ".join(each for each in parts if each) + "."


def _titled(asked: Asked, subject: Any, speak: Speaker) -> str:
    name = getattr(subject, "number", None) or getattr(subject, "title", None)
    return f"{speak(KINDS[asked.kind])} {name or asked.subject_id}"


def _about(asked: Asked, sealed: Sealed, speak: Speaker) -> Section:
    counted = sealed.counted
    return Section(
        heading=speak(N_("What this is")),
        said=(
            speak(
                N_(
                    "This report tells what the events in this bundle say. The events are the "
                    "evidence; the report is there to read them by."
                )
            ),
        ),
        facts=(
            (speak(N_("About")), f"{speak(KINDS[asked.kind])} {asked.subject_id}"),
            (speak(N_("As known at")), f"{moment(asked.known, asked.language)} ({asked.moment})"),
            (speak(N_("For")), speak(ROLES[asked.role])),
            (speak(N_("Secrecy as on")), write_date(asked.on, asked.language)),
            (speak(N_("Events that can be read")), str(counted["open"])),
            (speak(N_("Events kept back")), str(counted["withheld"])),
            (speak(N_("Events destroyed")), str(counted["destroyed"])),
            (speak(N_("SHA-256 of events.jsonl")), sealed.digest),
            (speak(N_("Made by")), sealed.made_by),
        ),
    )


def _reads(asked: Asked, subject: Any, speak: Speaker) -> Section:
    if subject is None:
        sentence = N_("How it reads cannot be told without what is kept back or destroyed.")
        return Section(speak(N_("How it reads")), (speak(sentence),))
    facts, found = terms(asked, subject, speak)
    head = (speak(N_("Term")), speak(N_("Text")))
    table = Table(speak(N_("The terms")), head, found, (1, 3)) if found else None
    return Section(speak(N_("How it reads")), facts=facts, table=table)


def _events(told: Sequence[tuple[str, ...]], sealed: Sealed, speak: Speaker) -> Section:
    head = ("Line", "Recorded", "What happened", "By", "Counts from", "Leaf in the tree")
    return Section(
        heading=speak(N_("What happened")),
        said=tuple(_more(len(told), sum(sealed.counted.values()), "events.jsonl", speak)),
        table=Table(
            speak(N_("The events, in the order of the log")),
            tuple(map(speak, head)),
            tuple(told),
            (2, 6, 16, 6, 5, 12),
        ),
    )


_HEADS = (
    *(N_("Line"), N_("Recorded"), N_("What happened"), N_("By"), N_("Counts from")),
    *(N_("Leaf in the tree"), N_("Letter"), N_("Contract"), N_("State"), N_("Announced on")),
    *(N_("Last lawful day"), N_("What proves it")),
)


def _letters(letters: Sequence[LetterRow], speak: Speaker) -> Section:
    heading = speak(N_("Letters"))
    if not letters:
        return Section(heading, (speak(N_("No letters that this reader may see.")),))
    head = ("Letter", "Contract", "State", "Announced on", "Last lawful day", "What proves it")
    rows = tuple(_letter(each, speak) for each in letters[:MOST_ROWS])
    return Section(
        heading=heading,
        said=(
            speak(N_("Addresses and texts are not in the log; the digest is of what was sent.")),
            *_more(len(rows), len(letters), "letters.json", speak),
        ),
        table=Table(
            speak(N_("The letters and their delivery")),
            tuple(map(speak, head)),
            rows,
            (6, 4, 3, 4, 4, 14),
        ),
    )


def _letter(letter: LetterRow, speak: Speaker) -> tuple[str, ...]:
    proof = [
        letter.sent_at and moment(letter.sent_at, speak.language),
        letter.answer,
        letter.message_id,
        letter.digest and f"SHA-256 {letter.digest}",
    ]
    return (
        f"{speak(_LETTER_KINDS[letter.kind])} {letter.letter_id}",
        letter.contract_number,
        speak(_STATES[letter.state]),
        write_date(letter.announced_on, speak.language) if letter.announced_on else "",
        write_date(letter.latest, speak.language) if letter.announces else "",
        "; ".join(each for each in proof if each),
    )


def _rules(gathered: Gathered, speak: Speaker) -> Section:
    clauses = [
        (f"{each.clause_id}/{each.clause_version}", _clause(each, speak))
        for _, each in sorted(gathered.clauses.items())
    ]
    rules = [(each.ident, speak(each.says.template)) for each in gathered.used_rules()]
    return Section(
        heading=speak(N_("Rules and clauses")),
        said=(speak(N_("Days were computed by these versions; rules.json has them in full.")),),
        facts=(*clauses, *rules),
    )


def _clause(clause: NoticeClause, speak: Speaker) -> str:
    months = speak(N_("%(months)s months' notice")) % {"months": clause.months}
    source = f"{clause.source.document}, {clause.source.section}: “{clause.source.quote}”"
    how = f"{speak(_COUNTED[clause.counting])}; {speak(_SHIFTED[clause.weekend])}"
    return f"{months}; {how} ({source})"


def _proof(sealed: Sealed, speak: Speaker) -> Section:
    return Section(
        heading=speak(N_("How to check it")),
        said=(
            speak(
                N_(
                    "Give verify.py this bundle and the public key as it was published, on a "
                    "machine of your own; it needs nothing but Python."
                )
            ),
            "python3 verify.py BUNDLE.zip --key KEY",
        ),
        facts=(
            (speak(N_("Events in the log")), str(sealed.size)),
            (speak(N_("Root of the tree")), sealed.root.hex()),
            (speak(N_("Public key")), sealed.key),
            (speak(N_("Signed checkpoint")), sealed.checkpoint),
        ),
    )


def _more(shown: int, all_of_them: int, file: str, speak: Speaker) -> Iterator[str]:
    if shown < all_of_them:
        values = {"shown": str(shown), "all": str(all_of_them), "file": file}
        yield say(Sentence(N_("%(shown)s of %(all)s are shown; %(file)s has all."), values),
                  speak.language)  # fmt: skip
