"""A strategy that is secret for a while, as S1 has one."""

from datetime import date
from typing import Any

from pydantic import BaseModel

from domain.base import Source, derived_id
from domain.dates import Window
from domain.document.commands import (
    ExpireSecrecy,
    FileDocument,
    ImposeSecrecy,
    LiftSecrecy,
    PublishDocument,
)
from domain.document.events import (
    DocumentFiled,
    DocumentPublished,
    SecrecyExpired,
    SecrecyImposed,
    SecrecyLifted,
)
from domain.document.parts import Paper, Publication, Secrecy

DOCUMENT_ID = derived_id("document", "haaglanden-2023", "verwervingsstrategie")
_SOURCE = Source(
    document="S1", section="Aanleiding", quote="Op de Verwervingsstrategie rust geheimhouding."
)
PAPER = Paper(
    document_id="verwervingsstrategie",
    title="Verwervingsstrategie",
    type="strategy",
    dated=Window(edtf="2021", written="2021"),
    body="college-leiden",
    municipality="Leiden",
    status="definitive",
    annexes=("Bijlage 1",),
    rests_on=("overkoepelend-kader",),
    missing=("number", "author"),
    source=_SOURCE,
)
SECRECY = Secrecy(
    document_id=PAPER.document_id,
    ground="Publiceren zou de inkoop van jeugdhulp voor de gemeenten kunnen bemoeilijken.",
    regime="Gemeentewet art. 25, 55, 86 (tot 1 april 2023)",
    body="college-leiden",
    lifted_by="raad-leiden",
    since=Window(edtf="2022-01", written="januari 2022"),
    until=Window(edtf="2026-01-01", bound="before", written="tot 1 januari 2026"),
    sees=("council_member", "college_member", "official"),
    source=_SOURCE,
)
PUBLICATION = Publication(audience=("provider", "public"), channel="TenderNed")
_ONE = {"document_id": DOCUMENT_ID}
_LIFTED = {
    **_ONE,
    "section": "Hoofdstuk 3",
    "body": "raad-leiden",
    "lifted_on": date(2024, 2, 1),
    "reason": "De inkoop is klaar.",
}
_PUBLISHED = {**_ONE, "publication": PUBLICATION, "published_on": date(2021, 5, 3)}

OF_ONE: dict[type[BaseModel], dict[str, Any]] = {
    FileDocument: {**_ONE, "paper": PAPER, "secrecy": (SECRECY,)},
    ImposeSecrecy: {**_ONE, "secrecy": SECRECY, "imposed_on": date(2022, 1, 11)},
    LiftSecrecy: {**_LIFTED, "section": None},
    ExpireSecrecy: {**_ONE, "section": None},
    PublishDocument: _PUBLISHED,
    DocumentFiled: {**_ONE, "paper": PAPER},
    SecrecyImposed: {**_ONE, "title": PAPER.title, "secrecy": SECRECY},
    SecrecyLifted: {**_LIFTED, "title": PAPER.title, "effective": date(2024, 2, 1)},
    SecrecyExpired: {
        **_ONE,
        "title": PAPER.title,
        "section": "Hoofdstuk 3",
        "effective": date(2026, 1, 1),
    },
    DocumentPublished: {**_PUBLISHED, "title": PAPER.title, "effective": date(2021, 5, 3)},
}
