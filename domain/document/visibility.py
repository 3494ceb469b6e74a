"""What somebody in a role may see of a document on a day, and why not more (TP-01, TP-03, TP-12).

The answer is as in force on the day. What was known then is another matter: fold the events
recorded up to a moment, and ask that document.
"""

from datetime import date
from typing import Literal

from pydantic import BaseModel

from domain.dates import Window
from domain.document.parts import Role, Secrecy
from domain.document.state import Document, Period


class Hidden(BaseModel, frozen=True, extra="forbid"):
    """What is kept back, in full or a section of it: why, under which law, by whom, until when.

    `public_from` is the first day on which it is public, if one is known; `until` how the source
    put it. `lifted_by` is who may lift it before.
    """

    section: str | None
    ground: str
    regime: str | None
    body: str | None
    lifted_by: str | None
    until: Window | None
    public_from: date | None


class Visible(BaseModel, frozen=True, extra="forbid"):
    """What may be seen: nothing, parts or the whole; `none` if there is no such document that day.

    `given_on` is the day on which it was given to the role, if it was by then: what may be seen
    need not have been handed out.
    """

    extent: Literal["none", "nothing", "parts", "whole"]
    hidden: tuple[Hidden, ...] = ()
    given_on: date | None = None


def visible(document: Document, role: Role, day: date) -> Visible:
    """What the role may see on the day; secrecy binds whoever it does not name.

    A document that is dated later was not there yet; one without a date may have been.
    """
    if document.paper is None or not_there_yet(document, day):
        return Visible(extent="none")
    hidden = tuple(
        hide(each)
        for each in document.secrecies
        if each.holds(day) and not may_see(role, each.secrecy)
    )
    given = [
        each.published_on
        for each in document.given
        if role in each.publication.audience and each.published_on <= day
    ]
    given_on = min(given, default=None)
    if any(each.section is None for each in hidden):
        return Visible(extent="nothing", hidden=hidden, given_on=given_on)
    return Visible(extent="parts" if hidden else "whole", hidden=hidden, given_on=given_on)


def not_there_yet(document: Document, day: date) -> bool:
    dated = None if document.paper is None else document.paper.dated
    return dated is not None and dated.first is not None and day < dated.first


def may_see(role: Role, secrecy: Secrecy) -> bool:
    """Whether it is not secret for this role.

    If the source does not say who sees it, only the body that imposed it does, and officials: a
    council or a college by the way its id begins. Of another body, or none, no member does.
    """
    if role == "auditor":
        return True
    if secrecy.sees:
        return role in secrecy.sees
    return role in ("official", member_of(secrecy.body))


def member_of(body: str | None) -> Role | None:
    """The role of whoever sits in a body that imposes secrecy."""
    name = body or ""
    if name.startswith(("raad", "council", "gemeenteraad")):
        return "council_member"
    return "college_member" if name.startswith("college") else None


def hide(period: Period) -> Hidden:
    secrecy = period.secrecy
    return Hidden(
        section=secrecy.section,
        ground=secrecy.ground,
        regime=secrecy.regime,
        body=secrecy.body,
        lifted_by=secrecy.lifted_by,
        until=secrecy.until,
        public_from=period.public_from,
    )
