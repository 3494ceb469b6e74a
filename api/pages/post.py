"""The practice copy's mail server: what it took over, and each mail as it reads."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.errors import not_found
from api.pages.paging import page_of
from api.pages.rendering import ports_of, render
from api.ports import Mail

router = APIRouter()

PAGE_SIZE = 50


@router.get("/post")
def list_mails(request: Request, pagina: str = "") -> HTMLResponse:
    """The latest first."""
    mails = _mails(request)
    pages = max(1, -(-len(mails) // PAGE_SIZE))
    page = page_of(pagina, pages)
    shown = mails[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return render(
        request,
        "mails.html",
        shown=[(mail, address_of(mail)) for mail in shown],
        total=len(mails),
        page=page,
        pages=pages,
    )


@router.get("/post/{message_id:path}")
def show_mail(request: Request, message_id: str) -> HTMLResponse:
    for mail in _mails(request):
        if mail.message_id.strip("<>") == message_id:
            return render(request, "mail.html", mail=mail, address=address_of(mail))
    raise not_found()


def address_of(mail: Mail) -> str:
    return f"/post/{quote(mail.message_id.strip('<>'), safe='@')}"


def _mails(request: Request) -> list[Mail]:
    ports = ports_of(request)
    if ports.mails is None:
        raise not_found()
    return sorted(ports.mails(), key=lambda mail: mail.received_at, reverse=True)
