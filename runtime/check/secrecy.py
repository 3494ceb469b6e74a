"""Whether what is secret is public before it is needed to judge a decision (TP-01, TP-03)."""

from collections.abc import Iterator
from datetime import date

from domain.base import Sentence
from domain.document.parts import Withheld
from runtime.check.finding import Finding, segment_of
from runtime.check.readings import Reading
from runtime.programme_file import ProgrammeFile
from runtime.programme_rows import DocumentRow, QuestionRow

_ABOUT_THE_COURSE = ("go_no_go", "extension", "phase", "end", "choice")
"""Kinds of decision that are judged by how the programme goes."""


def secrecy(file: ProgrammeFile, reading: Reading) -> Iterator[Finding]:
    """Every decision that is to be taken while something it can be judged by is secret."""
    for document in file.documents:
        for secret in document.secrecy:
            for decision in file.decisions:
                if _concerns(decision, document):
                    yield from _clash(document, secret, decision, file, reading)


def _concerns(decision: QuestionRow, document: DocumentRow) -> bool:
    named = (*decision.evidence, decision.proposes)
    return decision.kind in _ABOUT_THE_COURSE or document.code in named


def _clash(
    document: DocumentRow,
    secret: Withheld,
    decision: QuestionRow,
    file: ProgrammeFile,
    reading: Reading,
) -> Iterator[Finding]:
    until = None if secret.until is None else secret.until.last
    since = None if secret.since is None else secret.since.first
    first, last = decision.window.first, decision.window.last
    if until is None or first is None or last is None or first > until:
        return
    if since is not None and last < since:
        return
    if last > until and not reading.possible_counts:
        return
    yield _found(document, secret, decision, until, last, file)


def _found(
    document: DocumentRow,
    secret: Withheld,
    decision: QuestionRow,
    until: date,
    last: date,
    file: ProgrammeFile,
) -> Finding:
    values = {
        "document": document.title,
        "secret": secret.until.written if secret.until else "",
        "decision": decision.title,
        "when": decision.window.written,
        "until": until.isoformat(),
        "last": last.isoformat(),
    }
    whole = last <= until
    return Finding(
        code="secret_until_after_decision" if whole else "secret_during_part_of_decision",
        row="TP-03",
        segment=segment_of(decision.segments, file) if decision.segments else "",
        says=Sentence(
            "“%(document)s” is secret until after “%(decision)s” (“%(when)s”): whoever may not see "
            "it cannot judge that decision by it.",
            values,
        )
        if whole
        else Sentence(
            "“%(document)s” is secret for a part of the time of “%(decision)s” (“%(when)s”): "
            "whoever may not see it cannot judge an early decision by it.",
            values,
        ),
        source=secret.source,
        computation=(
            Sentence("Secret “%(secret)s”: the last day of it is %(until)s.", values),
            Sentence("The last day of “%(when)s” is %(last)s.", values),
            *_sees(secret),
        ),
        remedy=Sentence(
            "Lift the secrecy before “%(decision)s”, or give the document under secrecy to those "
            "who judge it.",
            values,
        ),
    )


def _sees(secret: Withheld) -> tuple[Sentence, ...]:
    if not secret.sees:
        return (Sentence("Who may see it all the same is not said."),)
    return (Sentence("May see it all the same: %(roles)s.", {"roles": ", ".join(secret.sees)}),)
