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
from projections.contract_cards import CONTRACT_CARDS, ContractCard, counted, ids
from projections.language import say
from projections.programmes import ProgrammeRow, every
from projections.tables import OneOf, Source, Where, select

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


@dataclass(frozen=True, slots=True)
class Chosen:
    """The contracts that were chosen: how many run, from which number to which.

    `rows` are all of these if they are few enough to show with a box each, else none. `over` are
    those that run no more, and `named_over` the first of their numbers.
    """

    where: Where
    contracts: int
    first: str
    last: str
    rows: tuple[ContractCard, ...]
    over: int
    named_over: tuple[str, ...]
    programmes: tuple[ProgrammeRow, ...]

    @property
    def programme(self) -> ProgrammeRow | None:
        """The one programme that they are of; none if there are more."""
        return self.programmes[0] if len(self.programmes) == 1 else None

    @property
    def boxes(self) -> bool:
        return self.contracts <= SHOWN


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
        running = [each for each in found if each.runs]
        contracts = sum(each.contracts for each in running)
        over = sum(each.contracts for each in found) - contracts
        of = {each.programme_id for each in found}
        return Chosen(
            where=where,
            contracts=contracts,
            first=min((each.first for each in running), default=""),
            last=max((each.last for each in running), default=""),
            rows=_first(connection, where, SHOWN, runs=True) if contracts <= SHOWN else (),
            over=over,
            named_over=tuple(
                each.number for each in _first(connection, where, NAMED_OVER, runs=False)
            )
            if over
            else (),
            programmes=tuple(each for each in every(connection) if each.programme_id in of),
        )


def _first(source: Source, where: Where, most: int, *, runs: bool) -> tuple[ContractCard, ...]:
    """The first by number of those that run, or of those that do not."""
    return tuple(select(source, CONTRACT_CARDS, {**where, "runs": runs}, ("number",), most))


def _ticked(ports: Ports, chosen: Chosen, sent: Sent) -> tuple[UUID, ...]:
    """The contracts whose boxes stayed ticked; all of them where there are too many for boxes."""
    if chosen.boxes:
        ticked = [each for each in chosen.rows if sent.text(f"{BOX}{each.number}")]
        found = [each.contract_id for each in ticked]
    else:
        found = ids(ports.pool, {**chosen.where, "runs": True})
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
