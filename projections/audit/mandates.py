"""The mandate trail: who decided what, for which municipalities, by which power (AU-08, AN-12).

What nobody recorded is named as a gap; no power is read into a name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from uuid import UUID

from domain.base import Sentence, Source
from domain.contract.parts import Decided
from domain.contract.signing import missing as unsigned
from domain.programme.parts import Body
from projections.changes import ChangeRow
from projections.contracts import ContractRow
from projections.decisions import AnswererRow, DecisionRow, asked
from projections.language import N_
from projections.narration.words import say
from projections.programmes import ProgrammeRow

What = Literal[
    "adopted",
    "announced",
    "overridden",
    "ruled",
    "replaced",
    "answered",
    "settled",
    "forgone",
    "principal",
    "signed",
    "ended",
    "extended",
    "succeeded",
    "enforced",
]
_DECIDING = frozenset({"adopts", "decides"})


@dataclass(frozen=True, slots=True)
class Warrant:
    """Something that was decided: by whom, when, for whom, by which power, and what is open.

    `mandates` are those that the programme's list of bodies gives the body. `power` is what was
    recorded of the power itself, in words.
    """

    what: What
    body: str | None
    decided_on: date | None
    municipalities: tuple[str, ...] = ()
    power: str | None = None
    mandates: tuple[str, ...] = ()
    reference: str | None = None
    outcome: str | None = None
    decision_id: UUID | None = None
    source: Source | None = None
    gaps: tuple[Sentence, ...] = ()


def of_change(change: ChangeRow, programme: ProgrammeRow | None) -> tuple[Warrant, ...]:
    """Who adopted it, who announces it for whom, and who decided otherwise on the way."""
    bodies = programme.bodies if programme else ()
    found = [_adopted(change, bodies), _announced(change)]
    if change.override is not None:
        excused = change.override
        found.append(
            _decided(
                "overridden", excused.decided_by, excused.decided_on, excused.reference, bodies
            )
        )
    if change.ruled is not None:
        ruling = change.ruled.ruling
        found.append(
            _decided("ruled", ruling.decided_by, ruling.decided_on, ruling.reference, bodies)
        )
    found += [_decided("replaced", r.decided_by, None, None, bodies) for r in change.replaced]
    return tuple(found)


def of_decision(decision: DecisionRow, programme: ProgrammeRow | None) -> tuple[Warrant, ...]:
    """What each body answered, for its municipality, and who settled what they did not agree on."""
    bodies = programme.bodies if programme else ()
    found = [_answered(each, bodies) for each in asked(decision)]
    if decision.unnamed:
        gap = say(
            N_("%(count)s more must answer, whom the source does not name."),
            count=decision.unnamed,
        )
        found.append(Warrant("answered", None, None, gaps=(gap,)))
    if decision.reached and decision.reached.settled_by:
        last = decision.reached.decided.last
        found.append(_decided("settled", decision.reached.settled_by, last, None, bodies))
    if decision.ended is not None and decision.ended.decided_by:
        ended = decision.ended
        found.append(_decided("forgone", decision.ended.decided_by, ended.decided_on, None, bodies))
    return tuple(found)


def of_contract(contract: ContractRow, programme: ProgrammeRow | None) -> tuple[Warrant, ...]:
    """On whose account it is, who signed for them, and who decided about it since."""
    bodies = programme.bodies if programme else ()
    found = [*_principals(contract), *_signed(contract)]
    if contract.ended is not None:
        ended = contract.ended
        found.append(_decided("ended", ended.decided_by, None, None, bodies, ended.decision_id))
    found += [_by_decided("extended", each.decision, bodies) for each in contract.extensions]
    for each in contract.successions:
        gap = say(N_("Who decided it is not recorded."))
        decided = each.decision and _by_decided("succeeded", each.decision, bodies)
        found.append(decided or Warrant("succeeded", None, each.last_day, gaps=(gap,)))
    found += [_by_decided("enforced", each.decision, bodies) for each in contract.keeping.enforced]
    return tuple(found)


def gaps(warrants: Iterable[Warrant]) -> int:
    """How many things are open."""
    return sum(len(each.gaps) for each in warrants)


def _adopted(change: ChangeRow, bodies: Sequence[Body]) -> Warrant:
    adoption = change.adoption
    if adoption is None:
        gap = say(N_("No body has adopted it, as far as is recorded."))
        return Warrant("adopted", None, None, gaps=(gap,))
    found = _decided("adopted", adoption.body, adoption.decided_on, adoption.reference, bodies)
    return replace(found, source=adoption.source or found.source)


def _announced(change: ChangeRow) -> Warrant:
    mandate = change.mandate
    if mandate is None:
        gap = say(N_("It is not recorded who announces it, for whom and by which power."))
        return Warrant("announced", None, change.announced_on, gaps=(gap,))
    awaited = change.consents_missing
    open_ones = tuple(
        say(N_("The consent of %(name)s is not recorded."), name=each) for each in awaited
    )
    return Warrant(
        what="announced",
        body=mandate.announced_by,
        decided_on=change.announced_on,
        municipalities=mandate.on_behalf_of,
        power=mandate.power,
        source=mandate.source,
        gaps=open_ones,
    )


def _answered(answerer: AnswererRow, bodies: Sequence[Body]) -> Warrant:
    listed = _listed(answerer.body, answerer.municipality, bodies, answerer.answerer_id)
    answer = answerer.answer
    open_ones = []
    if answer is None:
        open_ones.append(say(N_("It has not answered.")))
    elif answer.reference is None:
        open_ones.append(say(N_("The number of its decision is not recorded.")))
    decided = answer.decided_on if answer else None
    if answer is not None and decided is None:
        decided = answer.decided_in.last if answer.decided_in else None
        open_ones += [] if decided else [say(N_("The day of its decision is not recorded."))]
    return Warrant(
        what="answered",
        body=listed.name if listed else answerer.answerer_id,
        decided_on=decided,
        municipalities=(answerer.municipality,) if answerer.municipality else (),
        power=listed.role if listed else None,
        mandates=listed.mandate if listed else (),
        reference=answer.reference if answer else None,
        outcome=answer.outcome if answer else None,
        source=listed.source if listed else None,
        gaps=(*open_ones, *_power_gaps(listed)),
    )


def _decided(
    what: What,
    body: str,
    decided_on: date | None,
    reference: str | None,
    bodies: Sequence[Body],
    decision_id: UUID | None = None,
) -> Warrant:
    listed = _listed(body, None, bodies)
    no_number = (
        ()
        if reference or decision_id
        else (say(N_("The number of its decision is not recorded.")),)
    )
    return Warrant(
        what=what,
        body=body,
        decided_on=decided_on,
        municipalities=(listed.municipality,) if listed and listed.municipality else (),
        power=listed.role if listed else None,
        mandates=listed.mandate if listed else (),
        reference=reference,
        decision_id=decision_id,
        source=listed.source if listed else None,
        gaps=(*no_number, *_power_gaps(listed)),
    )


def _by_decided(what: What, decided: Decided, bodies: Sequence[Body]) -> Warrant:
    return _decided(
        what, decided.decided_by, decided.decided_on, decided.reference, bodies, decided.decision_id
    )


def _power_gaps(listed: Body | None) -> tuple[Sentence, ...]:
    if listed is None:
        return (say(N_("The programme's list of bodies does not name it, nor its mandate.")),)
    if not listed.mandate:
        return (say(N_("The programme's list of bodies gives it no mandate.")),)
    if not _DECIDING & {*listed.mandate}:
        return (say(N_("The programme's list of bodies does not say that it decides.")),)
    return ()


def _listed(
    name: str, municipality: str | None, bodies: Sequence[Body], body_id: str | None = None
) -> Body | None:
    """The body of that id or name; or the only one of that kind of the municipality."""
    wanted = name.strip().casefold()
    exact = [e for e in bodies if e.body_id == body_id or wanted in (e.body_id, e.name.casefold())]
    if exact:
        return exact[0]
    alike = [e for e in bodies if municipality and e.municipality == municipality]
    fitting = [e for e in alike if e.kind == name]
    return fitting[0] if len(fitting) == 1 else None


def _principals(contract: ContractRow) -> list[Warrant]:
    if not contract.principals:
        gap = say(N_("On whose account the contract is, is not recorded."))
        return [Warrant("principal", None, contract.starts, contract.municipalities, gaps=(gap,))]
    found = []
    for each in contract.principals:
        proxy = each.by_proxy_of
        power = say(N_("The document that gives the power of attorney is not recorded."))
        found.append(
            Warrant(
                what="principal",
                body=proxy or each.municipality,
                decided_on=contract.starts,
                municipalities=(each.municipality,),
                power="power_of_attorney" if proxy else "itself",
                source=contract.source,
                gaps=(power,) if proxy else (),
            )
        )
    return found


def _signed(contract: ContractRow) -> list[Warrant]:
    found = [
        Warrant(
            what="signed",
            body=each.party,
            decided_on=each.signed_on,
            municipalities=each.on_behalf_of,
            reference=f"{each.document} {each.document_version}",
        )
        for each in contract.keeping.signatures
    ]
    awaited = unsigned(contract.principals, contract.keeping.signatures)
    return found + [
        Warrant(
            what="signed",
            body=each,
            decided_on=None,
            gaps=(say(N_("No signature is recorded.")),),
        )
        for each in awaited
    ]
