"""Which events a role may not see on a day, and why (TP-01, TP-03, TP-11)."""

from datetime import date
from uuid import uuid4

import pytest

from domain.audiences import CIRCLES
from domain.base import Source
from domain.change.events import (
    AnnouncementDrafted,
    AnnouncementReplaced,
    ChangeAnnounced,
    ChangeProposed,
    LetterSent,
)
from domain.contract.events import ContractConcluded, ResultRecorded
from domain.dates import Window
from domain.decision.events import AnswerRecorded, DecisionReached
from domain.decision.parts import Answer, ClosedDoors
from domain.document.events import DocumentFiled, SecrecyImposed, SecrecyLifted
from domain.document.parts import Role
from domain.facts import Facts, facts_of
from domain.secrecy import withheld
from domain.steering.events import EntryStated
from domain.template.events import TemplateWritten
from eventstore.registry import EVENTS
from tests import make
from tests.making.document import DOCUMENT_ID, SECRECY

FILED = make.a(DocumentFiled)
IMPOSED = make.a(SecrecyImposed, effective=date(2022, 1, 1))
SECRET = facts_of([FILED, IMPOSED])
LAST_SECRET, FIRST_PUBLIC = date(2025, 12, 31), date(2026, 1, 1)
QUOTE = Source(document="verwervingsstrategie", section="3.2", quote="Wij kopen in percelen in.")
QUOTED = make.a(EntryStated, source=QUOTE)


@pytest.mark.row("TP-03")
def test_a_secret_document_and_what_is_quoted_from_it_are_kept_from_whom_it_does_not_name() -> None:
    for event in (FILED, QUOTED):
        reason = withheld(event, "provider", LAST_SECRET, SECRET)
        assert reason is not None
        assert (reason.rule, reason.ground) == ("secret_document", SECRECY.ground)
        assert (reason.lifted_by, reason.public_from) == ("raad-leiden", FIRST_PUBLIC)
        assert withheld(event, "public", FIRST_PUBLIC, SECRET) is None
        assert withheld(event, "council_member", LAST_SECRET, SECRET) is None
    assert withheld(IMPOSED, "public", LAST_SECRET, SECRET) is None, "that it is secret is public"


def test_what_a_body_lifted_is_seen_from_that_day_on() -> None:
    lifted = make.a(
        SecrecyLifted, document_id=DOCUMENT_ID, section=None, effective=date(2024, 2, 1)
    )
    facts = facts_of([FILED, IMPOSED, lifted])
    assert withheld(QUOTED, "public", date(2024, 1, 31), facts) is not None
    assert withheld(QUOTED, "public", date(2024, 2, 1), facts) is None


def test_of_a_secret_section_only_that_is_kept_back() -> None:
    section = SECRECY.model_copy(update={"section": "3"})
    facts = facts_of([FILED, IMPOSED.model_copy(update={"secrecy": section})])
    elsewhere = make.a(EntryStated, source=QUOTE.model_copy(update={"section": "2"}))
    assert withheld(QUOTED, "public", LAST_SECRET, facts) is not None
    assert withheld(elsewhere, "public", LAST_SECRET, facts) is None
    assert withheld(FILED, "public", LAST_SECRET, facts) is None


CONTRACT = make.a(ContractConcluded)
OTHER = uuid4()
PROPOSED, DRAFTED = make.a(ChangeProposed), make.a(AnnouncementDrafted)
SENT = make.a(LetterSent, announced_on=date(2021, 6, 1))
ANNOUNCED = make.a(ChangeAnnounced, announced_on=date(2021, 6, 3))


@pytest.mark.row("TP-03")
def test_a_change_is_kept_from_providers_until_their_letter_and_from_the_public_until_all() -> None:
    events = [PROPOSED, CONTRACT, DRAFTED, SENT, ANNOUNCED]
    told = facts_of(events, make.PROVIDER_ID)
    assert withheld(PROPOSED, "provider", date(2021, 5, 31), told) is not None
    assert withheld(PROPOSED, "provider", date(2021, 6, 1), told) is None
    others: tuple[tuple[Role, Facts], ...] = (
        ("provider", facts_of(events, OTHER)),
        ("public", facts_of(events)),
    )
    for role, facts in others:
        reason = withheld(PROPOSED, role, date(2021, 6, 2), facts)
        assert reason is not None
        assert (reason.rule, reason.public_from) == ("not_announced", date(2021, 6, 3))
        assert withheld(PROPOSED, role, date(2021, 6, 3), facts) is None
    assert withheld(PROPOSED, "council_member", date(2021, 5, 1), told) is None
    never = withheld(PROPOSED, "public", date(2030, 1, 1), facts_of([PROPOSED]))
    assert never is not None
    assert never.public_from is None


def test_new_words_are_kept_back_until_they_are_announced_too() -> None:
    at = make.MONDAY.replace(year=2021, month=7)
    anew = make.a(AnnouncementReplaced, at=at)
    assert withheld(anew, "public", date(2021, 8, 1), facts_of([PROPOSED, ANNOUNCED, anew]))
    again = make.a(ChangeAnnounced, announced_on=date(2021, 7, 20))
    facts = facts_of([PROPOSED, ANNOUNCED, anew, again])
    assert withheld(anew, "public", date(2021, 7, 20), facts) is None


def test_a_provider_sees_what_is_about_itself_only() -> None:
    result, events = make.a(ResultRecorded), [CONTRACT]
    day = date(2024, 1, 1)
    assert withheld(result, "provider", day, facts_of(events, make.PROVIDER_ID)) is None
    others: tuple[tuple[Role, Facts], ...] = (
        ("provider", facts_of(events, OTHER)),
        ("provider", facts_of(events)),
        ("public", facts_of(events)),
        ("provider", facts_of([], make.PROVIDER_ID)),
    )
    for role, facts in others:
        reason = withheld(result, role, day, facts)
        assert reason is not None
        assert reason.rule == "other_provider"
    assert withheld(result, "college_member", day, Facts()) is None


def test_what_was_answered_behind_closed_doors_is_for_that_kind_of_body() -> None:
    closed = ClosedDoors(
        ground="Economische belangen van de gemeente.",
        regime="Gemeentewet art. 23",
        until=Window(edtf="2025", bound="before", written="tot 2025"),
    )
    answer = Answer(answerer_id="raad-leiden", outcome="yes", decided_on=date(2021, 6, 1))
    event = make.a(AnswerRecorded, answer=answer.model_copy(update={"closed": closed}))
    reached = make.a(DecisionReached, decision_id=event.decision_id)
    facts = facts_of([event, reached])
    for each in (event, reached):
        reason = withheld(each, "college_member", date(2024, 12, 31), facts)
        assert reason is not None
        assert (reason.rule, reason.body) == ("closed_doors", "raad-leiden")
        assert withheld(each, "college_member", date(2025, 1, 1), facts) is None
        assert withheld(each, "council_member", date(2024, 12, 31), facts) is None
        assert withheld(each, "official", date(2024, 12, 31), facts) is None


def test_the_office_keeps_its_own_work_and_the_auditor_sees_all() -> None:
    written = make.a(TemplateWritten)
    reason = withheld(written, "council_member", LAST_SECRET, Facts())
    assert reason is not None
    assert reason.rule == "office"
    assert withheld(written, "official", LAST_SECRET, Facts()) is None
    for event in (written, FILED, QUOTED, PROPOSED):
        assert withheld(event, "auditor", LAST_SECRET, SECRET) is None


def test_every_kind_of_event_has_its_circle() -> None:
    left_out = {name for name, kind in EVENTS.items() if kind not in CIRCLES}
    assert left_out == set(), "say in domain/audiences.py for whom they are"
