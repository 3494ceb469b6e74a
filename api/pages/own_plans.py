"""A provider hands in its plan: kept as a file, entered in the register of documents (AD-19).

The register has the code by which an application names the plan, and its SHA-256; the file and
whose it is stand beside the log.
"""

from hashlib import sha256
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from api.errors import not_found
from api.identity import PROVIDER, person_of
from api.language import spoken
from api.pages.forms import NotCarriedOut, Tried, afterwards
from api.pages.own import own_page, provider_asking
from api.pages.rendering import ports_of
from api.pages.sheets import Handed, handed_of
from domain.base import Sentence, Source, derived_id
from domain.dates import Window, local_day
from domain.document.commands import FileDocument
from domain.document.parts import Paper
from projections import plans
from projections.language import say
from projections.plans import Plan
from projections.programmes import ProgrammeRow, every
from projections.sheets import LARGEST_FILE, MEBIBYTE

router = APIRouter()

CODE = "plan"
"""What the register cites as the source of a plan: the handing in itself."""


@router.post("/aanbieder/plannen")
def hand_in(request: Request, handed: Annotated[Handed, Depends(handed_of)]) -> Response:
    """Keep the plan and enter it. The same file again for the same segment is the same plan."""
    ports = ports_of(request)
    provider_id = provider_asking(request)
    try:
        programme, segment = _segment_of(request, handed)
        _check(handed)
    except NotCarriedOut as error:
        return own_page(request, error.tried)
    now = ports.clock()
    digest = sha256(handed.content).hexdigest()
    code = f"plan-{segment}-{sha256(f'{provider_id}{digest}'.encode()).hexdigest()[:8]}"
    document_id = derived_id("document", programme.key, code)
    title = {each.segment_id: each.title for each in programme.segments}[segment]
    plan = Plan(document_id, str(provider_id), handed.name, handed.content, now)
    with ports.pool.connection() as connection:
        kept = plans.get(connection, document_id) or plan
        plans.keep(connection, plan)
    day = local_day(kept.handed_in_at)
    position = ports.handle(
        FileDocument(
            document_id=document_id,
            programme_id=programme.programme_id,
            paper=Paper(
                document_id=code,
                title=f"Plan voor {title}",
                type="plan van een aanbieder",
                dated=Window.on(day),
                present=True,
                source=Source(document=CODE, section=day.isoformat(), quote=f"SHA-256 {digest}"),
            ),
            command_id=derived_id("hand-in", document_id),
            at=now,
            by=f"{PROVIDER}{provider_id}",
        )
    )
    return afterwards("/aanbieder", position, "plan", "#plannen")


@router.get("/aanbieder/plannen/{document_id}")
def take_own(request: Request, document_id: UUID) -> Response:
    """A plan as the provider handed it in."""
    return _file(request, document_id, str(provider_asking(request)))


@router.get("/documenten/{document_id}/bestand")
def take(request: Request, document_id: UUID) -> Response:
    """A plan as a provider handed it in, for somebody of the office."""
    if person_of(request, ports_of(request)) is None:
        raise not_found()
    return _file(request, document_id, None)


def _file(request: Request, document_id: UUID, party_id: str | None) -> Response:
    with ports_of(request).pool.connection() as connection:
        plan = plans.get(connection, document_id)
    if plan is None or plan.content is None or party_id not in (None, plan.party_id):
        raise not_found()
    name = f'attachment; filename="plan-{document_id}.pdf"'
    return Response(
        plan.content, media_type="application/pdf", headers={"Content-Disposition": name}
    )


def _segment_of(request: Request, handed: Handed) -> tuple[ProgrammeRow, str]:
    """The programme and segment that the plan is for. Raises `NotCarriedOut`."""
    programme_id, _, segment = handed.sent.text("segment").partition(":")
    with ports_of(request).pool.connection() as connection:
        for programme in every(connection):
            named = {each.segment_id for each in programme.segments}
            if str(programme.programme_id) == programme_id and segment in named:
                return programme, segment
    raise _wrong(handed, "segment", Sentence("Choose one."))


def _check(handed: Handed) -> None:
    if not handed.content:
        raise _wrong(handed, "bestand", Sentence("Choose a file: a PDF."))
    if not handed.content.startswith(b"%PDF-"):
        raise _wrong(handed, "bestand", Sentence("This is no PDF: save your plan as a PDF."))
    if len(handed.content) > LARGEST_FILE:
        most = {"most": str(LARGEST_FILE // MEBIBYTE)}
        raise _wrong(handed, "bestand", Sentence("The file is larger than %(most)s MB.", most))


def _wrong(handed: Handed, name: str, sentence: Sentence) -> NotCarriedOut:
    errors = {name: say(sentence, spoken())}
    return NotCarriedOut(Tried("plan", handed.sent.values, errors, status=400))
