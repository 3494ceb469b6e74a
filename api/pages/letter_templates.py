"""Letter templates: which there are, their versions, and an editor that shows a real letter."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api.errors import not_found
from api.language import spoken
from api.letter_templates import located
from api.pages.forms import Form, NotCarriedOut, Sent, Tried, afterwards, carry_out
from api.pages.found import programme_of
from api.pages.letter_pdf import inline
from api.pages.names import Names
from api.pages.rendering import ports_of, render
from api.pages.typed import resumed
from api.ports import Ports
from api.recording import Stamp
from api.stationery import Example, Words
from domain.base import Command, Refused, Sentence
from domain.template.commands import WriteTemplate
from domain.template.parts import TemplateKind, template_of
from projections import tables, templates
from projections.changes import CHANGES, ChangeRow
from projections.language import say
from projections.programmes import ProgrammeRow, every
from projections.templates import TEMPLATES, TemplateRow

router = APIRouter()

WORDS: Mapping[str, TemplateKind] = {
    "aankondiging": "announcement",
    "vervanging": "rectification",
    "intrekking": "withdrawal",
    "antwoord": "reply",
}
"""The kinds by the word in the address."""

FORM = "sjabloon"


@dataclass(frozen=True, slots=True)
class Version:
    """A version as the page shows it; number 0 comes with the program and has no writer."""

    number: int
    words: Words
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a comparison: "+" is new, "-" is gone, " " is as it was."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class Preview:
    """How a letter reads, or why it could not be shown."""

    letter: Words | None = None
    refusal: str | None = None


@router.get("/brieven")
def list_templates(request: Request) -> HTMLResponse:
    """Every programme with its templates."""
    ports = ports_of(request)
    with ports.pool.connection() as connection:
        rows = [
            (programme, templates.of_programme(connection, programme.programme_id))
            for programme in every(connection)
        ]
    people = [row.latest.by for _, found in rows for row in found.values()]
    return render(
        request, "letter_templates.html", rows=rows, words=WORDS, names=Names(ports).learn(people)
    )


@router.get("/brieven/{programme_id}/{word}")
def show_template(request: Request, programme_id: UUID, word: str) -> HTMLResponse:
    return template_page(request, programme_id, word)


@router.get("/brieven/{programme_id}/{word}/{number}")
def show_version(request: Request, programme_id: UUID, word: str, number: int) -> HTMLResponse:
    """One version, and what it changed in the one before it."""
    ports = ports_of(request)
    kind = kind_of(word)
    with ports.pool.connection() as connection:
        programme = programme_of(connection, programme_id)
        versions = versions_of(ports, connection, programme_id, kind)
    version = next((each for each in versions if each.number == number), None)
    if version is None:
        raise not_found()
    before = versions[number - 1] if number else None
    return render(
        request,
        "letter_template_version.html",
        programme=programme,
        kind=kind,
        word=word,
        version=version,
        latest=versions[-1].number,
        compared=compared(before.words, version.words) if before else None,
        names=Names(ports),
    )


@router.post("/brieven/{programme_id}/{word}")
def write_template(request: Request, programme_id: UUID, word: str, sent: Form) -> Response:
    """Show the letter as it would read, as a page or as a PDF, or keep the next version."""
    kind = kind_of(word)
    todo = sent.text("doen")
    if todo == "bekijken":
        return template_page(request, programme_id, word, looking(sent))
    if todo == "pdf":
        return preview_pdf(request, kind, sent)
    try:
        refuse_mistakes(ports_of(request), kind, sent)
        position = carry_out(
            request,
            sent,
            FORM,
            ("subject", "text"),
            lambda stamp: _written(programme_id, kind, sent, stamp),
        )
    except NotCarriedOut as refused:
        return template_page(request, programme_id, word, refused.tried)
    return afterwards(f"/brieven/{programme_id}/{word}", position, FORM)


def template_page(
    request: Request, programme_id: UUID, word: str, tried: Tried | None = None
) -> HTMLResponse:
    """The editor, with what was typed and how a letter would read in it."""
    ports = ports_of(request)
    kind = kind_of(word)
    with ports.pool.connection() as connection:
        programme = programme_of(connection, programme_id)
        versions = versions_of(ports, connection, programme_id, kind)
        changes = examples(connection, programme)
    latest = versions[-1]
    tried = tried or resumed(request)
    given = Sent(tried.values) if tried else None
    words = words_of(given) if given else latest.words
    return render(
        request,
        "letter_template.html",
        tried.status if tried else 200,
        tried=tried,
        programme=programme,
        kind=kind,
        word=word,
        versions=versions,
        latest=latest,
        words=words,
        mistakes=mistakes_of(ports, kind, words) if tried else (),
        fields=ports.stationery.fields(kind),
        changes=[(str(each.change_id), each.title) for each in changes],
        chosen=given.text("change") if given else (str(changes[0].change_id) if changes else ""),
        preview=preview(ports, kind, words, example_of(given, changes)),
        names=Names(ports).learn([each.by for each in versions if each.by]),
    )


def preview(ports: Ports, kind: TemplateKind, words: Words, example: Example) -> Preview | None:
    """The letter in these words; none while they have mistakes."""
    if ports.stationery.mistakes(kind, words):
        return None
    try:
        return Preview(ports.stationery.tried(kind, words, example))
    except Refused as error:
        return Preview(refusal=said(error.sentence))


def preview_pdf(request: Request, kind: TemplateKind, sent: Sent) -> Response:
    ports = ports_of(request)
    if ports.stationery.mistakes(kind, words_of(sent)):
        raise Refused("template_mistaken", "this template has mistakes; look at it as a page first")
    return inline(ports.stationery.tried_pdf(kind, words_of(sent), example_of(sent, ())))


def looking(sent: Sent) -> Tried:
    """What was typed, only to be looked at."""
    return Tried(FORM, sent.values, status=200)


def refuse_mistakes(ports: Ports, kind: TemplateKind, sent: Sent) -> None:
    """Raises `NotCarriedOut` with each mistake beside the part that it is in."""
    errors: dict[str, str] = {}
    for part, words in mistakes_of(ports, kind, words_of(sent)):
        errors[part] = f"{errors[part]} {words}" if part in errors else words
    if errors and sent.text("subject") and sent.text("text"):
        raise NotCarriedOut(Tried(FORM, sent.values, errors, status=400))


def mistakes_of(ports: Ports, kind: TemplateKind, words: Words) -> list[tuple[str, str]]:
    return [
        (each.part, said(Sentence(located(each.line, say(each.sentence, spoken()), spoken()))))
        for each in ports.stationery.mistakes(kind, words)
    ]


def versions_of(
    ports: Ports, source: tables.Source, programme_id: UUID, kind: TemplateKind
) -> list[Version]:
    row: TemplateRow | None = tables.get(source, TEMPLATES, template_of(programme_id, kind))
    written = row.versions if row else ()
    return [
        Version(0, ports.stationery.built_in(kind)),
        *(
            Version(each.number, Words(each.subject, each.text), each.by, each.at)
            for each in written
        ),
    ]


def examples(source: tables.Source, programme: ProgrammeRow) -> list[ChangeRow]:
    """Changes that have letters, to try a template on."""
    found = tables.select(
        source, CHANGES, {"programme_id": programme.programme_id}, order=("effective", "key")
    )
    return [each for each in found if each.drafted_at is not None]


def example_of(sent: Sent | None, changes: Sequence[ChangeRow]) -> Example:
    """The contract that was chosen, or else the first of the first change."""
    if sent is None:
        return Example(changes[0].change_id if changes else None)
    try:
        return Example(UUID(sent.text("change")), sent.text("number"))
    except ValueError:
        return Example()


def compared(before: Words, after: Words) -> list[Line]:
    """Line by line what was written otherwise, the subject first; what is alike for context."""
    old = [before.subject, "", *before.text.splitlines()]
    new = [after.subject, "", *after.text.splitlines()]
    lines = list(difflib.unified_diff(old, new, lineterm="", n=2))[2:]
    return [Line("…", "") if each.startswith("@@") else Line(each[:1], each[1:]) for each in lines]


def words_of(sent: Sent) -> Words:
    """Browsers end lines in their own way; a template has but one way."""
    text = sent.values.get("text", "").replace("\r\n", "\n").replace("\r", "\n")
    return Words(" ".join(sent.text("subject").split()), text.strip() + "\n")


def kind_of(word: str) -> TemplateKind:
    if word not in WORDS:
        raise not_found()
    return WORDS[word]


def said(sentence: Sentence) -> str:
    text = say(sentence, spoken()).rstrip(".")
    return f"{text[:1].upper()}{text[1:]}."


def _written(programme_id: UUID, kind: TemplateKind, sent: Sent, stamp: Stamp) -> Command:
    words = words_of(sent)
    based_on = sent.text("based_on")
    given: dict[str, Any] = {
        "template_id": template_of(programme_id, kind),
        "programme_id": programme_id,
        "template_kind": kind,
        "subject": words.subject,
        "text": words.text,
        "based_on": int(based_on) if based_on.isdecimal() else None,
    }
    return WriteTemplate.model_validate({**given, **stamp})
