"""The same for many contracts: those chosen from a list, or all that fit its filters (CC-27)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api.errors import not_found
from api.language import spoken
from api.pages.batches import grounds, order_of, required_of
from api.pages.contract_choice import filters_of, where_of
from api.pages.forms import Form, NotCarriedOut, Sent, Tried, afterwards, submit
from api.pages.names import Names
from api.pages.rendering import here, ports_of, render
from api.pages.today import segments
from api.pages.typed import resumed
from api.ports import Ports
from api.recording import Stamp
from domain.base import Command, Sentence, derived_id
from domain.batch.commands import PlanBatch
from projections.contract_cards import CONTRACT_CARDS, ContractCard, counted, first_and_last
from projections.language import say
from projections.programmes import ProgrammeRow, every
from projections.tables import OneOf, Where, keys, select

router = APIRouter(prefix="/overeenkomsten/samen")

FORM = "bundelen"
BOX = "kies-"
"""Before a contract's number in the name of its box."""
SHOWN = 200
"""Up to so many contracts are shown with a box each; of more only how many there are."""
NAMED_OVER = 20
"""Of those that run no more so many are named."""
MOST_NUMBERS = 60
"""So many numbers go along in an address."""
BY_NUMBER = ("number",)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The contracts for which `where` holds: how many of them run.

    `rows` are all that run if these are few enough to show with a box each; else `between` has
    the first and the last of their numbers. `over` are those that run no more, and `named_over`
    the first of their numbers.
    """

    where: Where
    programmes: tuple[ProgrammeRow, ...]
    contracts: int
    rows: tuple[ContractCard, ...]
    between: tuple[str, str] | None
    over: int
    named_over: tuple[str, ...]

    @property
    def programme(self) -> ProgrammeRow | None:
        """The one programme that they are of; none if there are more."""
        return self.programmes[0] if len(self.programmes) == 1 else None

    @property
    def boxes(self) -> bool:
        return self.between is None


@router.get("")
def show(request: Request) -> HTMLResponse:
    return _page(request)


@router.post("")
def plan(request: Request, sent: Form) -> Response:
    """Plan a batch for them; it is looked at contract by contract before it is confirmed."""
    chosen = _chosen(request, ports_of(request))
    programme = chosen.programme
    if programme is None:
        raise not_found()
    batch_id = derived_id("batch", programme.programme_id, sent.text("key"))

    def build(stamp: Stamp) -> Command:
        given = {
            "batch_id": batch_id,
            "programme_id": programme.programme_id,
            "title": sent.text("title"),
            "what": order_of(sent),
            "contract_ids": _ticked(ports_of(request), chosen, sent),
        }
        return PlanBatch.model_validate({**given, **stamp})

    return submit(
        request,
        sent,
        FORM,
        required_of(sent),
        build,
        again=lambda tried: _page(request, tried),
        on=lambda position: afterwards(f"/bundels/{batch_id}", position, FORM),
    )


def _page(request: Request, tried: Tried | None = None) -> HTMLResponse:
    ports = ports_of(request)
    chosen = _chosen(request, ports)
    asked = filters_of(request)
    tried = tried or resumed(request)
    return render(
        request,
        "contracts_together.html",
        tried.status if tried else 200,
        tried=tried,
        chosen=chosen,
        asked=asked,
        box=BOX,
        grounds=grounds(),
        segments=segments(list(chosen.programmes)),
        names=Names(ports).learn([each.provider_id for each in chosen.rows]),
        at=here(request),
        narrowed=lambda programme_id: here(request, programma=programme_id),
        proposal=_proposal(chosen),
        ticked=lambda number: tried is None or bool(tried.values.get(f"{BOX}{number}")),
    )


def _chosen(request: Request, ports: Ports) -> Chosen:
    """Those whose numbers stand in the address, or all that fit the filters in it."""
    with ports.pool.connection() as connection:
        where = where_of(connection, filters_of(request))
        if request.query_params.get("wie") != "alle":
            numbers = {*request.query_params.getlist("kies")}
            where |= {"number": OneOf(sorted(numbers))}
        found = counted(connection, where)
        running = sum(each.running for each in found)
        over = sum(each.contracts for each in found) - running
        of = {each.programme_id for each in found}
        run, ended = {**where, "runs": True}, {**where, "runs": False}
        few = running <= SHOWN
        named = select(connection, CONTRACT_CARDS, ended, BY_NUMBER, NAMED_OVER) if over else []
        return Chosen(
            where=where,
            programmes=tuple(each for each in every(connection) if each.programme_id in of),
            contracts=running,
            rows=tuple(select(connection, CONTRACT_CARDS, run, BY_NUMBER)) if few else (),
            between=None if few else first_and_last(connection, run),
            over=over,
            named_over=tuple(each.number for each in named),
        )


def _ticked(ports: Ports, chosen: Chosen, sent: Sent) -> tuple[UUID, ...]:
    """The contracts whose boxes stayed ticked; all of them where there are too many for boxes."""
    if chosen.boxes:
        ticked = [each for each in chosen.rows if sent.text(f"{BOX}{each.number}")]
        found = [each.contract_id for each in ticked]
    else:
        run = {**chosen.where, "runs": True}
        found = [UUID(key) for key in keys(ports.pool, CONTRACT_CARDS, run, BY_NUMBER)]
    if not found:
        said = {"contracts": say(Sentence("Choose at least one."), spoken())}
        raise NotCarriedOut(Tried(FORM, sent.values, said, status=400))
    return tuple(found)


def _proposal(chosen: Chosen) -> dict[str, Any] | None:
    """What a proposal of a change for just these contracts begins with, if they are few enough."""
    of = {each.segment for each in chosen.rows}
    if chosen.programme is None or len(of) != 1 or chosen.contracts > MOST_NUMBERS:
        return None
    numbers = "\n".join(each.number for each in chosen.rows)
    return {"programme": chosen.programme, "segment": of.pop(), "numbers": numbers}
