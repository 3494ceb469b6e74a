from datetime import date, timedelta
from functools import reduce
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.base import Refused
from domain.dates import Window
from domain.document.commands import (
    DocumentCommand,
    ExpireSecrecy,
    FileDocument,
    ImposeSecrecy,
    LiftSecrecy,
    PublishDocument,
)
from domain.document.decider import DOCUMENT
from domain.document.parts import Role, Secrecy
from domain.document.state import Document
from domain.document.visibility import Visible, visible
from tests import make
from tests.domain.change_stories import noon
from tests.making.document import PAPER, SECRECY

ROLES: tuple[Role, ...] = get_args(Role)
SECRET_PAPER = make.whole(FileDocument)
BEFORE, DURING, AFTER = date(2021, 12, 31), date(2024, 6, 1), date(2026, 1, 1)
FIRST = date(2022, 1, 1)


def document_after(*commands: DocumentCommand) -> Document:
    document = Document()
    for command in commands:
        document = reduce(DOCUMENT.evolve, DOCUMENT.decide(command, document), document)
    return document


def filed(*secrecy: Secrecy, **changed: Any) -> Document:
    paper = PAPER.model_copy(update=changed)
    return document_after(make.a(FileDocument, paper=paper, secrecy=secrecy))


def stated(**changed: Any) -> Secrecy:
    return SECRECY.model_copy(update=changed)


@pytest.mark.row("TP-01", "TP-03")
@pytest.mark.parametrize(
    ("role", "during"),
    [
        ("public", "nothing"),
        ("provider", "nothing"),
        ("council_member", "whole"),
        ("college_member", "whole"),
        ("official", "whole"),
        ("auditor", "whole"),
    ],
)
def test_a_secret_document_is_seen_only_by_those_its_source_names(role: Role, during: str) -> None:
    document = filed(SECRECY)
    seen = [visible(document, role, day).extent for day in (BEFORE, DURING, AFTER)]
    assert seen == ["whole", during, "whole"]


@pytest.mark.row("TP-12")
def test_what_is_kept_back_comes_with_its_reason_its_law_and_its_end() -> None:
    [hidden] = visible(filed(SECRECY), "public", DURING).hidden
    assert (hidden.section, hidden.ground) == (None, SECRECY.ground)
    assert hidden.regime == "Gemeentewet art. 25, 55, 86 (tot 1 april 2023)"
    assert (hidden.body, hidden.lifted_by) == ("college-leiden", "raad-leiden")
    assert (hidden.until, hidden.public_from) == (SECRECY.until, AFTER)


@pytest.mark.row("TP-01")
def test_of_a_document_with_a_secret_part_the_rest_is_seen() -> None:
    document = filed(stated(section="Hoofdstuk 3"), stated(section="Bijlage 1", sees=("public",)))
    seen = visible(document, "public", DURING)
    assert seen.extent == "parts"
    assert [each.section for each in seen.hidden] == ["Hoofdstuk 3"]
    assert visible(document, "council_member", DURING).extent == "parts"
    whole_too = filed(stated(section="Hoofdstuk 3"), SECRECY)
    assert visible(whole_too, "public", DURING).extent == "nothing"


@pytest.mark.parametrize(
    ("body", "seeing"),
    [
        ("college-leiden", {"college_member", "official", "auditor"}),
        ("raad-leiden", {"council_member", "official", "auditor"}),
        ("stuurgroep", {"official", "auditor"}),
        (None, {"official", "auditor"}),
    ],
)
def test_if_nobody_is_named_only_the_body_that_imposed_it_sees_it(
    body: str | None, seeing: set[Role]
) -> None:
    document = filed(stated(body=body, sees=()))
    assert {role for role in ROLES if visible(document, role, DURING).extent == "whole"} == seeing


@pytest.mark.row("TP-02", "TP-03")
def test_lifted_secrecy_is_public_from_that_day_on_and_was_not_before() -> None:
    lift = make.a(LiftSecrecy, lifted_on=date(2024, 2, 1))
    document = document_after(SECRET_PAPER, lift)
    assert visible(document, "public", date(2024, 1, 31)).extent == "nothing"
    assert visible(document, "public", date(2024, 2, 1)).extent == "whole"


@pytest.mark.row("TP-03")
def test_what_was_known_at_a_moment_is_what_was_recorded_by_then() -> None:
    before = document_after(SECRET_PAPER)
    after = document_after(SECRET_PAPER, make.a(LiftSecrecy, lifted_on=date(2024, 2, 1)))
    assert visible(before, "public", DURING).extent == "nothing"
    assert visible(after, "public", DURING).extent == "whole"


@pytest.mark.row("TP-02")
def test_a_day_is_enough_to_end_secrecy_and_recording_it_late_changes_nothing() -> None:
    late = make.a(ExpireSecrecy, section=None, at=noon(date(2026, 2, 1)))
    for document in (document_after(SECRET_PAPER), document_after(SECRET_PAPER, late)):
        assert visible(document, "public", date(2025, 12, 31)).extent == "nothing"
        assert visible(document, "public", AFTER).extent == "whole"


def test_secrecy_of_which_nobody_knows_since_when_holds_for_all_days_before_its_end() -> None:
    document = filed(stated(since=None))
    assert visible(document, "public", date(2021, 6, 1)).extent == "nothing"


def test_a_longer_secrecy_takes_over_from_its_own_first_day() -> None:
    longer = stated(until=Window(edtf="2028", bound="before", written="tot 2028"), sees=())
    impose = make.a(ImposeSecrecy, secrecy=longer, imposed_on=date(2025, 6, 1))
    document = document_after(SECRET_PAPER, impose)
    assert visible(document, "council_member", date(2025, 5, 31)).extent == "whole"
    assert visible(document, "council_member", date(2025, 6, 1)).extent == "nothing"
    assert visible(document, "public", date(2027, 12, 31)).extent == "nothing"
    assert visible(document, "public", date(2028, 1, 1)).extent == "whole"


def test_a_better_transcript_takes_the_place_of_what_was_wrongly_stated() -> None:
    shorter = stated(until=Window(edtf="2023", bound="before", written="tot 2023"))
    again = make.a(FileDocument, secrecy=(shorter,))
    document = document_after(SECRET_PAPER, again)
    assert len(document.secrecies) == 1
    assert visible(document, "public", date(2023, 1, 1)).extent == "whole"


@pytest.mark.row("TP-03")
def test_nobody_sees_a_document_before_its_date_or_one_that_was_never_filed() -> None:
    assert visible(filed(), "auditor", date(2020, 12, 31)).extent == "none"
    assert visible(filed(dated=None), "public", date(2020, 12, 31)).extent == "whole"
    assert visible(Document(), "auditor", DURING) == Visible(extent="none")


@pytest.mark.row("TP-08")
def test_it_is_known_since_when_a_role_was_given_a_document() -> None:
    publish = make.a(PublishDocument, at=noon(date(2022, 3, 2)), published_on=date(2022, 3, 1))
    document = document_after(make.a(FileDocument), publish)
    expected: list[tuple[Role, date, date | None]] = [
        ("public", date(2022, 3, 1), date(2022, 3, 1)),
        ("provider", date(2023, 3, 1), date(2022, 3, 1)),
        ("public", date(2022, 2, 28), None),
        ("council_member", date(2023, 3, 1), None),
    ]
    for role, day, given_on in expected:
        assert visible(document, role, day).given_on == given_on


Step = tuple[str, str | None, int, tuple[Role, ...]]
steps: st.SearchStrategy[Step] = st.tuples(
    st.sampled_from(["impose", "lift", "expire"]),
    st.sampled_from([None, "Hoofdstuk 3"]),
    st.integers(-3, 20),
    st.lists(st.sampled_from(ROLES), max_size=2, unique=True).map(tuple),
)


def command_of(step: Step, day: date) -> DocumentCommand:
    what, section, length, sees = step
    if what == "impose":
        end = (day + timedelta(days=length)).isoformat()
        until = Window(edtf=end, bound="before", written=end) if length < 15 else None
        secrecy = stated(section=section, since=None, until=until, sees=sees)
        return make.a(ImposeSecrecy, secrecy=secrecy, imposed_on=day, at=noon(day))
    if what == "lift":
        return make.a(LiftSecrecy, section=section, lifted_on=day, at=noon(day))
    return make.a(ExpireSecrecy, section=section, at=noon(day))


@pytest.mark.row("TP-01", "TP-02", "TP-03")
@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), steps), max_size=8), st.integers(-2, 70))
def test_nothing_that_is_secret_on_a_day_is_seen_by_who_may_not_see_it(
    story: list[tuple[int, Step]], asked: int
) -> None:
    """Against a calendar on which each day is marked secret or public, for each part."""
    document = filed(dated=None)
    calendar: dict[tuple[str | None, date], Secrecy] = {}
    horizon = [FIRST + timedelta(days=each) for each in range(-2, 71)]
    day = FIRST
    for pause, step in story:
        day += timedelta(days=pause)
        command = command_of(step, day)
        try:
            events = DOCUMENT.decide(command, document)
        except Refused:
            continue
        document = reduce(DOCUMENT.evolve, events, document)
        for marked in (each for each in horizon if each >= day):
            if isinstance(command, ImposeSecrecy):
                until = command.secrecy.until
                calendar.pop((step[1], marked), None)
                if until is None or until.last is None or marked <= until.last:
                    calendar[step[1], marked] = command.secrecy
            elif isinstance(command, LiftSecrecy):
                calendar.pop((step[1], marked), None)
    on = FIRST + timedelta(days=asked)
    for role in ROLES:
        kept_back = {
            section
            for section in (None, "Hoofdstuk 3")
            if (secrecy := calendar.get((section, on))) and not is_meant(role, secrecy)
        }
        seen = visible(document, role, on)
        assert {each.section for each in seen.hidden} == kept_back
        expected = "nothing" if None in kept_back else "parts" if kept_back else "whole"
        assert seen.extent == expected


def is_meant(role: Role, secrecy: Secrecy) -> bool:
    """All secrecy of this story is imposed by a college."""
    return role == "auditor" or role in (secrecy.sees or ("college_member", "official"))
