"""What somebody typed in a form and did not send: kept sealed, offered again on the same page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID, uuid5

from fastapi import Request
from pydantic import BaseModel, ValidationError

from api.identity import person_of, ports_of
from api.pages.addresses import way_back
from api.pages.tried import Tried
from api.ports import Person, Ports
from api.sealing import seal, unseal
from projections import drafts
from projections.drafts import Draft

LONGEST = 100_000
"""Characters that are kept of one form."""
TAKEN_UP = "verder"
"""The word in an address that names the draft to go on with."""

_NAMESPACE = UUID("6f1d2b1e-6c0e-5f0e-9a52-1f3c0b7f0d11")
_UNTYPED = ("key", "terug", "pagina", "withdrawal", "doen", "do")
"""What a page fills in by itself."""
_BESIDES = {"based_on"}
"""What is kept with what was typed, and is nothing to keep by itself."""
_PASSING = (TAKEN_UP, "gedaan", "position")


class Typed(BaseModel, frozen=True):
    """What is sealed: the form, what it does and what it is about in words, and what was typed.

    `page` is the address of the page with its filters.
    """

    form: str
    page: str
    what: str = ""
    about: str = ""
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be gone on with."""

    draft_id: UUID
    saved_at: datetime
    typed: Typed

    @property
    def address(self) -> str:
        """The page with the form filled in as it was."""
        parts = urlsplit(self.typed.page)
        kept = [pair for pair in parse_qsl(parts.query) if pair[0] not in _PASSING]
        query = urlencode([*kept, (TAKEN_UP, str(self.draft_id))])
        return f"{parts.path}?{query}#{self.typed.form}"


def keep(request: Request, person: Person, action: str, typed: Typed) -> bool:
    """Keep what was typed in the form that goes to `action`; answers whether it is kept."""
    ports = ports_of(request)
    content = typed.model_dump_json()
    sealed = seal(ports.links.keys, content.encode(), _about(person.person_id, action))
    if sealed is None or len(content) > LONGEST:
        return False
    now = ports.clock()
    draft = Draft(
        draft_id=uuid5(_NAMESPACE, f"{person.person_id} {action}"),
        owner=person.person_id,
        action=action,
        path=urlsplit(typed.page).path,
        sealed=sealed,
        saved_at=now,
        expires_at=now + drafts.KEPT,
    )
    with ports.pool.connection() as connection:
        drafts.keep(connection, draft)
    return True


def keep_refused(request: Request, person: Person, form: str, values: Mapping[str, str]) -> None:
    """A form that was sent and refused is not lost when its page is left."""
    written = {name: value for name, value in values.items() if value and name not in _UNTYPED}
    if not written.keys() - _BESIDES:
        return
    ports, action = ports_of(request), request.url.path
    with ports.pool.connection() as connection:
        known = drafts.of_form(connection, person.person_id, action, ports.clock())
    before = _opened(ports, known) if known else None
    page = way_back(values.get("pagina", action))
    base = before or Typed(form=form, page=page, values={})
    now = {"form": form, "page": page, "values": written}
    keep(request, person, action, base.model_copy(update=now))


def forget(request: Request, person: Person, action: str) -> None:
    with ports_of(request).pool.connection() as connection:
        drafts.forget(connection, person.person_id, action)


def offers(ports: Ports, person: Person | None, path: str | None = None) -> list[Offer]:
    """What somebody can go on with, on one page or on all, the last first."""
    if person is None or not ports.links.keys:
        return []
    with ports.pool.connection() as connection:
        found = drafts.of_owner(connection, person.person_id, ports.clock(), path)
    opened = ((each, _opened(ports, each)) for each in found)
    return [Offer(each.draft_id, each.saved_at, typed) for each, typed in opened if typed]


def taken_up(request: Request, found: list[Offer]) -> Tried | None:
    """The form that the address asks to go on with, as it was typed."""
    wanted = request.query_params.get(TAKEN_UP)
    for each in found:
        if str(each.draft_id) == wanted:
            return Tried(each.typed.form, each.typed.values, status=200)
    return None


def resumed(request: Request) -> Tried | None:
    """The same, for a page of which more than the fields follows from what was typed."""
    if TAKEN_UP not in request.query_params:
        return None
    ports = ports_of(request)
    return taken_up(request, offers(ports, person_of(request, ports), request.url.path))


def _opened(ports: Ports, draft: Draft) -> Typed | None:
    about = _about(draft.owner, draft.action)
    content = unseal(ports.links.keys, draft.sealed, about)
    try:
        return None if content is None else Typed.model_validate_json(content)
    except ValidationError:
        return None


def _about(owner: str, action: str) -> str:
    return f"{owner} {action}"
