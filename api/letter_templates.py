"""The templates of letters over HTTP: their versions, what they may ask for, and writing one."""

from typing import Annotated, get_args
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field

from api.errors import not_found
from api.identity import World
from api.language import language_of
from api.ports import Ports
from api.reading import ReadQuery, catch_up
from api.recording import Order, record
from api.shapes import Accepted, Input, Instant, Shape
from api.stationery import Words
from domain.base import Sentence
from domain.template.commands import WriteTemplate
from domain.template.parts import TemplateKind, template_of
from projections import tables
from projections.language import Language, say
from projections.programmes import PROGRAMMES
from projections.templates import TEMPLATES, TemplateRow

router = APIRouter(prefix="/letter-templates", tags=["letters"])

KINDS: tuple[TemplateKind, ...] = get_args(TemplateKind)


class Version(Shape):
    """One version; 0 is the text that comes with the program and has no writer."""

    number: int
    subject: str
    text: str
    by: str | None = None
    at: Instant | None = None


class LetterTemplate(Shape):
    """A programme's template for one kind of letter, its versions from the first one on."""

    programme_id: UUID
    kind: TemplateKind
    latest: int
    versions: list[Version]


class TemplateField(Shape):
    """What a template may ask for; what may be empty has to stand within an `if`."""

    name: str
    sort: str
    may_be_empty: bool
    says: str


class LetterTemplates(Shape):
    items: list[LetterTemplate]


class TemplateFields(Shape):
    items: list[TemplateField]


class Writing(Input):
    """The next version. With `basedOn` it is refused if somebody wrote another since."""

    subject: Annotated[str, Field(min_length=3, max_length=300)]
    text: Annotated[str, Field(min_length=20, max_length=20_000)]
    based_on: Annotated[int, Field(ge=0)] | None = None


@router.get("/{programme_id}")
def list_templates(
    programme_id: UUID, ports: World, query: Annotated[ReadQuery, Query()]
) -> LetterTemplates:
    """The templates of a programme, of every kind there is."""
    catch_up(ports, query, PROGRAMMES, TEMPLATES)
    return LetterTemplates(items=[shown(ports, programme_id, kind) for kind in KINDS])


@router.get("/{programme_id}/{kind}")
def show_template(
    programme_id: UUID,
    kind: TemplateKind,
    ports: World,
    query: Annotated[ReadQuery, Query()],
) -> LetterTemplate:
    """One template with all its versions."""
    catch_up(ports, query, PROGRAMMES, TEMPLATES)
    return shown(ports, programme_id, kind)


@router.get("/{programme_id}/{kind}/fields")
def list_fields(
    programme_id: UUID, kind: TemplateKind, ports: World, request: Request
) -> TemplateFields:
    """What a template of this kind may ask for."""
    known(ports, programme_id)
    language = language_of(request)
    return TemplateFields(
        items=[
            TemplateField(
                name=each.name,
                sort=each.sort,
                may_be_empty=each.may_be_empty,
                says=say(each.says, language),
            )
            for each in ports.stationery.fields(kind)
        ]
    )


@router.post("/{programme_id}/{kind}/versions", status_code=202)
def write_template(
    programme_id: UUID, kind: TemplateKind, body: Writing, request: Request, order: Order
) -> Accepted:
    """Write the next version. What cannot be filled in is refused, each mistake by its line."""
    known(order.ports, programme_id)
    refuse_mistakes(order.ports, kind, body, language_of(request))
    command = WriteTemplate(
        template_id=template_of(programme_id, kind),
        programme_id=programme_id,
        template_kind=kind,
        **body.model_dump(),
        **order.stamp,
    )
    return record(order, command, f"/letter-templates/{programme_id}/{kind}")


def refuse_mistakes(ports: Ports, kind: TemplateKind, body: Writing, language: Language) -> None:
    found = ports.stationery.mistakes(kind, Words(body.subject, body.text))
    if found:
        raise RequestValidationError(
            [
                {
                    "loc": ("body", each.part),
                    "type": "template",
                    "msg": located(each.line, say(each.sentence, language), language),
                }
                for each in found
            ]
        )


def located(line: int, words: str, language: Language) -> str:
    """What is wrong, with the line where it is, if it is on one."""
    if line == 0:
        return words
    values = {"line": str(line), "words": words}
    return say(Sentence("line %(line)s: %(words)s", values), language)


def shown(ports: Ports, programme_id: UUID, kind: TemplateKind) -> LetterTemplate:
    known(ports, programme_id)
    row: TemplateRow | None = tables.get(ports.pool, TEMPLATES, template_of(programme_id, kind))
    words = ports.stationery.built_in(kind)
    versions = [Version(number=0, subject=words.subject, text=words.text)]
    if row is not None:
        versions += [Version.model_validate(each) for each in row.versions]
    return LetterTemplate(
        programme_id=programme_id, kind=kind, latest=versions[-1].number, versions=versions
    )


def known(ports: Ports, programme_id: UUID) -> None:
    """Raises a 404 problem if there is no such programme."""
    if tables.get(ports.pool, PROGRAMMES, programme_id) is None:
        raise not_found()
