"""What checking a programme finds about the changes it plans."""

from functools import cache

import pytest

from domain.dates import Window
from runtime.check import Finding, check
from runtime.files import read
from runtime.programme_file import ProgrammeFile
from tests.programmes.sources import ROOT
from tests.runtime.example import example

LATEST = "2026-07-01"
ABOUT_CHANGES = {
    "announced_in_time",
    "announced_too_late",
    "may_be_announced_too_late",
    "no_announcement_date",
    "no_announcement_step",
    "no_day_of_effect",
}


def findings(file: ProgrammeFile) -> list[Finding]:
    return [each for each in check(file) if each.code in ABOUT_CHANGES]


def told(file: ProgrammeFile) -> list[tuple[str, str]]:
    return [(each.reading, each.code) for each in findings(file)]


@cache
def announced(window: Window) -> ProgrammeFile:
    """The example, with another window for the announcement of its change."""
    plan = tuple(
        each.model_copy(update={"window": window})
        if each.item_id == "wijziging-aankondigen"
        else each
        for each in example().plan
    )
    return example().model_copy(update={"plan": plan})


def changed(file: ProgrammeFile, **values: object) -> ProgrammeFile:
    change = file.changes[0].model_copy(update=values)
    return file.model_copy(update={"changes": (change,)})


def renewed(discussed: str, formalised: str, effect: str) -> ProgrammeFile:
    """The example with a change that is discussed and formalised, and never announced."""
    talk = (
        example()
        .plan[0]
        .model_copy(
            update={"item_id": "praten", "window": Window(edtf=discussed, written=discussed)}
        )
    )
    seal = talk.model_copy(
        update={"item_id": "vastleggen", "window": Window(edtf=formalised, written=formalised)}
    )
    file = example().model_copy(update={"plan": (*example().plan, talk, seal)})
    return changed(
        file,
        announce_item=None,
        discuss_item="praten",
        formalise_item="vastleggen",
        effect=Window(edtf=effect, written=effect),
    )


def test_a_change_that_is_announced_on_the_last_day_is_in_time() -> None:
    [finding] = findings(example())
    assert (finding.code, finding.segment, finding.reading) == ("announced_in_time", "dag", "")
    assert finding.remedy is None
    assert f"“uiterlijk 1 juli 2026”; with 6 months' notice {LATEST}" in str(finding.says)
    assert finding.source.section == "5"
    assert f"6 months back from 2027-01-01 is {LATEST}." in map(str, finding.computation)


@pytest.mark.row("AN-10")
@pytest.mark.parametrize(
    ("window", "code"),
    [
        (Window(edtf="2026-03", written="maart"), "announced_in_time"),
        (Window(edtf="2026-07-02", bound="before", written="voor 2 juli"), "announced_in_time"),
        (Window(edtf="2026-07-02", written="2 juli"), "announced_too_late"),
        (Window(edtf="2026-07-01", bound="after", written="na 1 juli"), "announced_too_late"),
        (Window(edtf="2026-07", written="juli"), "may_be_announced_too_late"),
        (
            Window(edtf="2026-07-02", bound="at_latest", written="uiterlijk 2 juli"),
            "may_be_announced_too_late",
        ),
        (Window(edtf="2026-05", bound="from", written="vanaf mei"), "may_be_announced_too_late"),
        (Window(edtf=None, written="nog te bepalen"), "no_announcement_date"),
    ],
    ids=lambda value: getattr(value, "written", None),
)
def test_every_day_of_the_announcement_must_be_in_time(window: Window, code: str) -> None:
    [finding] = findings(announced(window))
    assert finding.code == code
    assert window.written in str(finding.says)
    assert (finding.remedy is None) == (code == "announced_in_time")


@pytest.mark.row("AN-08")
def test_a_change_without_an_announcement_in_the_plan_is_found() -> None:
    [finding] = findings(changed(example(), announce_item=None))
    assert (finding.code, finding.row) == ("no_announcement_step", "AN-08")
    assert f"announced by {LATEST}" in str(finding.says)
    assert LATEST in str(finding.remedy)


@pytest.mark.row("ST-27")
def test_without_an_announcement_the_readings_differ_on_what_counts_as_one() -> None:
    assert told(renewed("2026-01", "2026-07", "2026-09-01")) == [
        ("", "no_announcement_step"),
        ("strict", "announced_too_late"),
        ("lenient", "announced_in_time"),
    ]


@pytest.mark.row("ST-27")
def test_july_is_in_time_for_january_only_if_it_is_the_first_of_july() -> None:
    strict, lenient = findings(renewed("2026-07", "2026-12", "2027-01"))[2:]
    assert (strict.reading, strict.code) == ("strict", "announced_too_late")
    assert (lenient.reading, lenient.code) == ("lenient", "may_be_announced_too_late")
    assert LATEST in str(lenient.remedy)
    day = findings(renewed("2026-07-01", "2026-12", "2027-01"))[3]
    assert (day.reading, day.code, day.remedy) == ("lenient", "announced_in_time", None)


def test_what_every_reading_takes_for_the_announcement_is_told_once() -> None:
    both = renewed("2026-03", "2026-03", "2027-01-01")
    both = changed(both, discuss_item="praten", formalise_item="praten")
    assert {code for reading, code in told(both) if reading} == {"announced_in_time"}
    said = [str(each.computation[0]) for each in findings(both)[1:]]
    assert "strict reader" in said[0]
    assert "lenient reader" in said[1]


def test_a_change_without_a_day_of_effect_is_found_and_counted_from_the_first() -> None:
    month = changed(example(), effect=Window(edtf="2027-01", written="Januari"))
    undated, timing = findings(month)
    assert undated.code == "no_day_of_effect"
    assert "“Januari”" in str(undated.says)
    assert timing.code == "announced_in_time"
    assert "counted from its first day, 2027-01-01" in str(timing.computation[0])
    open_end = changed(example(), effect=Window(written="later"))
    assert [each.code for each in findings(open_end)] == ["no_day_of_effect"]


def test_a_register_has_no_plan_to_check() -> None:
    path = ROOT / "programmes" / "examples" / "holland-rijnland-registers.yaml"
    assert check(read(path)) == []
