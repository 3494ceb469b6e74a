from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from domain.dates import Window
from domain.document.commands import (
    ExpireSecrecy,
    FileDocument,
    ImposeSecrecy,
    LiftSecrecy,
    PublishDocument,
)
from domain.document.decider import DOCUMENT
from domain.document.events import (
    DocumentFiled,
    DocumentPublished,
    SecrecyExpired,
    SecrecyImposed,
    SecrecyLifted,
)
from domain.document.parts import Publication
from domain.document.state import first_public_day
from tests import make
from tests.domain.change_stories import noon
from tests.making.document import PAPER, PUBLICATION, SECRECY
from tests.specification import Specification

document = Specification(DOCUMENT)
OPEN_PAPER = make.a(FileDocument)
SECRET_PAPER = make.whole(FileDocument)
CHAPTER = SECRECY.model_copy(update={"section": "Hoofdstuk 3", "until": None, "since": None})
LATER = SECRECY.model_copy(
    update={"until": Window(edtf="2028-01-01", bound="before", written="tot 1 januari 2028")}
)


def expire(day: date, **more: Any) -> ExpireSecrecy:
    return make.a(ExpireSecrecy, at=noon(day), section=None, **more)


def lift(day: date = date(2024, 2, 1), **more: Any) -> LiftSecrecy:
    return make.a(LiftSecrecy, at=noon(day), lifted_on=day, **more)


def publish(day: date, *audience: str) -> PublishDocument:
    given = PUBLICATION.model_copy(update={"audience": audience or PUBLICATION.audience})
    return make.a(PublishDocument, at=noon(day), published_on=day, publication=given)


@pytest.mark.row("TP-01", "PG-32")
def test_a_filed_document_comes_with_what_its_source_states_to_be_secret() -> None:
    filed, imposed = document.given().when(SECRET_PAPER).then(DocumentFiled, SecrecyImposed)
    assert filed.paper == PAPER
    assert (imposed.secrecy, imposed.title) == (SECRECY, "Verwervingsstrategie")
    assert imposed.effective == date(2022, 1, 1)
    both = SECRET_PAPER.model_copy(update={"secrecy": (SECRECY, CHAPTER)})
    [_, _, part] = document.given().when(both).decide()
    assert isinstance(part, SecrecyImposed)
    assert (part.secrecy.section, part.effective) == ("Hoofdstuk 3", None)


def test_filing_the_same_again_records_nothing_and_other_words_do() -> None:
    filed = document.given_after(SECRET_PAPER)
    filed.when(SECRET_PAPER).then_nothing()
    filed.when(OPEN_PAPER).then_nothing()
    titled = PAPER.model_copy(update={"title": "De verwervingsstrategie"})
    filed.when(make.a(FileDocument, paper=titled)).then(DocumentFiled)
    filed.when(make.a(FileDocument, secrecy=(LATER,))).then(SecrecyImposed)


@pytest.mark.row("TP-02")
def test_a_file_does_not_bring_back_what_a_body_has_lifted_or_what_has_ended() -> None:
    again = make.a(FileDocument, secrecy=(SECRECY.model_copy(update={"ground": "De inkoop."}),))
    document.given_after(SECRET_PAPER, lift()).when(again).then_nothing()
    expired = document.given_after(SECRET_PAPER, expire(date(2026, 1, 1)))
    expired.when(again).then_nothing()
    expired.when(make.a(FileDocument, secrecy=(LATER,))).then(SecrecyImposed)


def test_secrecy_is_told_of_the_document_it_is_about() -> None:
    other = SECRECY.model_copy(update={"document_id": "another"})
    filing = make.a(FileDocument, secrecy=(other,))
    document.given().when(filing).then_refused("other_document")
    imposing = make.a(ImposeSecrecy, secrecy=other)
    document.given_after(OPEN_PAPER).when(imposing).then_refused("other_document")
    for command in (ImposeSecrecy, LiftSecrecy, ExpireSecrecy, PublishDocument):
        document.given().when(make.a(command)).then_refused("unknown_document")


@pytest.mark.row("TP-01")
def test_secrecy_is_imposed_from_a_day_on_and_once() -> None:
    impose = make.a(ImposeSecrecy, imposed_on=date(2022, 1, 11))
    [imposed] = document.given_after(OPEN_PAPER).when(impose).then(SecrecyImposed)
    assert imposed.effective == date(2022, 1, 11)
    document.given_after(OPEN_PAPER, impose).when(impose).then_nothing()
    chapter = make.a(ImposeSecrecy, secrecy=CHAPTER)
    document.given_after(OPEN_PAPER, impose).when(chapter).then(SecrecyImposed)


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2027, 1, 1)])
def test_secrecy_cannot_begin_when_it_is_over(day: date) -> None:
    late = make.a(ImposeSecrecy, imposed_on=day)
    refused = document.given_after(OPEN_PAPER).when(late).then_refused("secrecy_already_over")
    assert "2026-01-01" in str(refused)


@pytest.mark.row("TP-01", "GO-10")
@pytest.mark.parametrize(
    ("until", "public"),
    [
        (SECRECY.until, date(2026, 1, 1)),
        (Window(edtf="2025-12-31", bound="at_latest", written="tot en met 2025"), date(2026, 1, 1)),
        (Window(edtf="2026", bound="before", written="tot 2026"), date(2026, 1, 1)),
        (Window(edtf="2026", written="in 2026"), date(2027, 1, 1)),
        (Window(edtf="2026-01-01", bound="not_before", written="zeker tot 1 januari 2026"), None),
        (Window(edtf=None, written="tot nader order"), None),
        (None, None),
    ],
)
def test_until_a_day_means_public_on_that_day(until: Window | None, public: date | None) -> None:
    assert first_public_day(until) == public


@pytest.mark.row("TP-02", "GO-10")
def test_secrecy_ends_by_itself_on_the_first_day_and_not_before() -> None:
    secret = document.given_after(SECRET_PAPER)
    secret.when(expire(date(2025, 12, 31))).then_nothing()
    [expired] = secret.when(expire(date(2026, 1, 3))).then(SecrecyExpired)
    assert expired.effective == date(2026, 1, 1)
    over = document.given_after(SECRET_PAPER, expire(date(2026, 1, 3)))
    over.when(expire(date(2026, 1, 4))).then_nothing()
    document.given_after(SECRET_PAPER, lift()).when(expire(date(2026, 1, 3))).then_nothing()
    document.given_after(OPEN_PAPER).when(expire(date(2026, 1, 3))).then_nothing()
    endless = make.a(FileDocument, secrecy=(CHAPTER,))
    chapter = make.a(ExpireSecrecy, section="Hoofdstuk 3", at=noon(date(2090, 1, 1)))
    document.given_after(endless).when(chapter).then_nothing()


@pytest.mark.row("TP-02")
def test_only_the_body_that_may_lift_it_lifts_it() -> None:
    secret = document.given_after(SECRET_PAPER)
    refused = secret.when(lift(body="college-leiden")).then_refused("not_competent_to_lift")
    assert "only raad-leiden can" in str(refused)
    [lifted] = secret.when(lift()).then(SecrecyLifted)
    assert (lifted.body, lifted.effective) == ("raad-leiden", date(2024, 2, 1))
    document.given_after(SECRET_PAPER, lift()).when(lift()).then_nothing()
    unnamed = make.a(FileDocument, secrecy=(SECRECY.model_copy(update={"lifted_by": None}),))
    document.given_after(unnamed).when(lift(body="college-leiden")).then(SecrecyLifted)


def test_only_what_is_secret_is_lifted_and_from_no_day_before_it_began() -> None:
    refused = document.given_after(OPEN_PAPER).when(lift()).then_refused("not_secret")
    assert "Verwervingsstrategie" in str(refused)
    secret = document.given_after(SECRET_PAPER)
    part = secret.when(lift(section="Hoofdstuk 9")).then_refused("not_secret")
    assert "Hoofdstuk 9" in str(part)
    early = lift().model_copy(update={"lifted_on": date(2021, 12, 31)})
    secret.when(early).then_refused("lifted_before_imposed")
    secret.when(lift(date(2026, 1, 1))).then_nothing()


@pytest.mark.row("TP-08")
def test_everybody_of_the_audience_gets_it_at_once_or_nobody_does() -> None:
    filed = document.given_after(OPEN_PAPER)
    [published] = filed.when(publish(date(2022, 3, 1))).then(DocumentPublished)
    assert published.publication.audience == ("provider", "public")
    assert published.effective == date(2022, 3, 1)
    again = publish(date(2022, 3, 1))
    document.given_after(OPEN_PAPER, again).when(again).then_nothing()
    secret = document.given_after(SECRET_PAPER)
    secret.when(publish(date(2022, 3, 1), "council_member")).then(DocumentPublished)
    mixed = publish(date(2022, 3, 1), "council_member", "provider", "public")
    refused = secret.when(mixed).then_refused("still_secret")
    assert "secret for provider, public until 2026-01-01" in str(refused)
    assert "raad-leiden" in str(refused)
    with pytest.raises(ValidationError):
        Publication(audience=(), channel="TenderNed")


def test_a_secret_chapter_keeps_the_whole_from_being_published_until_it_is_public() -> None:
    chapter = make.a(FileDocument, secrecy=(CHAPTER,))
    refused = document.given_after(chapter).when(publish(date(2030, 1, 1)))
    assert "Hoofdstuk 3" in str(refused.then_refused("still_secret"))
    secret = document.given_after(SECRET_PAPER)
    secret.when(publish(date(2025, 12, 31))).then_refused("still_secret")
    secret.when(publish(date(2026, 1, 1))).then(DocumentPublished)


def test_nothing_was_published_in_the_future() -> None:
    early = publish(date(2022, 3, 1)).model_copy(update={"at": noon(date(2022, 2, 28))})
    document.given_after(OPEN_PAPER).when(early).then_refused("not_yet_published")
