"""The contracts as they are known now, with what is in force and what is pending."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import assert_never, get_args
from uuid import UUID

from domain.base import Event, Source, Standing
from domain.change.parts import ChangeKind
from domain.contract.drawing import Drawn, drawn
from domain.contract.events import (
    ContractAmended,
    ContractConcluded,
    ContractCorrected,
    ContractEnded,
    ContractEvent,
    ContractExtended,
    ContractReplaced,
)
from domain.contract.options import OptionLeft, option_left
from domain.contract.parts import (
    Decided,
    Ending,
    Form,
    Lineage,
    Means,
    Option,
    Party,
    Principal,
    Term,
)
from domain.contract.signing import SigningState, missing, signing_state
from domain.contract.state import figures_on, governing
from domain.dates import Window, local_day
from domain.notice import NoticeClause
from domain.provisions import DrawingRight, Provisions
from projections import tables
from projections.contract_keeping import DutyOn, Keeping, duties_on, keep
from projections.read_model import ReadModel


@dataclass(frozen=True, slots=True)
class TermsFrom:
    """Terms that count from a day on, as now known; `records` are the event and its corrections.

    `clause` governs what is announced from that day on.
    """

    effective: date
    terms: dict[str, str]
    records: tuple[UUID, ...]
    change_id: UUID | None = None
    provisions: Provisions = field(default_factory=dict)
    kinds: tuple[ChangeKind, ...] = ()
    clause: NoticeClause | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """The contract came to end on another day, by an option, by bridging or by aligning ends."""

    how: Means
    option_id: str | None
    count: int
    until: date
    previous: Window
    told_on: date | None
    latest: date | None
    decision: Decided


@dataclass(frozen=True, slots=True)
class Succession:
    """Contracts that took its place."""

    by_contracts: tuple[UUID, ...]
    how: Lineage
    last_day: date
    decision: Decided | None


@dataclass(frozen=True, slots=True)
class ContractRow:
    """`timeline` holds what counts from when, in that order; ask `terms_on` and `pending_on`.

    `ends` is the end as known now; `clause` is the one it was concluded with: ask `clause_on` for
    the one that governs what is announced on a day (AN-21). No `municipalities` or `products`
    means that the contract does not say.
    """

    contract_id: UUID
    number: str
    programme_id: UUID
    segment: str
    provider_id: UUID
    starts: date
    ends: Window
    clause: NoticeClause
    standing: Standing | None
    source: Source | None
    recorded_at: datetime
    timeline: tuple[TermsFrom, ...]
    amendments: int = 0
    corrections: int = 0
    ended: Ending | None = None
    form: Form = "single"
    parent: UUID | None = None
    principals: tuple[Principal, ...] = ()
    products: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    term: Term | None = None
    options: tuple[Option, ...] = ()
    replaces: tuple[UUID, ...] = ()
    how: Lineage | None = None
    knows: tuple[UUID, ...] = ()
    extensions: tuple[Extension, ...] = ()
    successions: tuple[Succession, ...] = ()
    lapsed: tuple[str, ...] = ()
    keeping: Keeping = field(default_factory=Keeping)

    def terms_on(self, day: date) -> dict[str, str]:
        """The terms in force on a day, as known now."""
        terms: dict[str, str] = {}
        for step in self.timeline:
            if step.effective <= day:
                terms |= step.terms
        return terms

    def provisions_on(self, day: date) -> Provisions:
        """What these terms are in figures."""
        return figures_on(self.timeline, day)

    def clause_on(self, day: date) -> NoticeClause:
        """The notice clause that governs what is announced on a day (AN-21)."""
        return governing(self.timeline, day, self.clause)

    def pending_on(self, day: date) -> tuple[TermsFrom, ...]:
        """What is agreed already but counts only from after this day."""
        return tuple(step for step in self.timeline if step.effective > day)

    def duties_on(self, day: date) -> tuple[DutyOn, ...]:
        """The duties of both parties and how they stand (CC-15)."""
        return duties_on(self.provisions_on(day), self.keeping, self.lapsed, day)

    def rights_on(self, day: date) -> Mapping[str, tuple[DrawingRight, Drawn]]:
        """Each drawing right and what call-offs draw on it together (CC-03)."""
        return {
            name: (each, drawn(one for one in self.keeping.drawings if one.right == name))
            for name, each in self.provisions_on(day).items()
            if isinstance(each, DrawingRight)
        }

    def runs_on(self, day: date) -> bool:
        """Whether the contract is in force on a day."""
        return self.starts <= day and (self.ends.last is None or day <= self.ends.last)

    @property
    def area(self) -> tuple[str, ...]:
        """The municipalities that it is for: those it names, or else those on whose account it is.

        None named means that the contract does not say.
        """
        return area_of(self.municipalities, self.principals)

    @property
    def terms(self) -> dict[str, str]:
        """The terms once all that is known now counts."""
        return self.terms_on(date.max)

    @property
    def options_left(self) -> tuple[OptionLeft, ...]:
        """Each option: what is left of it, and the last day to use it (CC-02)."""
        used = [each.option_id for each in self.extensions if each.how == "option"]
        return tuple(
            option_left(each, used.count(each.option_id), self.ends) for each in self.options
        )

    @property
    def bridged(self) -> int:
        """How often it was bridged (CC-18)."""
        return sum(each.how == "bridging" for each in self.extensions)

    @property
    def signing(self) -> SigningState:
        """Whether both parties signed; rights arise only then (CC-20)."""
        return signing_state(self.principals, self.keeping.signatures)

    @property
    def unsigned(self) -> tuple[Party | str, ...]:
        """Whose signature is still to come."""
        return missing(self.principals, self.keeping.signatures)

    @property
    def replaced_by(self) -> tuple[UUID, ...]:
        """The contracts that took its place (CC-04)."""
        return tuple(each for one in self.successions for each in one.by_contracts)


def keys(event: Event) -> Iterable[str]:
    """A contract's events touch the row of that contract."""
    return (str(event.contract_id),) if isinstance(event, ContractEvent) else ()


def project(_: str, row: ContractRow | None, event: Event) -> ContractRow | None:
    """Fold one event into the row of its contract."""
    if not isinstance(event, ContractEvent):
        return row
    if isinstance(event, ContractConcluded):
        return _concluded(event)
    if row is None:
        return None
    match event:
        case ContractAmended():
            return _amended(row, event)
        case ContractCorrected():
            corrected = tuple(_corrected(step, event) for step in row.timeline)
            return replace(row, timeline=corrected, corrections=row.corrections + 1)
        case ContractEnded() | ContractExtended() | ContractReplaced():
            return _lasting(row, event)
        case _:
            return replace(row, keeping=keep(row.keeping, event))


CONTRACTS = ReadModel(
    name="contracts",
    version=3,
    row=ContractRow,
    events=get_args(ContractEvent),
    keys=keys,
    project=project,
    indexes=("programme_id", "segment", "provider_id", "number", "parent"),
)


def of_programme(
    source: tables.Source, programme_id: UUID, segment: str | None = None
) -> list[ContractRow]:
    """The contracts of a programme, or of one of its segments, by number."""
    where: dict[str, object] = {"programme_id": programme_id}
    if segment is not None:
        where["segment"] = segment
    return tables.select(source, CONTRACTS, where, order=("number",))


def by_number(source: tables.Source, number: str) -> ContractRow | None:
    """The contract with this number, as people write it on letters."""
    return next(iter(tables.select(source, CONTRACTS, {"number": number}, limit=1)), None)


def under(source: tables.Source, parent: UUID) -> list[ContractRow]:
    """The result agreements under a development agreement, the call-offs under a framework."""
    return tables.select(source, CONTRACTS, {"parent": parent}, order=("number",))


def in_force_for(
    source: tables.Source, provider_id: UUID, segment: str, municipality: str, day: date
) -> list[ContractRow]:
    """The contracts that hold between a provider and a municipality in a segment (CC-21).

    Ask `terms_on` and `provisions_on` of each. A contract that names no municipality holds for
    all of the region.
    """
    where = {"provider_id": provider_id, "segment": segment}
    found = tables.select(source, CONTRACTS, where, order=("number",))
    return [row for row in found if row.runs_on(day) and covers(row, municipality)]


def covers(row: ContractRow, municipality: str) -> bool:
    """Whether the contract holds for a municipality, by its area or by its principals."""
    return not row.area or municipality in row.area


def area_of(municipalities: tuple[str, ...], principals: tuple[Principal, ...]) -> tuple[str, ...]:
    """The municipalities that a contract is for, as `ContractRow.area` has it."""
    return municipalities or tuple(each.municipality for each in principals)


def begins_to_count(event: ContractConcluded | ContractAmended) -> date:
    """The day from which these terms count."""
    if isinstance(event, ContractConcluded):
        return event.effective or event.starts
    return event.effective or local_day(event.at)


def last_day_by(event: ContractEnded | ContractExtended | ContractReplaced) -> date:
    """The last day of the contract after this."""
    return event.until if isinstance(event, ContractExtended) else event.last_day


def _concluded(event: ContractConcluded) -> ContractRow:
    terms = TermsFrom(
        effective=begins_to_count(event),
        terms=event.terms,
        records=_records(event),
        provisions=event.provisions,
        clause=event.clause,
    )
    return ContractRow(
        contract_id=event.contract_id,
        number=event.number,
        programme_id=event.programme_id,
        segment=event.segment,
        provider_id=event.provider_id,
        starts=event.starts,
        ends=event.ends,
        clause=event.clause,
        standing=event.standing,
        source=event.source,
        recorded_at=event.at,
        timeline=(terms,),
        form=event.form,
        parent=event.parent,
        principals=event.principals,
        products=event.products,
        municipalities=event.municipalities,
        term=event.term,
        options=event.options,
        replaces=event.replaces,
        how=event.how,
        knows=event.knows,
    )


def _amended(row: ContractRow, event: ContractAmended) -> ContractRow:
    step = TermsFrom(
        effective=begins_to_count(event),
        terms=event.terms,
        records=_records(event),
        change_id=event.change_id,
        provisions=event.provisions,
        kinds=event.kinds,
        clause=event.new_clause,
    )
    timeline = sorted((*row.timeline, step), key=lambda each: each.effective)
    return replace(row, timeline=tuple(timeline), amendments=row.amendments + 1)


def _corrected(step: TermsFrom, event: ContractCorrected) -> TermsFrom:
    if event.corrects not in step.records:
        return step
    return replace(
        step,
        terms={**step.terms, **event.terms},
        provisions={**step.provisions, **event.provisions},
        records=(*step.records, *_records(event)),
    )


def _lasting(
    row: ContractRow, event: ContractEnded | ContractExtended | ContractReplaced
) -> ContractRow:
    ends = Window.on(last_day_by(event))
    match event:
        case ContractEnded():
            return replace(row, ends=ends, ended=event.ending, lapsed=event.lapsed)
        case ContractExtended():
            extension = Extension(
                how=event.how,
                option_id=event.option_id,
                count=event.count,
                until=event.until,
                previous=event.previous,
                told_on=event.told_on,
                latest=event.latest,
                decision=event.decision,
            )
            return replace(row, ends=ends, extensions=(*row.extensions, extension))
        case ContractReplaced():
            succession = Succession(event.by_contracts, event.how, event.last_day, event.decision)
            return replace(
                row,
                ends=ends,
                successions=(*row.successions, succession),
                lapsed=event.lapsed,
            )
        case _:
            assert_never(event)


def _records(event: ContractEvent) -> tuple[UUID, ...]:
    assert event.event_id is not None
    return (event.event_id,)
