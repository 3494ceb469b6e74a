"""Letters on paper and the templates they are written with, for the web application."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import assert_never
from uuid import UUID

from api.stationery import Example, FieldSays, FilledField, Mistake, Pdf, Words
from domain.base import Refused, Sentence
from domain.template.parts import TemplateKind
from projections.language import say
from runtime.correspondence import Correspondence
from runtime.letter_fields import fields_of
from workflows import filling, paper, press, template_check, words
from workflows.fields import FIELDS, Field, samples
from workflows.letter import (
    Data,
    Letter,
    LetterData,
    Replaced,
    ReplyData,
    WithdrawalData,
    render,
)
from workflows.message import file_name

_REASON = Sentence("[the reason that is given]")
_DECIDED_BY = Sentence("[who decided it]")
_ANSWER = Sentence("[the answer]")
_REACTION = Sentence("[the words of the reaction]")
_CHANGES = Sentence("[what changes]")


@dataclass(frozen=True, slots=True)
class Stationery:
    """Writes with what is known of changes; keeps nothing."""

    correspondence: Correspondence

    def pdf(self, change_id: UUID, letter_id: UUID) -> Pdf:
        return _printed(self.correspondence.letter(change_id, letter_id))

    def filled(self, change_id: UUID, letter_id: UUID) -> Sequence[FilledField]:
        case = self.correspondence.case(change_id, [letter_id], None)
        return tuple(fields_of(case.data(letter_id)))

    def built_in(self, kind: TemplateKind) -> Words:
        built_in = words.built_in(kind)
        return Words(built_in.subject, built_in.text)

    def fields(self, kind: TemplateKind) -> Sequence[FieldSays]:
        return tuple(_said(FIELDS[kind]))

    def mistakes(self, kind: TemplateKind, text: Words) -> Sequence[Mistake]:
        found = template_check.mistakes_in(kind, words.Words(text.subject, text.text))
        return [Mistake(each.part, each.line, each.sentence) for each in found]

    def tried(self, kind: TemplateKind, text: Words, example: Example) -> Words:
        given = words.Words(text.subject, text.text)
        if example.change_id is None:
            subject, body = filling.filled(given, next(samples(FIELDS[kind])))
            return Words(subject, paper.plain(body, say(_CHANGES, "nl")))
        letter = render(self._data(kind, example), given)
        return Words(letter.subject, letter.text)

    def tried_pdf(self, kind: TemplateKind, text: Words, example: Example) -> Pdf:
        return _printed(render(self._data(kind, example), words.Words(text.subject, text.text)))

    def _data(self, kind: TemplateKind, example: Example) -> Data:
        """What a letter of this kind would say about a real contract."""
        if example.change_id is None:
            raise Refused("no_example", "choose a change with letters, to see one as a PDF")
        change = self.correspondence.change(example.change_id)
        numbers = {each.contract_number: each.letter_id for each in change.recipients.values()}
        wanted = example.number or next(iter(numbers), "")
        if wanted not in numbers:
            raise Refused(
                "no_such_letter",
                "this change has no letter about contract %(number)s; it has: %(known)s",
                number=wanted,
                known=", ".join(list(numbers)[:5]),
            )
        case = self.correspondence.case(example.change_id, [numbers[wanted]], None)
        return of_kind(kind, case.announcement(numbers[wanted]))


def of_kind(kind: TemplateKind, data: LetterData) -> Data:
    """A letter of another kind about the same contract, with made-up words where it needs them."""
    day, reason = data.head.dated, say(_REASON, "nl")
    match kind:
        case "announcement":
            return replace(data, replaced=None)
        case "rectification":
            made_up = Replaced(day, reason, say(_DECIDED_BY, "nl"), keeps_day=True)
            return replace(data, replaced=data.replaced or made_up)
        case "withdrawal":
            return WithdrawalData(data.head, day, reason, acknowledge_link=data.acknowledge_link)
        case "reply":
            answer, reaction = say(_ANSWER, "nl"), say(_REACTION, "nl")
            return ReplyData(data.head, day, "question", "answered", answer, reaction)
        case _:
            assert_never(kind)


def _printed(letter: Letter) -> Pdf:
    assert letter.paper is not None
    try:
        return Pdf(file_name(letter.paper), press.printed(letter.paper))
    except press.NoPdf as error:
        raise Refused("no_pdf", press.NO_PDF) from error
    except press.OutOfOrder as error:
        raise Refused("no_press", press.OUT_OF_ORDER) from error


def _said(fields: tuple[Field, ...], prefix: str = "") -> Iterator[FieldSays]:
    for each in fields:
        yield FieldSays(prefix + each.name, each.sort, each.may_be_empty, each.says)
        yield from _said(each.of, f"{prefix}{each.name}.")
