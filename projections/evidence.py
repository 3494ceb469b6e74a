"""The evidence for a decision: what has to lie on the table, and what of it is missing (GO-04)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

from domain.base import Sentence
from domain.document.parts import id_of
from domain.programme.arrangements import Figure
from projections import tables
from projections.arrangements import ARRANGEMENTS, ArrangementRow
from projections.decisions import DecisionRow
from projections.documents import DOCUMENTS, DocumentRow
from projections.language import N_
from projections.narration.words import say
from projections.plan_items import PLAN_ITEMS, PlanItemRow
from projections.read_model import ReadModel
from projections.steering import REGISTER_ENTRIES, RegisterEntryRow

R = TypeVar("R")
Kind = Literal["entry", "document", "plan_item", "arrangement", "unknown"]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One thing to be looked at: what it is, how it stands, what is still missing of it.

    `register` is the kind of an entry. Nothing missing means that it can be put on the table.
    """

    evidence_id: str
    kind: Kind
    title: str
    status: str
    missing: tuple[Sentence, ...] = ()
    register: str | None = None


@dataclass(frozen=True, slots=True)
class EvidencePack:
    """All that one decision asks for, in the order in which it asks."""

    decision_key: str
    exhibits: tuple[Exhibit, ...]

    @property
    def complete(self) -> bool:
        """Whether something is asked for and nothing of it is missing."""
        return bool(self.exhibits) and not any(each.missing for each in self.exhibits)


def evidence_pack(
    decision: DecisionRow,
    entries: Iterable[RegisterEntryRow],
    documents: Iterable[DocumentRow],
    plan_items: Iterable[PlanItemRow],
    arrangements: Iterable[ArrangementRow] = (),
) -> EvidencePack:
    """Look up each id among the rows of the decision's programme; what is nowhere is missing."""
    known: dict[str, Exhibit] = {}
    for found in (
        *(_of_arrangement(each) for each in arrangements),
        *(_of_plan(item) for item in plan_items),
        *(_of_document(document) for document in documents),
        *(_of_register(entry) for entry in entries),
    ):
        known[found.evidence_id] = found
    return EvidencePack(
        decision_key=decision.key,
        exhibits=tuple(
            known.get(each) or known.get(id_of(each)) or _nowhere(each)
            for each in decision.evidence
        ),
    )


def pack_of(source: tables.Source, decision: DecisionRow) -> EvidencePack:
    """The pack of a decision, of whose programme only what it names is read."""
    names = {*decision.evidence, *(id_of(each) for each in decision.evidence)}

    def named(model: ReadModel[R], field: str) -> list[R]:
        where = {"programme_id": decision.programme_id, field: tables.OneOf(names)}
        return tables.select(source, model, where, order=(field,)) if names else []

    return evidence_pack(
        decision,
        named(REGISTER_ENTRIES, "entry_id"),
        named(DOCUMENTS, "code"),
        [each for each in named(PLAN_ITEMS, "item_id") if each.status != "dropped"],
        named(ARRANGEMENTS, "arrangement_id"),
    )


def _of_register(entry: RegisterEntryRow) -> Exhibit:
    """What became of it has to be known: a goal that was met or not, a question answered."""
    settled = entry.status == "settled"
    missing = () if settled else (say(N_("It is not recorded what became of it.")),)
    return Exhibit(
        evidence_id=entry.entry_id,
        kind="entry",
        title=entry.title,
        status=entry.outcome if settled and entry.outcome else entry.status,
        missing=missing,
        register=entry.kind,
    )


def _of_document(document: DocumentRow) -> Exhibit:
    missing = []
    if not document.paper.present:
        missing.append(say(N_("Its text is not at hand.")))
    if document.paper.missing:
        missing.append(say(N_("Not found of it: %(what)s."), what=document.paper.missing))
    if document.secret:
        missing.append(say(N_("It is secret, the whole or a part of it.")))
    return Exhibit(
        evidence_id=document.code,
        kind="document",
        title=document.title,
        status="secret" if document.secret else "public",
        missing=tuple(missing),
    )


def _of_plan(item: PlanItemRow) -> Exhibit:
    done = item.status == "realised"
    missing = () if done else (say(N_("It is not done: %(when)s."), when=item.window.written),)
    return Exhibit(
        evidence_id=item.item_id,
        kind="plan_item",
        title=item.title,
        status=item.status,
        missing=missing,
    )


def _of_arrangement(row: ArrangementRow) -> Exhibit:
    """What is arranged, or a figure such as a step of a cost path, which needs its number."""
    figure = row.arrangement if isinstance(row.arrangement, Figure) else None
    without = figure is not None and figure.number is None
    return Exhibit(
        evidence_id=row.arrangement_id,
        kind="arrangement",
        title=row.text,
        status=row.state or "stated",
        missing=(say(N_("Its source gives no number.")),) if without else (),
    )


def _nowhere(evidence_id: str) -> Exhibit:
    nothing = say(N_("Nothing in the programme is called so."))
    return Exhibit(evidence_id, "unknown", evidence_id, "unknown", (nothing,))
