"""Views of a list that somebody keeps: its filters, under a name."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.errors import not_found
from api.identity import person_of
from api.pages.forms import Form, NotCarriedOut, asking, key_of
from api.pages.rendering import ports_of
from domain.base import derived_id
from projections import saved_views
from projections.saved_views import SavedView

router = APIRouter()

PAGES = ("/overeenkomsten", "/aanbieders", "/laatste-oproep")
"""The lists that can be filtered."""
LONGEST_NAME, LONGEST_QUERY = 80, 1_000
_PASSING = {"position", "gedaan", "pagina"}


@dataclass(frozen=True, slots=True)
class Views:
    """What whoever asks keeps of this list, and the filters that it has now."""

    kept: list[SavedView]
    query: str

    @property
    def new(self) -> bool:
        """Whether there is something to keep that is not kept already."""
        return bool(self.query) and self.query not in [each.query for each in self.kept]


def views_of(request: Request) -> Views:
    ports = ports_of(request)
    person = person_of(request, ports)
    query = _filters(request.url.query)
    if person is None:
        return Views([], query)
    with ports.pool.connection() as connection:
        return Views(saved_views.of_page(connection, person.person_id, request.url.path), query)


@router.post("/weergaven")
def keep_view(request: Request, sent: Form) -> Response:
    """Keep the filters that the list had; without a name, or of no list, nothing is kept."""
    page, name = sent.text("page"), sent.text("naam")[:LONGEST_NAME]
    if page not in PAGES:
        raise not_found()
    query = _filters(sent.text("query"))
    try:
        person = asking(request, sent, "weergave")
    except NotCarriedOut:
        return RedirectResponse(f"/aanmelden?{urlencode({'terug': f'{page}?{query}'})}", 303)
    done = "weergave-naamloos"
    if name:
        ports = ports_of(request)
        view_id = derived_id("view", key_of(person, sent, "weergave"), page, name)
        view = SavedView(view_id, person.person_id, page, name, query, ports.clock())
        with ports.pool.connection() as connection:
            replaced = saved_views.keep(connection, view)
        done = "weergave-vervangen" if replaced else "weergave"
    return RedirectResponse(f"{page}?{_joined(query, done)}", 303)


@router.post("/weergaven/{view_id}/weg")
def forget_view(request: Request, view_id: UUID, sent: Form) -> Response:
    ports = ports_of(request)
    try:
        person = asking(request, sent, "weergave")
    except NotCarriedOut:
        return RedirectResponse("/aanmelden", 303)
    with ports.pool.connection() as connection:
        page = saved_views.forget(connection, person.person_id, view_id)
    return RedirectResponse(f"{page or '/'}?gedaan=weergave-weg", 303)


@router.get("/weergaven/{view_id}/weg")
def show_forgotten(view_id: UUID) -> Response:  # noqa: ARG001 (an address that a reload may ask for)
    return RedirectResponse("/", 303)


def _filters(query: str) -> str:
    """The filters of an address that are filled in, without what was only for one showing."""
    pairs = parse_qsl(query[:LONGEST_QUERY])
    return urlencode([(name, value) for name, value in pairs if name not in _PASSING])


def _joined(query: str, done: str) -> str:
    return "&".join(each for each in (query, urlencode({"gedaan": done})) if each)
