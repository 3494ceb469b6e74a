"""What checking says of elections and school years around what is planned."""

import pytest

from domain.dates import Window
from runtime.check import Finding, check
from runtime.files import read
from runtime.programme_file import ProgrammeFile
from tests.programmes.sources import ROOT


def programme(name: str) -> ProgrammeFile:
    file = read(ROOT / "programmes" / f"{name}.yaml")
    assert isinstance(file, ProgrammeFile)
    return file


def moved(file: ProgrammeFile, item_id: str, edtf: str) -> ProgrammeFile:
    """The programme with one item of its plan in another window."""
    window = Window(edtf=edtf, written=edtf)
    plan = tuple(
        each.model_copy(update={"window": window}) if each.item_id == item_id else each
        for each in file.plan
    )
    return file.model_copy(update={"plan": plan})


def found(file: ProgrammeFile, code: str) -> list[Finding]:
    return [each for each in check(file) if each.code == code]


@pytest.mark.row("ST-28")
def test_region_2023_informs_councils_just_after_their_election() -> None:
    file = programme("region-2023")
    [finding] = found(file, "around_council_elections")
    assert (finding.row, finding.reading) == ("ST-28", "")
    assert "in april" in str(finding.says)
    assert "2022-03-16" in str(finding.computation[0])
    [item] = [each for each in file.plan if each.source == finding.source]
    assert found(moved(file, item.item_id, "2022-10"), "around_council_elections") == []
    [during] = found(moved(file, item.item_id, "2022-03"), "around_council_elections")
    assert str(during.computation[0]) == "Councils are elected in this time: 2022-03-16."


@pytest.mark.row("ST-22", "ST-28")
def test_what_follows_school_years_begins_with_one() -> None:
    file = programme("holland-rijnland-2021")
    assert found(file, "not_with_the_school_year") == []
    late = moved(file, "onderwijs-2021-implementatie", "2022-01")
    [finding] = found(late, "not_with_the_school_year")
    assert (finding.row, finding.segment) == ("ST-22", "onderwijs")
    assert [str(each) for each in finding.computation] == ["It falls in school year 2021-2022."]
    assert finding.remedy is not None
