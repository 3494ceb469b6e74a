"""Batches: the same asked of many contracts. Planned, looked at contract by contract, confirmed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api import batches as over_http
from api.errors import not_found
from api.language import spoken
from api.pages.forms import Form, NotCarriedOut, Sent, Tried, afterwards, submit
from api.pages.found import programme_of, with_programme
from api.pages.labels import LABELS
from api.pages.names import Names
from api.pages.paging import page_of
from api.pages.rendering import here, ports_of, render
from api.recording import Stamp
from domain.base import Command, Sentence, derived_id
from domain.batch.commands import ConfirmBatch, PauseBatch, PlanBatch, ResumeBatch
from domain.batch.outlook import command_for
from domain.batch.parts import LeftOut
from projections import batches, contracts, tables
from projections.batches import BATCHES, BatchRow
from projections.contracts import CONTRACTS
from projections.language import say

router = APIRouter()

PAGE_SIZE = 100
SEGMENT = "segment-"
"""Before the id of a segment in the name of its box."""
ASKED = {"extend": ("decided_on",), "end": ("ground", "continuity")}
"""What must be filled in besides, by what is asked of each contract."""


@router.get("/programmas/{programme_id}/bundels")
def list_batches(request: Request, programme_id: UUID) -> HTMLResponse:
    return _list(request, programme_id)


@router.post("/programmas/{programme_id}/bundels")
def plan(request: Request, programme_id: UUID, sent: Form) -> Response:
    """Say what is to be asked of which contracts; nothing happens to them yet."""
    batch_id = derived_id("batch", programme_id, sent.text("key"))

    def build(stamp: Stamp) -> Command:
        contract_ids, excepted = _chosen(request, programme_id, sent)
        given = {
            "batch_id": batch_id,
            "programme_id": programme_id,
            "title": sent.text("title"),
            "what": order_of(sent),
            "contract_ids": contract_ids,
            "excepted": excepted,
        }
        return PlanBatch.model_validate({**given, **stamp})

    return submit(
        request,
        sent,
        "bundelen",
        required_of(sent),
        build,
        again=lambda tried: _list(request, programme_id, tried),
        on=lambda position: afterwards(f"/bundels/{batch_id}", position, "bundelen"),
    )


@router.get("/bundels/{batch_id}")
def show_batch(request: Request, batch_id: UUID) -> HTMLResponse:
    return _batch(request, batch_id)


@router.get("/bundels/{batch_id}/{step}")
def show_step(batch_id: UUID, step: str) -> Response:
    """A form that was sent and not carried out has this address; a reload shows its page."""
    if step not in STEPS:
        raise not_found()
    return RedirectResponse(f"/bundels/{batch_id}", status_code=303)


STEPS: Mapping[str, tuple[str, ...]] = {
    "uitvoeren": (),
    "wachten": ("reason",),
    "doorgaan": (),
}
"""What must be filled in, by the form's name."""


@router.post("/bundels/{batch_id}/{step}")
def take_step(request: Request, batch_id: UUID, step: str, sent: Form) -> Response:
    if step not in STEPS:
        raise not_found()

    def build(stamp: Stamp) -> Command:
        if step == "wachten":
            given = {"batch_id": batch_id, "reason": sent.text("reason")}
            return PauseBatch.model_validate({**given, **stamp})
        if step == "doorgaan":
            return ResumeBatch(batch_id=batch_id, **stamp)
        return ConfirmBatch(batch_id=batch_id, **stamp)

    return submit(
        request,
        sent,
        step,
        STEPS[step],
        build,
        again=lambda tried: _batch(request, batch_id, tried),
        on=lambda position: afterwards(f"/bundels/{batch_id}", position, step),
    )


def _list(request: Request, programme_id: UUID, tried: Tried | None = None) -> HTMLResponse:
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        programme = programme_of(connection, programme_id)
        found = batches.of_programme(connection, programme_id)
        counts = {
            each.segment_id: tables.count(
                connection,
                CONTRACTS,
                {"programme_id": programme_id, "segment": each.segment_id},
            )
            for each in programme.segments
        }
    return render(
        request,
        "batches.html",
        tried.status if tried else 200,
        tried=tried,
        programme=programme,
        rows=found,
        counts=counts,
        box=SEGMENT,
        grounds=grounds(),
    )


def _batch(request: Request, batch_id: UUID, tried: Tried | None = None) -> HTMLResponse:
    """Before it is confirmed with a verdict for each contract, afterwards with its progress."""
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        row, programme = with_programme(connection, BATCHES, batch_id)
    turns = over_http.turns_of(row)
    pages = max(1, -(-len(turns) // PAGE_SIZE))
    page = page_of(request.query_params.get("pagina", ""), pages)
    some = turns[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    seen: dict[str, Any] = {"considered": _considered(request, row, some)}
    with ports.pool.connection() as connection:
        refused = (each.contract_id for each in row.refused)
        named = [*some, *refused, *(each.contract_id for each in row.excepted)]
        known = tables.get_all(connection, CONTRACTS, named)
    return render(
        request,
        "batch.html",
        tried.status if tried else 200,
        tried=tried,
        batch=row,
        programme=programme,
        contracts=known,
        names=Names(ports).learn([each.provider_id for each in known.values()]),
        words=over_http.words,
        page=page,
        pages=pages,
        turned=lambda number: here(request, pagina=number),
        **seen,
    )


def _considered(
    request: Request, row: BatchRow, contract_ids: list[UUID]
) -> list[tuple[UUID, Sentence | None]]:
    """What would come of it for each contract; nothing is asked of one that is being done."""
    if row.status != "planned":
        return []
    ports = ports_of(request)
    found: list[tuple[UUID, Sentence | None]] = []
    for contract_id in contract_ids:
        command = command_for(
            row.what, row.batch_id, contract_id, at=ports.clock(), by=row.planned_by
        )
        refused = ports.consider(command)
        found.append((contract_id, refused.sentence if refused else None))
    return found


def _chosen(
    request: Request, programme_id: UUID, sent: Sent
) -> tuple[tuple[UUID, ...], tuple[LeftOut, ...]]:
    """The contracts of the ticked segments, and those of them that are left alone."""
    segments = [
        name.removeprefix(SEGMENT)
        for name, value in sent.values.items()
        if name.startswith(SEGMENT) and value
    ]
    if not segments:
        raise _wrong(sent, "segments", Sentence("Choose at least one."))
    with ports_of(request).pool.connection() as connection:
        rows = [
            row
            for segment in segments
            for row in contracts.of_programme(connection, programme_id, segment)
            if row.ended is None and not row.successions
        ]
    if not rows:
        raise _wrong(sent, "segments", Sentence("These segments have no contract that runs."))
    numbers = {row.number: row.contract_id for row in rows}
    return tuple(numbers.values()), _excepted(sent, numbers)


def _excepted(sent: Sent, numbers: Mapping[str, UUID]) -> tuple[LeftOut, ...]:
    """One a line: the contract's number, a colon, and why it is left alone."""
    found = []
    for line in filter(None, map(str.strip, sent.text("excepted").splitlines())):
        number, _, reason = (each.strip() for each in line.partition(":"))
        if number not in numbers:
            raise _wrong(
                sent,
                "excepted",
                Sentence("“%(number)s” is no contract of these segments.", {"number": number}),
            )
        if len(reason) < 3:  # noqa: PLR2004 (as the part asks)
            raise _wrong(sent, "excepted", Sentence("Say after a colon why it is left alone."))
        found.append(LeftOut(contract_id=numbers[number], reason=reason))
    return tuple(found)


def grounds() -> list[tuple[str, str]]:
    """The grounds on which a contract can end early, each in words."""
    return [(key, say(Sentence(words), spoken())) for key, words in LABELS["ending"].items()]


def required_of(sent: Sent) -> tuple[str, ...]:
    """What must be filled in to plan a batch."""
    return ("title", "what", "decided_by", "reason", "last_day", *ASKED.get(sent.text("what"), ()))


def order_of(sent: Sent) -> dict[str, Any]:
    """What is asked of each contract, as it was typed in `batch_order.html`."""
    if sent.text("what") == "end":
        names = ("ground", "decided_by", "reason", "continuity")
        ending = {name: sent.text(name) for name in names}
        return {"kind": "end", "last_day": sent.text("last_day"), "ending": ending}
    decision = {name: sent.text(name) for name in ("decided_by", "decided_on", "reason")}
    return {
        "kind": "extend",
        "how": "bridging",
        "until": sent.text("last_day"),
        "decision": decision,
    }


def _wrong(sent: Sent, name: str, sentence: Sentence) -> NotCarriedOut:
    said = {name: say(sentence, spoken())}
    return NotCarriedOut(Tried("bundelen", sent.values, said, status=400))
