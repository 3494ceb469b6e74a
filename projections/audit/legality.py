"""The legality file of a contract (AU-14): estimate, threshold, route, grounds, notices, changes.

It says of each part what was recorded and where, and what is open. It judges nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from domain.base import Sentence, Source
from domain.change.assessment import Assessment
from domain.change.regime import RULES, SOCIAL_THRESHOLD
from domain.programme.arrangements import Figure
from projections.arrangements import ArrangementRow
from projections.changes import ChangeRow
from projections.contracts import ContractRow
from projections.language import N_
from projections.narration.words import say
from projections.procedures import ProcedureRow, StepPart

Part = Literal["estimate", "threshold", "route", "ground", "notice", "standstill", "change"]

_NOTICES = ("publication", "award")
_VERDICTS = {
    "allowed": N_("By %(rules)s it may be made, article %(ground)s."),
    "not_allowed": N_("By %(rules)s it may not be made without a new procedure."),
    "open": N_("By %(rules)s it is not settled whether it may be made."),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One part of the file: what is recorded of it, or what is missing.

    `refers` is what it is about: a procedure or a change, by `of`.
    """

    part: Part
    says: Sentence | None = None
    detail: str | None = None
    source: Source | None = None
    of: Literal["procedure", "change"] | None = None
    refers: UUID | None = None
    gaps: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class LegalityFile:
    """The papers in the order in which an auditor reads them."""

    contract_id: UUID
    papers: tuple[Paper, ...]

    @property
    def missing(self) -> int:
        """How many things are open."""
        return sum(len(each.gaps) for each in self.papers)


def legality_file(
    contract: ContractRow,
    procedures: Iterable[ProcedureRow],
    arrangements: Iterable[ArrangementRow],
    changes: Iterable[ChangeRow],
) -> LegalityFile:
    """The file of one contract, from its programme's rows and the changes that it underwent."""
    ways = [each for each in procedures if contract.segment in each.segments]
    stated = [e for e in arrangements if not e.segments or contract.segment in e.segments]
    return LegalityFile(
        contract.contract_id,
        (
            *_estimates(stated),
            _threshold(),
            *_routes(ways),
            *_grounds(stated),
            *(paper for way in ways for paper in _notices(way)),
            *(paper for way in ways for paper in _standstills(way)),
            *(paper for change in changes for paper in _assessed(change)),
        ),
    )


def _estimates(stated: Sequence[ArrangementRow]) -> list[Paper]:
    """The figures in euros that the sources give; no contract has an estimate of its own yet."""
    gap = say(N_("No estimate of the value of the contract itself is recorded."))
    figures = [(row, row.arrangement) for row in stated if isinstance(row.arrangement, Figure)]
    return [
        *(
            Paper(
                "estimate",
                say(
                    N_("The source gives %(measure)s: %(written)s."),
                    measure=figure.measure,
                    written=figure.written,
                ),
                detail=row.text,
                source=row.source,
            )
            for row, figure in figures
            if figure.unit == "euro"
        ),
        Paper("estimate", gaps=(gap,)),
    ]


def _threshold() -> Paper:
    """Of the regime that assessments of changes use; of the contract itself nothing is recorded."""
    return Paper(
        "threshold",
        say(
            N_("For social services the threshold is %(amount)s euros without VAT (%(rules)s)."),
            amount=f"{SOCIAL_THRESHOLD:,.0f}".replace(",", "."),
            rules=RULES,
        ),
    )


def _routes(ways: Sequence[ProcedureRow]) -> list[Paper]:
    if not ways:
        gap = say(N_("No procedure is recorded by which this segment was bought."))
        return [Paper("route", gaps=(gap,))]
    return [
        Paper(
            "route",
            say(
                N_("%(title)s, along route %(route)s, version %(version)s."),
                title=way.title,
                route=way.route,
                version=way.route_version,
            ),
            detail=way.reason,
            source=way.source,
            of="procedure",
            refers=way.procedure_id,
            gaps=()
            if way.reason
            else (say(N_("The source does not say why this route was taken.")),),
        )
        for way in ways
    ]


def _grounds(stated: Sequence[ArrangementRow]) -> list[Paper]:
    """What the sources say of the law and of the form of contract."""
    saying = [e for e in stated if e.about in ("law", "contract_form", "purchasing_model")]
    if not saying:
        gap = say(N_("No legal ground or form of contract is recorded for this segment."))
        return [Paper("ground", gaps=(gap,))]
    return [Paper("ground", detail=each.text, source=each.source) for each in saying]


def _notices(way: ProcedureRow) -> list[Paper]:
    steps = [each for each in way.steps if each.state.step.kind in _NOTICES]
    if not steps:
        gap = say(
            N_("%(title)s has no step for a publication or an award notice."), title=way.title
        )
        return [Paper("notice", of="procedure", refers=way.procedure_id, gaps=(gap,))]
    return [_notice(way, each) for each in steps]


def _notice(way: ProcedureRow, part: StepPart) -> Paper:
    done, title = part.state.done, part.state.step.title
    open_ones = []
    if done is None:
        open_ones.append(say(N_("It is not recorded as done.")))
    elif part.output is None:
        open_ones.append(say(N_("What was published, and under which number, is not recorded.")))
    return Paper(
        "notice",
        say(N_("%(title)s, on %(day)s."), title=title, day=done.written)
        if done
        else say(N_("%(title)s."), title=title),
        detail=part.output,
        source=part.state.step.source,
        of="procedure",
        refers=way.procedure_id,
        gaps=tuple(open_ones),
    )


def _standstills(way: ProcedureRow) -> list[Paper]:
    if way.until is None:
        return []
    until = say(N_("No contract until and including %(day)s."), day=way.until.value)
    return [Paper("standstill", until, of="procedure", refers=way.procedure_id)]


def _assessed(change: ChangeRow) -> list[Paper]:
    found = change.assessment
    if found is None:
        gap = say(N_("The change was not put to the test of its regime."))
        return [
            Paper("change", detail=change.title, of="change", refers=change.change_id, gaps=(gap,))
        ]
    numbers = [f"{each.place} {each.number}" for each in change.publications]
    detail = "; ".join((change.title, *numbers))
    gaps = (*_open_questions(found), *_unpublished(change, found))
    carried = found.verdict == "allowed" and found.ground is None
    template = N_("By %(rules)s it may be made.") if carried else _VERDICTS[found.verdict]
    says = say(template, rules=found.rules, ground=found.ground)
    return [Paper("change", says, detail, of="change", refers=change.change_id, gaps=gaps)]


def _open_questions(found: Assessment) -> tuple[Sentence, ...]:
    unknown = sum(each.answer == "unknown" for each in found.answers)
    gaps = []
    if unknown:
        gaps.append(say(N_("%(count)s questions of the test have no answer."), count=unknown))
    if found.verdict == "open":
        gaps.append(say(N_("The test came to no advice.")))
    if found.value is None and _small(found):
        gaps.append(say(N_("The value of the change is not recorded.")))
    return tuple(gaps)


def _small(found: Assessment) -> bool:
    """Whether it rests on being small, for which its value has to be known."""
    return found.ground is not None and found.ground.startswith("2.163b")


def _unpublished(change: ChangeRow, found: Assessment) -> tuple[Sentence, ...]:
    if found.publish and not change.publications:
        return (say(N_("It had to be published, and no publication is recorded.")),)
    return ()
