"""Letters and mails as PDFs, to be looked at in the browser."""

from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.errors import not_found
from api.pages.rendering import ports_of
from api.stationery import Pdf
from projections import tables
from projections.letters import LETTERS

router = APIRouter()


@router.get("/wijzigingen/{change_id}/brieven/{letter_id}.pdf")
def show_letter(request: Request, change_id: UUID, letter_id: UUID) -> Response:
    """One letter on paper, as it would be or was sent; its link is only pointed at."""
    ports = ports_of(request)
    letter = tables.get(ports.pool, LETTERS, letter_id)
    if letter is None or letter.change_id != change_id:
        raise not_found()
    try:
        return inline(ports.stationery.pdf(change_id, letter_id))
    except KeyError as error:
        raise not_found() from error


@router.get("/post/{message_id:path}/bijlage.pdf")
def show_attachment(request: Request, message_id: str) -> Response:
    """The PDF that came with a mail of the practice copy."""
    ports = ports_of(request)
    for mail in ports.mails() if ports.mails else ():
        if mail.message_id.strip("<>") == message_id and mail.pdf is not None:
            return inline(mail.pdf)
    raise not_found()


def inline(pdf: Pdf) -> Response:
    headers = {"Content-Disposition": f"inline; filename*=UTF-8''{quote(pdf.name)}"}
    return Response(pdf.content, media_type="application/pdf", headers=headers)
