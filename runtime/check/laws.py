"""What the law asks of contracts from a day on, and a programme does not speak of.

A finding here is a question, not a verdict: the file may leave out what its sources leave out.
"""

from collections.abc import Iterator
from datetime import date

from domain.base import Sentence
from runtime.check.finding import Finding
from runtime.check.readings import Reading
from runtime.programme_file import ProgrammeFile

REAL_PRICES = date(2024, 7, 1)
"""Besluit Jeugdwet art. 2.3 (Stb. 2024, 69): what an ordinance bases prices on."""

REGIONAL_SCALE = date(2026, 1, 1)
"""Wet verbetering beschikbaarheid jeugdzorg: what must be bought regionally."""

NEW_SECRECY = date(2023, 4, 1)
"""Gemeentewet art. 87-89: the document says who can lift its secrecy."""


def laws(file: ProgrammeFile, reading: Reading) -> Iterator[Finding]:  # noqa: ARG001 (all agree)
    """Where a law in force says more than the file."""
    yield from _secrecy(file)
    if file.cycle is None or file.cycle.successors_start.first is None:
        return
    start = file.cycle.successors_start.first
    values = {"start": start.isoformat()}
    if start >= REAL_PRICES and not file.ordinances:
        yield Finding(
            code="no_ordinance_for_prices",
            row="PG-36",
            says=Sentence(
                "New contracts start on %(start)s; since %(law)s an ordinance of each "
                "municipality says on what their prices are based (Besluit Jeugdwet art. 2.3), and "
                "the file has no ordinance.",
                {**values, "law": REAL_PRICES.isoformat()},
            ),
            source=file.cycle.source,
            remedy=Sentence(
                "Find out whether each ordinance does, and write what has to change under "
                "“ordinances”."
            ),
        )
    regional = any(each.about == "regional_scale" for each in file.rules)
    if start >= REGIONAL_SCALE and not regional:
        yield Finding(
            code="no_regional_scale",
            row="SG-32",
            says=Sentence(
                "New contracts start on %(start)s; since %(law)s some forms of care have to be "
                "bought regionally (Wet verbetering beschikbaarheid jeugdzorg), and no rule of the "
                "file says which.",
                {**values, "law": REGIONAL_SCALE.isoformat()},
            ),
            source=file.cycle.source,
            remedy=Sentence(
                "Write down what is bought regionally, as a rule about regional_scale."
            ),
        )


def _secrecy(file: ProgrammeFile) -> Iterator[Finding]:
    for document in file.documents:
        for secret in document.secrecy:
            since = None if secret.since is None else secret.since.first
            if since is not None and since >= NEW_SECRECY and secret.lifted_by is None:
                yield Finding(
                    code="secrecy_without_who_lifts_it",
                    row="TP-01",
                    says=Sentence(
                        "“%(title)s” is secret since %(since)s and nothing says who can lift that; "
                        "since %(law)s the document has to (Gemeentewet art. 87).",
                        {
                            "title": document.title,
                            "since": since.isoformat(),
                            "law": NEW_SECRECY.isoformat(),
                        },
                    ),
                    source=secret.source,
                    remedy=Sentence("Find out which body can, and write it under “lifted_by”."),
                )
