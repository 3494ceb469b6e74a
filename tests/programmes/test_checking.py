"""What checking finds in the four programmes, as their sources put them."""

import json
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from domain.dates import Window
from runtime.check import Finding, check
from runtime.cli.app import app
from runtime.programme_file import ProgrammeFile
from tests.programmes.published import programme
from tests.programmes.sources import ROOT

FIELDS = {
    "file",
    "code",
    "row",
    "segment",
    "reading",
    "says",
    "source",
    "computation",
    "remedy",
}
WITHOUT_A_STEP = {"verblijf", "dagbesteding", "ambulant", "onderwijs"}


@cache
def found(name: str) -> tuple[Finding, ...]:
    return tuple(check(programme(name)))


def of(name: str, code: str, reading: str = "") -> list[Finding]:
    return [each for each in found(name) if (each.code, each.reading) == (code, reading)]


def segments(findings: list[Finding]) -> set[str]:
    return {each.segment for each in findings}


@pytest.mark.row("AN-08", "ST-27")
def test_four_segments_of_holland_rijnland_have_no_announcement_step() -> None:
    name = "holland-rijnland-2021"
    assert segments(of(name, "no_announcement_step")) == WITHOUT_A_STEP
    assert segments(of(name, "announced_in_time")) == {"wonen"}


@pytest.mark.row("ST-27")
def test_read_strictly_all_four_breach_the_six_months() -> None:
    late = of("holland-rijnland-2021", "announced_too_late", "strict")
    assert segments(late) == WITHOUT_A_STEP
    [school] = [each for each in late if each.segment == "onderwijs"]
    assert "2021-03-01 was the last day" in str(school.says)
    assert school.source.section == "4.5 Planning, 2021"


@pytest.mark.row("ST-27")
def test_read_leniently_education_holds_and_three_only_if_july_is_its_first_day() -> None:
    name = "holland-rijnland-2021"
    assert segments(of(name, "announced_in_time", "lenient")) == {"onderwijs"}
    perhaps = of(name, "may_be_announced_too_late", "lenient")
    assert segments(perhaps) == WITHOUT_A_STEP - {"onderwijs"}
    assert all("in time only by 2021-07-01" in str(each.says) for each in perhaps)
    assert not of(name, "announced_too_late", "lenient")


@pytest.mark.row("ST-27", "PG-33")
def test_one_decision_with_two_deadlines_and_a_list_of_six_of_seven_are_found() -> None:
    name = "holland-rijnland-2021"
    [twice] = of(name, "two_dates_for_one_thing")
    assert twice.segment == "veiligheid"
    assert "“Voor 1 juli 2020”, and “ruim voor 1 januari 2021”" in str(twice.says)
    [listed] = of(name, "list_leaves_something_out")
    assert "names 6 segments and describes 7: not named are Onderwijs" in str(listed.says)
    assert listed.source.section.startswith("2.2")


@pytest.mark.row("TP-03", "GO-01", "GO-02")
def test_the_acquisition_strategy_of_s1_is_secret_until_after_the_go_no_go_of_2025() -> None:
    name = "region-2023"
    [secret] = of(name, "secret_until_after_decision")
    assert secret.source.document == "S1"
    assert "2025" in str(secret.says)
    wide = {str(each.says) for each in of(name, "decision_without_a_day")}
    assert {year for year in ("2025:", "2027:", "2034") if any(year in each for each in wide)} == {
        "2025:",
        "2027:",
        "2034",
    }
    unruled = [str(each.says) for each in of(name, "no_rule_for_disagreement")]
    assert len([each for each in unruled if "Go-or-no-go" in each]) == 2


def test_lifted_before_that_year_the_secrecy_is_no_conflict() -> None:
    file = programme("region-2023")
    lifted = tuple(
        each.model_copy(
            update={
                "secrecy": tuple(
                    secret.model_copy(update={"until": Window(edtf="2024-12-31", written="2024")})
                    for secret in each.secrecy
                )
            }
        )
        for each in file.documents
    )
    mended = file.model_copy(update={"documents": lifted})
    assert "secret_until_after_decision" not in {each.code for each in check(mended)}


@pytest.mark.row("AN-17")
def test_where_no_clause_is_stated_the_interval_is_compared_and_not_judged() -> None:
    [interval] = of("haaglanden-2027", "interval_without_clause")
    assert "(2026-07-01)" in str(interval.says)
    assert "(2027-01-01) lie 6 months and 0 days" in str(interval.says)
    assert [str(each) for each in interval.computation] == [
        "A clause of 6 months would ask for 2026-07-01 at the latest: the very day.",
        (
            "This compares and does not judge: the clause belongs to Holland Rijnland (2021), and "
            "nothing says that it applies here."
        ),
    ]
    assert interval.remedy is None
    assert not of("holland-rijnland-2021", "interval_without_clause")


@pytest.mark.row("ST-15")
def test_the_award_in_haaglanden_must_be_sent_by_10_june_2026() -> None:
    name = "haaglanden-2027"
    [award] = of(name, "award_may_be_too_late", "strict")
    assert award.segment == "veel-voorkomend"
    assert "standstill of 20 days the award must be sent by 2026-06-10" in str(award.says)
    assert "begin on 2026-07-01" in str(award.says)
    assert "The last of 20 days is 2026-06-30." in map(str, award.computation)
    assert not of(name, "award_may_be_too_late", "lenient")
    mended = _awarded(programme(name), Window(edtf="2026-06-10", written="10 juni 2026"))
    assert "award_may_be_too_late" not in {each.code for each in check(mended)}


def _awarded(file: ProgrammeFile, window: Window) -> ProgrammeFile:
    plan = tuple(
        each.model_copy(update={"window": window}) if each.item_id == "nieuw-2026-gunning" else each
        for each in file.plan
    )
    return file.model_copy(update={"plan": plan})


@pytest.mark.row("PG-09", "GO-02")
def test_nine_councils_of_which_two_are_named_cannot_reach_a_decision() -> None:
    [councils, *_] = of("haaglanden-2027", "answerers_not_all_known")
    assert "needs 9 answers, and only 2 of those" in str(councils.says)


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["check", *arguments])
    return result.exit_code, result.output


def test_the_command_answers_every_field_of_every_finding() -> None:
    paths = sorted(map(str, (ROOT / "programmes").glob("*.yaml")))
    code, output = run("--json", *paths)
    told = json.loads(output)
    assert code == 0
    assert {each["file"] for each in told} == {Path(path).name for path in paths}
    for each in told:
        assert each.keys() == FIELDS
        assert each["source"]["quote"]
        assert each["reading"] in ("", "strict", "lenient")


def test_the_command_can_be_limited_to_a_reading_and_groups_what_it_tells() -> None:
    path = str(ROOT / "programmes" / "haaglanden-2027.yaml")
    _, strict = run("--json", "--reading", "strict", path)
    assert {each["reading"] for each in json.loads(strict)} == {"", "strict"}
    code, shown = run("--reading", "lenient", path)
    assert code == 0
    lines = shown.splitlines()
    assert lines[0].startswith("haaglanden-2027.yaml: ")
    assert lines.index("  The whole programme") < lines.index("  Segment veel-voorkomend")
    assert not [line for line in lines if "strict reading" in line]
    code, refused = run("--reading", "friendly", path)
    assert (code, "strict, lenient" in refused) == (2, True)


def test_a_route_can_be_checked_and_a_file_with_a_mistake_is_told_by_line(tmp_path: Path) -> None:
    route = ROOT / "programmes" / "routes" / "herziening.yaml"
    assert run("--json", str(route)) == (0, "[]\n")
    broken = tmp_path / "broken.yaml"
    broken.write_text(route.read_text().replace("kind: consultation", "kind: consultatie", 1))
    code, output = run("--json", str(broken))
    [mistake] = json.loads(output)
    assert (code, mistake["code"]) == (4, "mistake")
    assert mistake["line"] > 1
    assert "Did you mean “consultation”?" in mistake["remedy"]
