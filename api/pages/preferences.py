"""What a reader prefers of the pages: kept in a cookie, for whoever reads in that browser."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from api.errors import not_found
from api.language import remember_language
from api.pages.addresses import way_back
from api.pages.forms import Form
from api.pages.scheme import CHOICES, remember_scheme
from projections.language import LANGUAGES

router = APIRouter()


@router.post("/taal")
def choose_language(sent: Form) -> Response:
    """From now on the pages in this browser are in that language."""
    answer = RedirectResponse(way_back(sent.text("terug")), status_code=303)
    for language in LANGUAGES:
        if sent.text("taal") == language:
            remember_language(answer, language)
            return answer
    raise not_found()


@router.post("/weergave")
def choose_scheme(sent: Form) -> Response:
    """From now on the pages in this browser are light, dark, or as its system asks."""
    if sent.text("weergave") not in CHOICES:
        raise not_found()
    answer = RedirectResponse(way_back(sent.text("terug")), status_code=303)
    remember_scheme(answer, sent.text("weergave"))
    return answer
