"""Who is asked in a decision: what a file says in short, written out to each council or college."""

from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from domain.base import Sentence
from domain.decision.answerer import answerer_of
from domain.decision.parts import Answerer, Question
from domain.programme.parts import Municipality
from runtime.mistakes import Lines, Mistake, Place, meant
from runtime.plain_rows import Data, rows, texts
from runtime.programme_rows import QuestionRow

_SHORT = {"asked", "advice", "replies", "answers"}


def question(row: QuestionRow, municipalities: Iterable[Municipality]) -> Question:
    """The decision with everybody who is asked."""
    fields = {name: value for name, value in row if name not in _SHORT}
    return Question.model_validate({**fields, "answerers": answerers(row, municipalities)})


def answerers(row: QuestionRow, municipalities: Iterable[Municipality]) -> tuple[Answerer, ...]:
    """Who is named, and the council or college of every municipality that is asked."""
    named = {each.answerer_id: each for each in row.answerers}
    if row.asked:
        for name in row.asked.municipalities or taking_part(row.segments, municipalities):
            own = answerer_of(row.asked.body, name)
            named.setdefault(own.answerer_id, own)
    return tuple(named.values())


def taking_part(
    segments: tuple[str, ...], municipalities: Iterable[Municipality]
) -> tuple[str, ...]:
    """The municipalities that take part in one of these segments; none named means in any.

    Who has not decided yet whether it takes part is not asked (PG-05).
    """
    return tuple(
        each.name
        for each in municipalities
        if each.participation == "full"
        or (
            each.participation == "partial"
            and (not segments or bool({*each.segments} & {*segments}))
        )
    )


def mistakes(data: Data, lines: Lines) -> Iterator[Mistake]:
    """What is wrong with who is asked and what they answered, in rows of the right shape."""
    members = [each for _, row in rows(data, "municipalities") if (each := _municipality(row))]
    for place, row in rows(data, "decisions"):
        try:
            asked = QuestionRow.model_validate(row)
        except ValidationError:
            continue
        yield from _mistakes_in(asked, row, place, members, lines)


def _municipality(row: Data) -> Municipality | None:
    try:
        return Municipality.model_validate(row)
    except ValidationError:
        return None


def _mistakes_in(
    row: QuestionRow, data: Data, place: Place, members: list[Municipality], lines: Lines
) -> Iterator[Mistake]:
    known = {each.answerer_id for each in answerers(row, members)}
    if not known and row.expected is None:
        yield lines.mistake(
            place,
            Sentence("Nobody is asked in this decision."),
            Sentence("Say who answers: asked: {body: council}, or name them under “answerers”."),
        )
    if row.expected is not None and row.expected < len(known):
        yield lines.mistake(
            (*place, "expected"),
            Sentence(
                "%(expected)s answers are expected of %(named)s who are named.",
                {"expected": str(row.expected), "named": str(len(known))},
            ),
            Sentence("Expect at least as many, or leave “expected” out."),
        )
    yield from _unknown(data, place, "answers", "answerer_id", known, _NOT_ASKED, lines)
    yield from _unknown(data, place, "answers", "outcome", {*row.outcomes}, _NO_OUTCOME, lines)
    given = {each.advice_id for each in row.advice}
    yield from _unknown(data, place, "replies", "advice_id", given, _NO_ADVICE, lines)


_NOT_ASKED = Sentence("“%(name)s” is not asked in this decision.")
_NO_OUTCOME = Sentence("“%(name)s” is no outcome of this decision.")
_NO_ADVICE = Sentence("There is no advice “%(name)s” on this decision.")


def _unknown(
    data: Data,
    place: Place,
    section: str,
    field: str,
    known: set[str],
    problem: Sentence,
    lines: Lines,
) -> Iterator[Mistake]:
    for within, row in rows(data, section):
        for where, name in texts(row.get(field), (*place, *within, field)):
            if name not in known:
                said = Sentence(problem.template, {"name": name})
                yield lines.mistake(where, said, meant(name, known))
