"""How the subject of a bundle reads, as far as its reader may see it."""

from datetime import date
from typing import Any

from domain.dates import local_day
from domain.notice import latest_announcement
from projections.bundles.asked import Asked
from projections.changes import ChangeRow
from projections.contract_versions import ContractVersionsRow, reading
from projections.decisions import DecisionRow
from projections.language import N_, Language, say, translate, write_date
from projections.procedures import ProcedureRow
from projections.programmes import ProgrammeRow

Facts = tuple[tuple[str, str], ...]


class Speaker:
    """Says messages in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._found = translate(language)

    def __call__(self, message: str) -> str:
        return self._found.gettext(message)

    @property
    def unknown(self) -> str:
        return self(N_("not known"))

    def day(self, day: date | None) -> str:
        return write_date(day, self.language) if day else self.unknown


def terms(asked: Asked, subject: Any, speak: Speaker) -> tuple[Facts, tuple[tuple[str, ...], ...]]:
    """Facts by their names, and terms with their texts."""
    if isinstance(subject, ContractVersionsRow):
        return _of_contract(asked, subject, speak)
    if isinstance(subject, ChangeRow):
        return _of_change(subject, speak), tuple(sorted(subject.terms.items()))
    if isinstance(subject, DecisionRow):
        return _of_decision(subject, speak), ()
    if isinstance(subject, ProcedureRow):
        return _of_procedure(subject, speak), ()
    assert isinstance(subject, ProgrammeRow)
    facts = ((speak(N_("Title")), subject.title), (speak(N_("Region")), subject.region))
    return facts, ()


def _of_contract(
    asked: Asked, row: ContractVersionsRow, speak: Speaker
) -> tuple[Facts, tuple[tuple[str, ...], ...]]:
    """On the day of the moment that is asked about."""
    day = local_day(asked.known)
    read = reading(row, day, asked.known)
    facts = (
        (speak(N_("Number")), row.number),
        (speak(N_("In force on")), speak.day(day)),
        (speak(N_("Ends")), read.ends.written if read.ends else speak.unknown),
        (speak(N_("Programme")), str(row.programme_id)),
    )
    return facts, tuple(sorted(read.terms.items()))


def _of_change(row: ChangeRow, speak: Speaker) -> Facts:
    explained = latest_announcement(row.effective, row.clause)
    why = " ".join(say(each, speak.language) for each in explained.sentences)
    return (
        (speak(N_("Title")), row.title),
        (speak(N_("Segment")), row.segment),
        (speak(N_("Takes effect on")), speak.day(row.effective)),
        (speak(N_("Last lawful day")), speak.day(row.latest)),
        (speak(N_("Why that day")), f"{why} ({explained.rule})"),
        (speak(N_("Announced on")), speak.day(row.announced_on)),
    )


def _of_decision(row: DecisionRow, speak: Speaker) -> Facts:
    found: Facts = (
        (speak(N_("Title")), row.title),
        (speak(N_("To be decided")), row.window.written),
        (speak(N_("Outcome")), row.reached.outcome if row.reached else speak.unknown),
        (speak(N_("Decided")), row.reached.decided.written if row.reached else speak.unknown),
    )
    if row.latest is None:
        return found
    why = " ".join(say(each, speak.language) for each in row.latest.sentences)
    latest = f"{speak.day(row.latest.value)}. {why} ({row.latest.rule})"
    return (*found, (speak(N_("Last day to decide")), latest))


def _of_procedure(row: ProcedureRow, speak: Speaker) -> Facts:
    return (
        (speak(N_("Title")), row.title),
        (speak(N_("Segments")), ", ".join(row.segments)),
        (speak(N_("Route")), f"{row.route}/{row.route_version}"),
    )
