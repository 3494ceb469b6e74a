"""What checking a programme finds about the changes it plans."""

from functools import cache

import pytest

from domain.dates import Window
from runtime.check import Finding, check
from runtime.files import read
from runtime.programme_file import ProgrammeFile
from tests.programmes.sources import ROOT


@cache
def programme() -> ProgrammeFile:
    file = read(ROOT / "programmes" / "holland-rijnland-2021.yaml")
    assert isinstance(file, ProgrammeFile)
    return file


def announced(window: Window) -> ProgrammeFile:
    """The programme, with another window for the announcement of the change of Wonen."""
    plan = tuple(
        each.model_copy(update={"window": window})
        if each.item_id == "wonen-2021-aankondiging"
        else each
        for each in programme().plan
    )
    return programme().model_copy(update={"plan": plan})


def changed(**values: object) -> ProgrammeFile:
    change = programme().changes[0].model_copy(update=values)
    return programme().model_copy(update={"changes": (change,)})


def the_finding(file: ProgrammeFile) -> Finding:
    [finding] = check(file)
    return finding


def test_the_change_of_wonen_is_announced_on_the_last_day() -> None:
    finding = the_finding(programme())
    assert (finding.code, finding.segment, finding.remedy) == ("announced_in_time", "wonen", None)
    assert "“Uiterlijk 1 juli”; with 6 months' notice 2021-07-01" in str(finding.says)
    assert finding.source.section == "4.2 Planning, 2021"


@pytest.mark.row("AN-10")
@pytest.mark.parametrize(
    ("window", "code"),
    [
        (Window(edtf="2021-03", written="maart"), "announced_in_time"),
        (Window(edtf="2021-07-02", bound="before", written="voor 2 juli"), "announced_in_time"),
        (Window(edtf="2021-07-02", written="2 juli"), "announced_too_late"),
        (Window(edtf="2021-07-01", bound="after", written="na 1 juli"), "announced_too_late"),
        (Window(edtf="2021-07", written="juli"), "may_be_announced_too_late"),
        (
            Window(edtf="2021-07-02", bound="at_latest", written="uiterlijk 2 juli"),
            "may_be_announced_too_late",
        ),
        (Window(edtf="2021-05", bound="from", written="vanaf mei"), "may_be_announced_too_late"),
        (Window(edtf=None, written="nog te bepalen"), "no_announcement_date"),
    ],
    ids=lambda value: getattr(value, "written", None),
)
def test_every_day_of_the_announcement_must_be_in_time(window: Window, code: str) -> None:
    finding = the_finding(announced(window))
    assert finding.code == code
    assert window.written in str(finding.says)
    assert (finding.remedy is None) == (code == "announced_in_time")


def test_a_change_without_an_announcement_in_the_plan_is_found() -> None:
    finding = the_finding(changed(announce_item=None))
    assert (finding.code, finding.row) == ("no_announcement_step", "AN-08")
    assert "announced by 2021-07-01" in str(finding.says)
    assert "2021-07-01" in str(finding.remedy)


def test_a_change_without_a_day_of_effect_is_found() -> None:
    finding = the_finding(changed(effect=Window(edtf="2022-01", written="Januari")))
    assert finding.code == "no_day_of_effect"
    assert "“Januari”" in str(finding.says)


def test_a_register_has_no_plan_to_check() -> None:
    path = ROOT / "programmes" / "examples" / "holland-rijnland-registers.yaml"
    assert check(read(path)) == []
