"""Why a day is what it is: also what it was computed from is said in words, not in code."""

from datetime import date

import pytest

from api.pages.labels import LABELS
from api.pages.rule_inputs import inputs_in_words
from domain.admission.ending import last_day_with_notice
from domain.base import Source
from domain.contract.options import latest_use
from domain.contract.parts import Option
from domain.dates import Explained, Window, last_day_of_term, step
from domain.notice import NoticeClause, earliest_effect, latest_announcement
from domain.rules import days_before, stated
from domain.workdays import standstill

DAY = date(2022, 1, 1)
CLAUSE = NoticeClause(
    clause_id="c6",
    months=6,
    weekend="working_day_before",
    source=Source(document="s3", section="4", quote="zes maanden"),
)


def computed() -> list[Explained]:
    option = Option(option_id="o1", notice_months=3, unspecified=True, written="o1")
    due = Window(edtf="2026-02/2026-05", bound="at_latest", written="feb-mei 2026").alert
    use = latest_use(option, DAY)
    assert due is not None
    assert use is not None
    return [
        latest_announcement(DAY, CLAUSE),
        earliest_effect(DAY, CLAUSE),
        last_day_with_notice(CLAUSE, DAY, DAY),
        standstill(DAY, 20, weekend_rule=True),
        use,
        last_day_of_term(DAY, 1, 6),
        due,
        days_before(DAY, 28, step("so")),
        stated(DAY, step("so")),
    ]


@pytest.mark.row("AU-06")
def test_every_input_of_a_rule_has_its_words_and_its_days_are_written_out() -> None:
    for explained in computed():
        assert explained.inputs.keys() <= LABELS["input"].keys(), explained.rule
        said = list(inputs_in_words(explained.inputs, "nl"))
        assert said
        assert not any("2022-01-01" in each.value for each in said)
    notice = [(each.name, each.value) for each in inputs_in_words(computed()[0].inputs, "nl")]
    assert ("Ingangsdatum", "1 januari 2022") in notice
    assert ("Op een vrije dag", "een vrije dag wordt de werkdag ervoor") in notice


def test_they_are_english_for_who_reads_english() -> None:
    said = [(each.name, each.value) for each in inputs_in_words(computed()[3].inputs, "en")]
    assert said == [
        ("Award sent on", "1 January 2022"),
        ("Number of days", "20"),
        ("Does a day off make it longer?", "Yes"),
    ]
