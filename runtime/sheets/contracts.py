"""Rows of contracts, held against who is known, what is in force, and each other."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from domain.base import Refused, Sentence, derived_id
from domain.contract.commands import ConcludeContract, CorrectContract
from domain.dates import Window
from domain.notice import NoticeClause
from domain.provider.state import refuse_contract
from projections.contracts import ContractRow
from runtime.sheets.cells import tidy
from runtime.sheets.columns import CONTRACTS
from runtime.sheets.known import (
    Known,
    contract_version,
    terms_on,
)
from runtime.sheets.lines import Line
from runtime.sheets.providers import changed_since, provider_of, refuse_doubles, unknown_segment
from runtime.sheets.stamping import UNSTAMPED, refusal_of
from runtime.sheets.tariffs import Figures
from runtime.sheets.verdicts import Difference, Judged, Origin, Plan, difference

_TITLES = {each.key: each.title for each in CONTRACTS}
_BY_CHANGE = Sentence(
    "What is agreed is not changed by importing. Propose the change under Wijzigingen, so that it "
    "is announced in time; or, if the record was wrong from the start, fill in “Reden van "
    "correctie”."
)
_BY_PAGE = Sentence(
    "When a contract ends is not changed by importing: extend it or let it end on its own page."
)
_BY_NEW = Sentence(
    "A contract keeps its provider, segment, start, clause, products and municipalities: change "
    "them by a change that is announced, or let it end and conclude a new one."
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A contract as its row says it is, once everything in it is known to exist."""

    number: str
    provider_id: UUID
    segment: str
    starts: date
    ends: Window
    clause: NoticeClause
    products: tuple[str, ...] | None
    municipalities: tuple[str, ...] | None


def judge(
    rows: Sequence[Line],
    figures: Mapping[str, Figures],
    providers: Sequence[Judged],
    known: Known,
    origin: Origin,
) -> list[Judged]:
    """A verdict on each row. `figures`: by contract number the tariffs of the same file;
    `providers`: the verdicts on its rows of providers."""
    refuse_doubles(rows, ("number",), _TITLES)
    beside = _Beside(providers)
    return [_judged(line, figures, beside, known, origin) for line in rows]


def delivering(rows: Iterable[Line], known: Known) -> dict[str, set[str]]:
    """The segments of contracts by what their rows call the provider: its id or KvK number."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in rows:
        segment = known.segments.get((line.text("segment") or "").casefold())
        for key in ("provider", "kvk"):
            if segment and (said := line.text(key)):
                found[said].add(segment)
    return found


class _Beside:
    """The providers of the same file, by everything that a contract's row can call them."""

    def __init__(self, providers: Sequence[Judged]) -> None:
        self.by_id = {each.stream: each for each in providers if each.stream}
        self.by_kvk = {kvk: each for each in providers if (kvk := each.line.text("kvk"))}
        self.by_word = {word: each for each in providers if (word := each.line.text("id"))}


def _judged(
    line: Line,
    figures: Mapping[str, Figures],
    beside: _Beside,
    known: Known,
    origin: Origin,
) -> Judged:
    about = line.text("number") or f"rij {line.number}"
    stated = _stated(line, beside, known)
    mine = figures.get(about, Figures())
    if stated is None or line.wrong:
        return Judged(line, "refused", about)
    contract_id = derived_id("contract", stated.number)
    row = known.contracts.get(stated.number)
    if row is None:
        return _new(Judged(line, "new", about, contract_id), stated, mine, beside, known, origin)
    judged = Judged(line, "same", about, contract_id)
    if row.programme_id != known.programme.programme_id:
        line.refuse(
            Sentence("A contract of another programme has this number: choose another one."),
            "number",
        )
        judged.verdict = "refused"
        return judged
    return _held_against(judged, stated, row, known)


def _stated(line: Line, beside: _Beside, known: Known) -> Stated | None:
    """The contract that the row speaks of; refuses the row for what does not exist."""
    said = line.text("segment") or ""
    segment = known.segments.get(said.casefold())
    if said and segment is None:
        line.refuse(unknown_segment(said, known), "segment")
    provider_id = _provider(line, beside, known)
    clause = _clause(line, segment, known) if segment else None
    starts, ends = line.given.get("starts"), line.given.get("ends")
    if isinstance(starts, date) and isinstance(ends, Window) and ends.last and ends.last < starts:
        line.refuse(
            Sentence(
                "It ends (%(ends)s) before it starts (%(starts)s): one of the two is wrong.",
                {"ends": ends.last.isoformat(), "starts": starts.isoformat()},
            ),
            "ends",
        )
    number = line.text("number")
    if line.wrong or not (number and segment and provider_id and clause):
        return None
    assert isinstance(starts, date)
    assert isinstance(ends, Window)
    more = (line.given.get("products"), line.given.get("municipalities"))
    return Stated(number, provider_id, segment, starts, ends, clause, *more)


def _provider(line: Line, beside: _Beside, known: Known) -> UUID | None:
    """Whose contract it is; refuses the row if nobody is known by what it says."""
    word, kvk = line.text("provider"), line.text("kvk")
    found: dict[str, UUID] = {}
    for key, said, rows in (("provider", word, beside.by_word), ("kvk", kvk, beside.by_kvk)):
        row = rows.get(said) if said else None
        if row is not None and row.stream is None:
            line.refuse(
                Sentence(
                    "Its provider's row %(row)s is refused: put that right first.",
                    {"row": str(row.line.number)},
                ),
                key,
            )
        elif row is not None and row.stream is not None:
            found[key] = row.stream
        elif said and (other := _known_provider(key, said, line, known)):
            found[key] = other
        elif said:
            line.refuse(
                Sentence(
                    "No provider is known by %(value)s: register it, or give it a row on the sheet "
                    "“Aanbieders” of this file.",
                    {"value": said},
                ),
                key,
            )
    if len(set(found.values())) > 1:
        line.refuse(
            Sentence("The Aanbieder-id and the KvK-nummer are those of two providers."), "kvk"
        )
    if not (word or kvk):
        line.refuse(
            Sentence("Say whose contract it is: fill in an Aanbieder-id or a KvK-nummer."),
            "provider" if "provider" in line.places else "kvk",
        )
    return next(iter(found.values()), None)


def _known_provider(key: str, said: str, line: Line, known: Known) -> UUID | None:
    if key == "kvk":
        holder = known.holders.get(("kvk", said))
        return UUID(holder) if holder else None
    provider_id = provider_of(said, known)
    row = known.contracts.get(line.text("number") or "")
    if row is not None and row.provider_id == provider_id:
        return provider_id
    return provider_id if known.provider(provider_id).programme_id is not None else None


def _clause(line: Line, segment: str, known: Known) -> NoticeClause | None:
    """The clause that the row names; the programme's for the segment if it names none."""
    said = line.text("clause")
    row = known.contracts.get(line.text("number") or "")
    if said is None:
        clause = row.clause if row else known.programme.clause_for(segment)
        if clause is None:
            line.refuse(
                Sentence("No clause of the programme is for this segment: name one."), "clause"
            )
        elif row is None:
            line.note(
                Sentence(
                    "No clause is named: the programme's clause for this segment is taken, "
                    "%(clause)s.",
                    {"clause": clause.clause_id},
                )
            )
        return clause
    if row and row.clause.clause_id == said:
        return row.clause
    clauses = {each.notice.clause_id: each for each in known.programme.clauses}
    part = clauses.get(said)
    if part is None or (part.segments and segment not in part.segments):
        fitting = [
            key for key, each in clauses.items() if not each.segments or segment in each.segments
        ]
        line.refuse(
            Sentence(
                "The programme has no clause “%(name)s” for this segment; it has: %(known)s.",
                {"name": said, "known": ", ".join(fitting) or "-"},
            ),
            "clause",
        )
        return None
    return part.notice


def _new(
    judged: Judged,
    stated: Stated,
    figures: Figures,
    beside: _Beside,
    known: Known,
    origin: Origin,
) -> Judged:
    line = judged.line
    _refuse_new(line, stated, figures, beside, known)
    if line.wrong:
        judged.verdict = "refused"
        return judged
    assert judged.stream is not None
    command = ConcludeContract(
        contract_id=judged.stream,
        number=stated.number,
        programme_id=known.programme.programme_id,
        segment=stated.segment,
        provider_id=stated.provider_id,
        starts=stated.starts,
        ends=stated.ends,
        clause=stated.clause,
        terms={**figures.words, **line.terms},
        provisions=figures.tariffs,
        products=stated.products or (),
        municipalities=stated.municipalities or (),
        standing="stated",
        source=origin.source(line, stated.number),
        **UNSTAMPED,
    )
    if refusal := refusal_of(command):
        line.refuse(refusal)
        judged.verdict = "refused"
    else:
        judged.plan = Plan(stream=command.contract_id, commands=(command,))
    return judged


def _refuse_new(
    line: Line, stated: Stated, figures: Figures, beside: _Beside, known: Known
) -> None:
    """Refuse a new contract that cannot be, and say why."""
    row = beside.by_id.get(stated.provider_id)
    try:
        if row is None or row.verdict != "new":
            refuse_contract(known.provider(stated.provider_id), stated.starts)
    except Refused as refused:
        line.refuse(refused.sentence, "provider")
    if line.text("version"):
        line.refuse(
            Sentence(
                "The row has a version, so it was exported, but no contract has this number any "
                "more: correct the number, or empty the version for a new contract."
            ),
            "version",
        )
    if line.text("reason"):
        line.refuse(Sentence("A new contract has nothing to correct: empty this."), "reason")
    if figures.wrong:
        line.refuse(
            Sentence(
                "Its tariff in row %(row)s of “Tarieven” is refused: put that right first.",
                {"row": str(figures.wrong[0])},
            )
        )


def _held_against(judged: Judged, stated: Stated, row: ContractRow, known: Known) -> Judged:
    """What the row says otherwise than is in force, and by which way that can be made so."""
    line = judged.line
    day = line.given.get("day") or known.today
    terms = terms_on(row, day)
    fixed = list(_fixed(stated, row, known))
    ends = (
        [] if _same_end(line, stated, row) else [difference(_TITLES["ends"], row.ends, stated.ends)]
    )
    words = [
        Difference(name, terms.get(name, ""), text)
        for name, text in line.terms.items()
        if tidy(terms.get(name, "")) != text
    ]
    judged.differences = [*fixed, *ends, *words]
    if not judged.differences:
        return judged
    if (version := line.text("version")) and version != contract_version(row, day):
        line.refuse(changed_since(), "version")
        judged.verdict = "refused"
        return judged
    judged.verdict = "changed"
    if fixed:
        line.note(_BY_NEW)
    if ends:
        line.note(_BY_PAGE)
    if words and not line.text("reason"):
        line.note(_BY_CHANGE)
    if words and line.text("reason") and not fixed and not ends:
        judged.plan = _correction(judged, row, words, day, known)
    judged.verdict = "refused" if line.wrong else "changed"
    return judged


def _correction(
    judged: Judged, row: ContractRow, words: Sequence[Difference], day: date, known: Known
) -> Plan | None:
    """Mend the records that set these terms, each in its own (CC-22)."""
    line = judged.line
    by_record: dict[UUID, dict[str, str]] = defaultdict(dict)
    for each in words:
        steps = (
            step
            for step in reversed(row.timeline)
            if step.effective <= max(day, row.starts) and each.field in step.terms
        )
        if (step := next(steps, None)) is None:
            line.refuse(
                Sentence(
                    "The contract has no term “%(term)s” to correct: a term is added by a change.",
                    {"term": each.field},
                ),
                each.field,
            )
            return None
        by_record[step.records[0]][each.field] = each.new
    commands = tuple(
        CorrectContract(
            contract_id=row.contract_id,
            corrects=record,
            terms=terms,
            reason=line.text("reason") or "",
            **UNSTAMPED,
        )
        for record, terms in by_record.items()
    )
    return Plan(stream=row.contract_id, events=known.events(row.contract_id), commands=commands)


def _fixed(stated: Stated, row: ContractRow, known: Known) -> Iterable[Difference]:
    if stated.provider_id != row.provider_id:
        old, new = (known.called(str(each)) for each in (row.provider_id, stated.provider_id))
        yield Difference(_TITLES["provider"], old, new)
    others: tuple[tuple[str, Any, Any], ...] = (
        ("segment", row.segment, stated.segment),
        ("starts", row.starts, stated.starts),
        ("clause", row.clause.clause_id, stated.clause.clause_id),
        ("products", row.products, stated.products),
        ("municipalities", row.municipalities, stated.municipalities),
    )
    for key, was, stands in others:
        if stands is not None and was != stands:
            yield difference(_TITLES[key], was, stands)


def _same_end(line: Line, stated: Stated, row: ContractRow) -> bool:
    same = stated.ends.same_time(row.ends)
    return same and ("written" not in line.given or stated.ends.written == tidy(row.ends.written))
