from datetime import date, datetime

import pytest

from domain.base import Event, derived_id
from domain.dates import Window
from domain.document.commands import (
    DocumentCommand,
    ExpireSecrecy,
    FileDocument,
    LiftSecrecy,
    PublishDocument,
)
from domain.document.decider import DOCUMENT
from domain.document.events import SecrecyLifted
from domain.programme.events import SegmentDefined
from projections.documents import DOCUMENTS, DocumentRow, what_could_be_seen, what_was_known
from tests import make
from tests.making.document import DOCUMENT_ID, PAPER, PUBLICATION, SECRECY
from tests.projections import story
from tests.projections.story import on

FILED = make.whole(FileDocument, at=on("2022-01-20"))
LIFT = make.a(LiftSecrecy, lifted_on=date(2024, 2, 1), at=on("2024-02-05"))
EXPIRE = make.a(ExpireSecrecy, section=None, at=on("2026-01-01"))
DURING = date(2024, 6, 1)


def row_after(*commands: DocumentCommand) -> DocumentRow:
    return story.only(DOCUMENTS, story.happened(DOCUMENT, *commands))


@pytest.mark.row("PG-32")
def test_the_register_says_what_a_document_is_and_what_of_it_is_missing() -> None:
    row = row_after(FILED)
    assert (row.document_id, row.code) == (DOCUMENT_ID, "verwervingsstrategie")
    assert (row.title, row.type, row.municipality) == (PAPER.title, "strategy", "Leiden")
    assert row.paper.missing == ("number", "author")
    assert (row.paper.status, row.paper.annexes) == ("definitive", ("Bijlage 1",))
    assert (row.first, row.rests_on) == (date(2021, 1, 1), ("overkoepelend-kader",))
    assert row.filed_at == on("2022-01-20")


@pytest.mark.row("PG-02")
def test_each_council_has_its_own_document_with_its_own_number_date_and_body() -> None:
    papers = [
        ("voorstel-rijswijk", "25-028", "2025-06-03", "raad-rijswijk"),
        ("voorstel-westland", "25-0060337", "2025-06-17", "raad-westland"),
    ]
    events: list[Event] = []
    for code, number, day, body in papers:
        paper = PAPER.model_copy(
            update={
                "document_id": code,
                "number": number,
                "dated": Window(edtf=day, written=day),
                "body": body,
            }
        )
        document_id = derived_id("document", "haaglanden", code)
        events += story.happened(
            DOCUMENT, make.a(FileDocument, document_id=document_id, paper=paper)
        )
    rows = story.table(DOCUMENTS, events).values()
    assert [(each.code, each.paper.number, str(each.first), each.paper.body) for each in rows] == (
        papers
    )


@pytest.mark.row("TP-01", "GO-10")
def test_a_secret_document_says_until_when_and_what_was_secret_is_kept() -> None:
    row = row_after(FILED)
    assert (row.secret, row.secret_until) == (True, date(2026, 1, 1))
    assert row.secrecies[0].secrecy == SECRECY
    row = row_after(FILED, EXPIRE)
    assert (row.secret, row.secret_until) == (False, None)
    assert (row.secrecies[0].ended, row.secrecies[0].public_from) == ("expired", date(2026, 1, 1))
    row = row_after(FILED, LIFT)
    assert (row.secrecies[0].ended, row.secrecies[0].ended_by) == ("lifted", "raad-leiden")
    assert row_after(make.a(FileDocument)).secret is False


def test_a_document_of_which_one_part_has_no_end_is_secret_without_end() -> None:
    endless = SECRECY.model_copy(update={"section": "Hoofdstuk 3", "until": None})
    both = FILED.model_copy(update={"secrecy": (SECRECY, endless)})
    assert (row_after(both).secret, row_after(both).secret_until) == (True, None)
    row = row_after(both, LIFT.model_copy(update={"section": "Hoofdstuk 3"}))
    assert (row.secret, row.secret_until) == (True, date(2026, 1, 1))


@pytest.mark.row("TP-03", "TP-12")
def test_what_a_role_could_see_on_a_day_comes_with_the_reason_for_the_rest() -> None:
    row = row_after(FILED)
    seen = what_could_be_seen(row, "provider", DURING)
    assert seen.extent == "nothing"
    assert [each.ground for each in seen.hidden] == [SECRECY.ground]
    assert what_could_be_seen(row, "council_member", DURING).extent == "whole"
    assert what_could_be_seen(row_after(FILED, LIFT), "provider", DURING).extent == "whole"


@pytest.mark.row("TP-02", "TP-03")
@pytest.mark.parametrize(
    ("moment", "extent"),
    [
        (on("2022-01-19"), "none"),
        (on("2022-01-20"), "nothing"),
        (on("2024-02-04"), "nothing"),
        (on("2024-02-05"), "whole"),
    ],
)
def test_what_was_known_at_a_moment_knows_nothing_recorded_later(
    moment: datetime, extent: str
) -> None:
    """The council lifted it on 1 February and that was recorded on the 5th."""
    events = story.happened(DOCUMENT, FILED, LIFT)
    assert what_was_known(events, "public", DURING, moment).extent == extent


@pytest.mark.row("TP-08")
def test_who_was_given_a_document_and_when_stays_with_it() -> None:
    publish = make.a(PublishDocument, published_on=date(2026, 1, 1), at=on("2026-01-02"))
    row = row_after(FILED, EXPIRE, publish)
    [given] = row.given
    assert (given.publication, given.published_on) == (PUBLICATION, date(2026, 1, 1))


def test_a_document_described_anew_keeps_its_day_of_filing_and_its_secrecy() -> None:
    paper = PAPER.model_copy(update={"title": "De verwervingsstrategie", "dated": None})
    row = row_after(FILED, make.a(FileDocument, paper=paper, at=on("2023-01-20")))
    assert (row.title, row.first, row.filed_at) == (paper.title, None, on("2022-01-20"))
    assert row.secret


def test_other_events_are_none_of_its_business() -> None:
    row = row_after(FILED)
    assert DOCUMENTS.project("", row, make.a(SegmentDefined)) == row
    assert story.table(DOCUMENTS, [make.a(SecrecyLifted)]) == {}
