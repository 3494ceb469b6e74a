"""What is not settled about a decision, and whether it comes in time (GO-01, 02, 04, 07; PG-09)."""

from collections.abc import Iterator

from domain.base import Sentence
from domain.dates import Window
from domain.decision.latest import latest_decision
from domain.decision.parts import Question
from domain.programme.ends import computed_end
from domain.programme.parts import Term
from runtime.asking import question
from runtime.check.finding import Finding, segment_of
from runtime.check.readings import Reading
from runtime.programme_file import ProgrammeFile
from runtime.programme_rows import QuestionRow

_WIDE = ("year", "years", "range", "open")
_OF_A_MUNICIPALITY = ("council", "college")
_MOMENTS = ("go_no_go", "extension", "phase", "end")


def decisions(file: ProgrammeFile, reading: Reading) -> Iterator[Finding]:
    """What is found about every decision."""
    for row in file.decisions:
        asked = question(row, file.municipalities)
        if _answered(row, asked):
            continue
        if row.rule == "not_stated" and _several(asked, file):
            yield _no_rule(row, asked, file)
        if row.expected is not None and row.expected > len(asked.answerers):
            yield _not_all_known(row, row.expected, len(asked.answerers), file)
        if row.kind in _MOMENTS and row.window.precision in _WIDE:
            yield _wide(row, file)
        if row.kind == "go_no_go" and not row.evidence:
            yield _no_evidence(row, file)
        yield from _late(row, asked, file, reading)


def _answered(row: QuestionRow, asked: Question) -> bool:
    """Whether everybody had answered by its sources: nothing of it is left to be settled."""
    given = {each.answerer_id for each in row.answers}
    needed = max(len(asked.answerers), row.expected or 0)
    return len(given) >= needed and given >= {each.answerer_id for each in asked.answerers}


def _several(asked: Question, file: ProgrammeFile) -> bool:
    """Whether more than one can disagree: also "the colleges", which is several in one word."""
    if len(asked.answerers) > 1 or (asked.expected or 0) > 1:
        return True
    kinds = {each.body_id: each.kind for each in file.bodies if each.municipality is None}
    return any(
        each.municipality is None and kinds.get(each.body) in _OF_A_MUNICIPALITY
        for each in asked.answerers
    )


def _no_rule(row: QuestionRow, asked: Question, file: ProgrammeFile) -> Finding:
    names = {each.body_id: each.name for each in file.bodies}
    who = dict.fromkeys(
        each.municipality or names.get(each.body, each.body) for each in asked.answerers
    )
    return Finding(
        code="no_rule_for_disagreement",
        row="GO-02",
        segment=segment_of(row.segments, file),
        says=Sentence(
            "“%(title)s” is decided by more than one, and nothing says what happens if they "
            "disagree.",
            {"title": row.title},
        ),
        source=row.source,
        computation=(
            Sentence("Asked, as far as named: %(names)s.", {"names": ", ".join(who)}),
            *_expected(row),
        ),
        remedy=Sentence("Agree beforehand on a rule, and write it as “rule: all” or “majority”."),
    )


def _expected(row: QuestionRow) -> tuple[Sentence, ...]:
    if row.expected is None:
        return ()
    return (Sentence("%(number)s answers are needed.", {"number": str(row.expected)}),)


def _not_all_known(row: QuestionRow, expected: int, named: int, file: ProgrammeFile) -> Finding:
    values = {"title": row.title, "expected": str(expected), "named": str(named)}
    return Finding(
        code="answerers_not_all_known",
        row="PG-09",
        segment=segment_of(row.segments, file),
        says=Sentence(
            "“%(title)s” needs %(expected)s answers, and only %(named)s of those who give them are "
            "named: it cannot be reached.",
            values,
        ),
        source=row.source,
        remedy=Sentence("Find out who the others are and name them under “answerers”."),
    )


def _wide(row: QuestionRow, file: ProgrammeFile) -> Finding:
    values = {"title": row.title, "when": row.window.written}
    return Finding(
        code="decision_without_a_day",
        row="GO-01",
        segment=segment_of(row.segments, file),
        says=Sentence("Of “%(title)s” only this is known: “%(when)s”.", values),
        source=row.source,
        remedy=Sentence("Have the month or day decided and write it under “when”."),
    )


def _no_evidence(row: QuestionRow, file: ProgrammeFile) -> Finding:
    return Finding(
        code="decision_without_evidence",
        row="GO-04",
        segment=segment_of(row.segments, file),
        says=Sentence(
            "Nothing says what has to lie on the table for “%(title)s”.", {"title": row.title}
        ),
        source=row.source,
        remedy=Sentence("Name the goals, documents and steps it rests on under “evidence”."),
    )


def _late(
    row: QuestionRow, asked: Question, file: ProgrammeFile, reading: Reading
) -> Iterator[Finding]:
    term = next((each for each in file.terms if each.term_id == row.term), None)
    counted, assumed = _with_term(asked, term)
    latest = latest_decision(counted)
    first, last = row.window.first, row.window.last
    if latest is None or (last is not None and last <= latest.value):
        return
    certain = first is not None and first > latest.value
    if row.window.precision == "open" or not (certain or reading.possible_counts):
        return
    values = {
        "title": row.title,
        "when": row.window.written,
        "latest": latest.value.isoformat(),
    }
    yield Finding(
        code="decided_too_late" if certain else "may_be_decided_too_late",
        row="GO-07",
        segment=segment_of(row.segments, file),
        says=Sentence(
            "“%(title)s” is to be decided “%(when)s”; %(latest)s is the last day that leaves time "
            "for a new procedure and notice.",
            values,
        ),
        source=row.source,
        computation=(*assumed, *latest.sentences),
        remedy=Sentence("Decide by %(latest)s.", values),
    )


def _with_term(asked: Question, term: Term | None) -> tuple[Question, tuple[Sentence, ...]]:
    """The question with what its term says of the end and of the time that a procedure takes."""
    filled: dict[str, Window | int] = {}
    assumed: tuple[Sentence, ...] = ()
    if term is not None and asked.ends is None:
        ends, _ = computed_end(term)
        filled["ends"] = ends if ends.first else term.ends_stated or ends
    if term is not None and asked.lead_months is None and term.lead_months is not None:
        filled["lead_months"] = term.lead_months
    if asked.notice_months is None:
        filled["notice_months"] = 0
        assumed = (Sentence("No time for notice is given: with one, the day is earlier."),)
    return asked.model_copy(update=filled), assumed
