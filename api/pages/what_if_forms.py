"""Keeping, discarding and proposing a what-if (ST-08)."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.errors import not_found
from api.language import spoken
from api.pages.forms import (
    Form,
    NotCarriedOut,
    Sent,
    Tried,
    afterwards,
    asking,
    key_of,
    refused,
    stamp,
)
from api.pages.rendering import ports_of
from api.pages.what_if import WhatIf, kept_of, what_if_page, work_out
from api.pages.what_if_asked import query_of
from api.recording import Stamp, carried_out_before
from domain.base import Refused, Sentence, derived_id
from domain.whatif.proposal import Proposed, Proposing, commands
from projections import kept_whatifs
from projections.kept_whatifs import KeptWhatIf, findings
from projections.language import say

router = APIRouter()

KEEP, PROPOSE, DISCARD = "wat-als-bewaren", "wat-als-voorstellen", "wat-als-weg"
REPLACED = "wat-als-vervangen"
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Preview:
    """The commands that a proposal would record, and why one would be refused if it would."""

    commands: tuple[Proposed, ...]
    refusals: tuple[Sentence, ...]


@router.get("/programmas/{programme_id}/wat-als/bewaren")
@router.get("/programmas/{programme_id}/wat-als/voorstellen")
def show_step(request: Request, programme_id: UUID) -> Response:
    """A form that was sent and not carried out has this address; a reload shows its page."""
    query = query_of(request.query_params)
    return RedirectResponse(query.address(f"/programmas/{programme_id}/wat-als"), status_code=303)


@router.get("/programmas/{programme_id}/wat-als/{what_if_id}/weg")
def show_discarded(programme_id: UUID, what_if_id: UUID) -> Response:  # noqa: ARG001 (a reload may ask for it)
    return RedirectResponse(f"/programmas/{programme_id}/wat-als", status_code=303)


@router.post("/programmas/{programme_id}/wat-als/bewaren")
def keep(request: Request, programme_id: UUID, sent: Form) -> Response:
    """Keep it under a name; it goes by an address that can be shared."""
    whatif = work_out(request, programme_id, query_of(sent.values))
    ports = ports_of(request)
    try:
        person = asking(request, sent, KEEP)
        name = _name(sent)
    except NotCarriedOut as error:
        return what_if_page(request, whatif, error.tried)
    kept = KeptWhatIf(
        what_if_id=derived_id("kept-what-if", key_of(person, sent, KEEP), programme_id, name),
        owner=person.person_id,
        programme_id=programme_id,
        name=name,
        supposed=whatif.query.text,
        following=whatif.query.following,
        plan_version=whatif.around.world.version,
        found=findings(whatif.found),
        made_at=ports.clock(),
    )
    with ports.pool.connection() as connection:
        keeping = kept_whatifs.keep(connection, kept)
    done = REPLACED if keeping.replaced else KEEP
    return RedirectResponse(f"{whatif.home}/{keeping.what_if_id}?gedaan={done}", status_code=303)


def _name(sent: Sent) -> str:
    """The name it is to be kept under; nothing is kept that supposes nothing."""
    name = " ".join(sent.text("naam").replace("\0", " ").split())[:LONGEST_NAME]
    if name and query_of(sent.values).suppositions:
        return name
    missing = {"naam": say(Sentence("Fill this in."), spoken())}
    raise NotCarriedOut(Tried(KEEP, sent.values, missing, status=400))


@router.post("/programmas/{programme_id}/wat-als/{what_if_id}/weg")
def discard(request: Request, programme_id: UUID, what_if_id: UUID, sent: Form) -> Response:
    """Keep it no longer; what is gone stays gone. Raises a 404 problem for somebody else's."""
    home = f"/programmas/{programme_id}/wat-als"
    try:
        person = asking(request, sent, DISCARD)
    except NotCarriedOut as error:
        kept = kept_of(request, programme_id, what_if_id)
        query = query_of({"stel": kept.supposed, "volgen": kept.following})
        whatif = work_out(request, programme_id, query)
        return what_if_page(request, whatif, error.tried, kept=kept)
    with ports_of(request).pool.connection() as connection:
        gone = kept_whatifs.discard(connection, person.person_id, programme_id, what_if_id)
        if not gone and kept_whatifs.get(connection, programme_id, what_if_id) is not None:
            raise not_found()
    return RedirectResponse(f"{home}?gedaan={DISCARD}", status_code=303)


@router.post("/programmas/{programme_id}/wat-als/voorstellen")
def propose(request: Request, programme_id: UUID, sent: Form) -> Response:
    """First show the exact commands; carry them out once somebody has seen them.

    A plan that has moved on since they were shown is shown anew, and nothing is carried out.
    """
    whatif = work_out(request, programme_id, query_of(sent.values))
    try:
        person = asking(request, sent, PROPOSE)
        ports = ports_of(request)
        stamped = stamp(ports, person, sent, PROPOSE)
        if carried_out_before(ports, stamped["command_id"]):
            return _on(whatif, 0) if _as_seen(sent) else _refused_again(request, whatif, sent)
        preview = _preview(request, whatif, sent, stamped)
    except NotCarriedOut as error:
        return what_if_page(request, whatif, error.tried)
    shown = _shown(whatif, preview.commands, sent)
    if sent.text("gezien") != shown or preview.refusals:
        tried = _look(sent, shown)
        return what_if_page(request, whatif, tried, preview={"of": preview, "as": shown})
    try:
        position = [ports.handle(each) for each in preview.commands][-1]
    except Refused as error:
        return what_if_page(request, whatif, refused(sent, PROPOSE, error).tried)
    with ports.pool.connection() as connection:
        query = whatif.query
        kept_whatifs.proposed(connection, programme_id, query.text, query.following, stamped["at"])
    return _on(whatif, position)


def _preview(request: Request, whatif: WhatIf, sent: Sent, stamped: Stamp) -> Preview:
    """The commands as they would be carried out, each asked what would be said of it."""
    missing = {
        name: say(Sentence("Fill this in."), spoken())
        for name in ("title", "reason")
        if not sent.text(name)
    }
    if missing:
        raise NotCarriedOut(Tried(PROPOSE, sent.values, missing, status=400))
    known = whatif.around
    who = Proposing(
        programme_id=known.programme.programme_id,
        title=sent.text("title"),
        reason=sent.text("reason"),
        decided_by=sent.text("decided_by") or None,
        **stamped,
    )
    ids = {key: row.decision_id for key, row in known.decisions.items()}
    try:
        asked = commands(known.world, whatif.query.suppositions, whatif.found, ids, who)
    except Refused as error:
        raise refused(sent, PROPOSE, error) from error
    consider = ports_of(request).consider
    answers = [consider(each) for each in asked]
    return Preview(asked, tuple(each.sentence for each in answers if each is not None))


def _shown(whatif: WhatIf, asked: Sequence[Proposed], sent: Sent) -> str:
    """What somebody has to have seen: the version of the plan, every command, and its words."""
    told = "\n".join(
        each.model_dump_json(exclude={"at", "command_id", "correlation"}) for each in asked
    )
    return f"{whatif.around.world.version}|{_digest(told)}|{_words(sent)}"


def _words(sent: Sent) -> str:
    """What was filled in, short: known also when what it would do is done already."""
    names = ("stel", "volgen", "title", "reason", "decided_by")
    return _digest("\n".join(sent.text(each) for each in names))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _as_seen(sent: Sent) -> bool:
    """Whether nothing was filled in otherwise since it was shown."""
    return sent.text("gezien").rpartition("|")[2] == _words(sent)


def _refused_again(request: Request, whatif: WhatIf, sent: Sent) -> Response:
    again = Refused("command_id_reused", "this was recorded with something else in it")
    return what_if_page(request, whatif, refused(sent, PROPOSE, again).tried)


def _look(sent: Sent, shown: str) -> Tried:
    """What was typed, kept for the second look; said so if something is otherwise than at first."""
    before = sent.text("gezien")
    if before in ("", shown):
        return Tried(PROPOSE, sent.values, status=200)
    why = Sentence("This is not what you looked at: see what would be recorded now.")
    if before.partition("|")[0] != shown.partition("|")[0]:
        why = Sentence("The plan has moved on since you looked: this is what it would be now.")
    return Tried(PROPOSE, sent.values, refusal=say(why, spoken()))


def _on(whatif: WhatIf, position: int) -> Response:
    address = f"/programmas/{whatif.around.programme.programme_id}/planversies"
    return afterwards(address, position, PROPOSE)
