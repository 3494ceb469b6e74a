"""What a bundle says beside its events: folded from those that its reader may see, and no others.

So nothing that is kept back shows through in the letters, the rules or the report.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pydantic import BaseModel, TypeAdapter

from domain.base import Event
from domain.dates import Explained
from domain.notice import NoticeClause
from domain.rules import RULES, Rule, rule_of
from domain.workdays import statutory_holidays
from eventstore.schemas import version_of
from eventstore.stored import Stored
from projections.bundles.belonging import Kind
from projections.changes import CHANGES, ChangeRow
from projections.contract_versions import CONTRACT_VERSIONS
from projections.decisions import DECISIONS
from projections.letters import LETTERS, LetterRow, as_of_change
from projections.procedures import PROCEDURES
from projections.programmes import PROGRAMMES
from projections.read_model import ReadModel

SUBJECTS: Mapping[str, ReadModel[Any]] = {
    "contract": CONTRACT_VERSIONS,
    "change": CHANGES,
    "decision": DECISIONS,
    "procedure": PROCEDURES,
    "programme": PROGRAMMES,
}
_COUNTS_WORKING_DAYS = ("standstill/1",)
_FIRST_KNOWN_YEAR = 2014


@dataclass(slots=True)
class Gathered:
    """Grows with each event. `rows` are of read models, by the model's name and the row's key.

    `partly` says that events of the subject itself are kept back or gone.
    """

    kind: Kind
    subject_id: UUID
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    clauses: dict[tuple[str, int], NoticeClause] = field(default_factory=dict)
    rules: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    schemas: set[tuple[str, int]] = field(default_factory=set)
    partly: bool = False

    def lacks(self, stored: Stored) -> None:
        """Take in that an event cannot be seen: then the subject is seen in part only."""
        self.partly = self.partly or stored.stream == self.subject_id

    def add(self, event: Event, stored: Stored) -> None:
        """Take in an event that the reader may see."""
        self.schemas.add((stored.topic, version_of(stored.state)))
        own = SUBJECTS[self.kind]
        models: dict[str, ReadModel[Any]] = {each.name: each for each in (LETTERS, CHANGES)}
        for model in {**models, own.name: own}.values():
            if isinstance(event, model.events):
                self._fold(model, event)
        if event.effective is not None:
            self.years |= {event.effective.year - 1, event.effective.year}
        for found in _rules_in(event):
            if isinstance(found, Explained):
                self.rules.add(found.rule)
            else:
                self.clauses[found.clause_id, found.clause_version] = found
                self.rules.add(f"notice-{found.counting}/1")

    def subject(self) -> Any:
        """The subject as it was known; none if not all of it can be seen."""
        if self.partly:
            return None
        return self.rows.get(SUBJECTS[self.kind].name, {}).get(str(self.subject_id))

    def letters(self) -> list[LetterRow]:
        """The letters, each in the light of its change, in the order in which they were made.

        A change lays out those of all its contracts at once; of a contract only its own count.
        """
        changes: dict[str, ChangeRow] = self.rows.get(CHANGES.name, {})
        found: list[LetterRow] = list(self.rows.get(LETTERS.name, {}).values())
        return [
            as_of_change(each, changes[str(each.change_id)])
            if str(each.change_id) in changes
            else each
            for each in found
            if self.kind != "contract" or each.contract_id == self.subject_id
        ]

    def used_rules(self) -> list[Rule]:
        """The versions of rules that days were computed by, as far as they are known."""
        known = {each.ident for each in RULES}
        return [rule_of(each) for each in sorted(self.rules & known)]

    def _fold(self, model: ReadModel[Any], event: Event) -> None:
        rows = self.rows.setdefault(model.name, {})
        for key in list(model.keys(event)):
            row = model.project(key, rows.get(key), event)
            if row is None:
                rows.pop(key, None)
            else:
                rows[key] = row


def letters_file(gathered: Gathered) -> dict[str, Any]:
    """`letters.json`: what became of each letter. Addresses and texts are not in events."""
    adapter = TypeAdapter(LetterRow)
    said = [
        {
            **adapter.dump_python(each, mode="json", exclude_none=True),
            "days_to_spare": each.days_to_spare,
            "in_time": each.in_time,
        }
        for each in gathered.letters()
    ]
    return {"letters": said}


def rules_file(gathered: Gathered) -> dict[str, Any]:
    """`rules.json`: the clauses, the versions of the rules, and the holidays they count with."""
    rules = [
        {"rule": each.ident, "says": each.says.template, "law": each.law}
        for each in gathered.used_rules()
    ]
    clauses = [each.model_dump(mode="json") for _, each in sorted(gathered.clauses.items())]
    return {
        "clauses": clauses,
        "rules": rules,
        "holidays": _holidays(gathered),
    }


def _holidays(gathered: Gathered) -> dict[str, Any]:
    """The days that are no working days beside weekends, where a rule asks for working days."""
    shifted = any(each.weekend != "no_shift" for each in gathered.clauses.values())
    if not shifted and not gathered.rules & set(_COUNTS_WORKING_DAYS):
        return {}
    years = sorted(year for year in gathered.years if year >= _FIRST_KNOWN_YEAR)
    days = {str(year): sorted(map(str, statutory_holidays(year))) for year in years}
    return {"rule": "atw-3/1", "law": "Algemene termijnenwet 3", "days": days}


def _rules_in(value: object) -> Iterator[Explained | NoticeClause]:
    """Every notice clause and every explained date in an event, also in its parts."""
    if isinstance(value, Explained | NoticeClause):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _rules_in(getattr(value, name))
    elif isinstance(value, tuple | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _rules_in(each)
