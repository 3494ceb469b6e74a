"""What S1 keeps secret, from its file to what anybody could see of it."""

from datetime import date

import pytest

from domain.document.commands import FileDocument
from domain.document.decider import DOCUMENT
from domain.document.parts import Role
from projections.agenda import AGENDA
from projections.documents import DOCUMENTS, DocumentRow, what_could_be_seen
from runtime.publish import commands
from tests.programmes.published import programme
from tests.projections import story
from tests.projections.story import on

[FILED] = [
    each
    for each in commands(programme("region-2023"), on("2022-01-20"), "p-001")
    if isinstance(each, FileDocument) and each.secrecy
]
EVENTS = story.happened(DOCUMENT, FILED)


def strategy() -> DocumentRow:
    return story.only(DOCUMENTS, EVENTS)


@pytest.mark.row("TP-01", "TP-12")
def test_the_acquisition_strategy_is_secret_with_the_reason_its_letter_gives() -> None:
    seen = what_could_be_seen(strategy(), "council_member", date(2022, 2, 1))
    [hidden] = seen.hidden
    assert (seen.extent, hidden.section) == ("nothing", None)
    assert "bemoeilijken" in hidden.ground
    assert "25, 55 en 86" in (hidden.regime or "")
    assert "orgaan dat de geheimhouding oplegde" in strategy().paper.missing


@pytest.mark.row("TP-02", "TP-03", "GO-10")
@pytest.mark.parametrize("role", ["public", "provider", "council_member"])
def test_until_1_january_2026_means_that_everybody_can_see_it_on_that_day(role: Role) -> None:
    days = date(2025, 12, 31), date(2026, 1, 1)
    assert [what_could_be_seen(strategy(), role, day).extent for day in days] == [
        "nothing",
        "whole",
    ]
    due = story.only(AGENDA, EVENTS)
    assert (due.kind, due.due_on) == ("expire_secrecy", date(2026, 1, 1))
