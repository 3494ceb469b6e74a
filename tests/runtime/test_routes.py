"""Routes are data: those that come with it, and those that somebody else writes."""

import re
from pathlib import Path
from textwrap import dedent

import pytest

from domain.procedure.parts import Route, RouteStep
from runtime.mistakes import Mistake, Mistakes
from runtime.route_file import read_route, routes
from tests.programmes.sources import ROOT, compare_with_sources, missing_piece, source_text

FOLDER = ROOT / "programmes" / "routes"
OURS = routes(FOLDER)
SMALL = dedent("""\
    kind: route
    id: verlengen
    version: 1
    title: Verlengen
    summary: Eerst besluiten, dan verlengen.
    steps:
      - id: besluit
        title: Besluit
        kind: adoption
        body: colleges
      - id: verlenging
        title: Verlenging
        kind: extension
        after: [besluit]
    """)
ANOTHER = SMALL[SMALL.index("  - id: verlenging") :]


def written(text: str, folder: Path, name: str = "verlengen.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def mistakes(text: str, folder: Path) -> list[Mistake]:
    with pytest.raises(Mistakes) as found:
        read_route(written(text, folder))
    return found.value.mistakes


def kinds(route: str) -> list[str]:
    return [each.kind for each in OURS[route].steps]


def step(route: str, step_id: str) -> RouteStep:
    return next(each for each in OURS[route].steps if each.step_id == step_id)


def before(route: Route, step_id: str) -> set[str]:
    """Every step that a step waits for, directly or by way of others."""
    named = {each.step_id: each for each in route.steps}
    found, todo = set[str](), [*named[step_id].after]
    while todo:
        name = todo.pop()
        found.add(name)
        todo += named[name].after
    return found


@pytest.mark.row("ST-01")
def test_every_way_to_contracts_of_the_programmes_is_a_file_of_its_own() -> None:
    assert OURS.keys() == {
        "nieuwe-aanbesteding-sas",
        "herziening",
        "dialoog",
        "brede-contractering",
        "open-house-vernieuwing",
        "aankondiging",
        "schooljaar",
        "crisis",
        "veiligheid",
        "gebiedspercelen",
        "strategie",
    }
    assert {path.stem for path in FOLDER.glob("*.yaml")} == OURS.keys()
    assert all(each.sources and each.summary for each in OURS.values())


@pytest.mark.parametrize("route", OURS.values(), ids=OURS)
def test_every_quote_of_a_route_stands_in_the_document_it_names(route: Route) -> None:
    assert {each.document for each in route.sources} <= {"S0", "S1", "S2", "S3", "S4"}
    if compare_with_sources():
        pieces = (missing_piece(each.quote, source_text(each.document)) for each in route.sources)
        assert [each for each in pieces if each] == []


@pytest.mark.row("ST-15", "ST-16")
def test_a_new_tender_awards_waits_and_only_then_signs() -> None:
    route = OURS["nieuwe-aanbesteding-sas"]
    assert kinds(route.route_id) == [
        *("consultation", "documents", "tender", "award", "standstill"),
        *("contract", "implementation", "start"),
    ]
    assert before(route, "overeenkomsten") >= {"gunning", "standstill"}
    for name in ("nieuwe-aanbesteding-sas", "dialoog", "brede-contractering", "gebiedspercelen"):
        rule = OURS[name].standstill
        assert rule is not None
        # whether the law asks for it in a SAS procedure is not known: it is left open
        assert (rule.days, rule.weekend, rule.required) == (20, "statutory", None)


@pytest.mark.row("ST-10", "ST-13", "ST-14", "PG-10")
def test_consultation_documents_and_tender_come_in_this_order_behind_the_councils() -> None:
    route = OURS["nieuwe-aanbesteding-sas"]
    assert before(route, "aanbesteding") == {"consultatie", "inkoopdocumenten"}
    first = [each.step_id for each in route.steps if not each.after]
    assert first == ["consultatie"]
    assert step("nieuwe-aanbesteding-sas", "consultatie").gate == "raden-akkoord"
    assert step("herziening", "consultatie").gate == "raden-akkoord"
    assert step("strategie", "aanbieders-inlichten").gate == "raden-akkoord"


@pytest.mark.row("ST-01")
def test_a_revision_may_admit_others_and_ends_in_contracts_that_are_ready() -> None:
    assert step("herziening", "toelating").optional
    assert before(OURS["herziening"], "gereed") >= {"tekst", "reacties", "publicatie"}
    assert OURS["herziening"].standstill is None


@pytest.mark.row("ST-17")
def test_the_dialogue_with_a_small_group_gives_rules_of_play() -> None:
    tables = step("dialoog", "dialoogtafels")
    assert (tables.kind, tables.output) == ("dialogue", "spelregels voor de ontwikkelfase")
    assert before(OURS["dialoog"], "dialoogtafels") >= {"selectie"}


@pytest.mark.row("ST-18")
def test_broad_contracting_has_no_dialogue() -> None:
    assert "dialogue" not in kinds("brede-contractering")
    assert "onpraktisch" in OURS["brede-contractering"].summary


@pytest.mark.row("ST-19", "ST-20", "ST-21")
def test_open_agreements_are_converted_and_then_renewed_without_a_tender() -> None:
    assert kinds("open-house-vernieuwing") == [
        *("preparation", "preparation", "preparation"),
        *("conversion", "discussion", "formalisation", "implementation"),
    ]
    assert OURS["open-house-vernieuwing"].standstill is None
    # the source has no announcement in this route, and one in segment 2's
    assert "announcement" not in kinds("open-house-vernieuwing")
    assert before(OURS["aankondiging"], "ingang") >= {"aankondigen", "implementatie"}


@pytest.mark.row("ST-22")
def test_the_school_year_route_follows_school_years() -> None:
    assert OURS["schooljaar"].calendar == "school_year"
    assert {name for name, each in OURS.items() if each.calendar == "school_year"} == {"schooljaar"}


@pytest.mark.row("ST-23")
def test_crisis_explores_may_subsidise_and_contracts_later() -> None:
    assert step("crisis", "subsidie").optional
    assert before(OURS["crisis"], "procedure") == {
        "voorbereiding",
        "verkenning-crisisdienst",
        "onderzoek-crisishulp",
    }
    assert before(OURS["crisis"], "overeenkomst") >= {"procedure", "subsidie"}


@pytest.mark.row("ST-24")
def test_safety_decides_on_extending_before_anything_else() -> None:
    assert before(OURS["veiligheid"], "verlengen") == {"besluit-verlenging"}
    assert before(OURS["veiligheid"], "ingang") == {
        "besluit-verlenging",
        "voorbereiding",
        "verlengen",
    }


@pytest.mark.row("ST-25")
@pytest.mark.parametrize(
    "route", ["open-house-vernieuwing", "aankondiging", "schooljaar", "crisis"]
)
def test_the_work_list_of_2020_comes_first(route: str) -> None:
    work = {each.step_id for each in OURS[route].steps if each.kind == "preparation"}
    assert len(work) >= 3
    assert {each.step_id for each in OURS[route].steps if not each.after} == work


@pytest.mark.row("ST-26")
def test_getting_ready_comes_between_contracts_and_start() -> None:
    ready = step("nieuwe-aanbesteding-sas", "voorbereiding")
    assert (ready.kind, ready.months) == ("implementation", 6)
    assert "voorbereiding" in before(OURS["nieuwe-aanbesteding-sas"], "start")
    assert "implementatie" in before(OURS["dialoog"], "start")


@pytest.mark.row("ST-09", "ST-11", "ST-12")
def test_the_strategy_is_proposed_by_colleges_and_adopted_by_councils() -> None:
    assert step("strategie", "werksessies").kind == "council_session"
    assert step("strategie", "collegevoorstellen").body == "colleges"
    adopted = step("strategie", "vaststellen")
    assert (adopted.kind, adopted.body) == ("adoption", "raden")
    assert before(OURS["strategie"], "vaststellen") >= {"werksessies", "advies", "reactie"}


@pytest.mark.row("ST-01")
def test_a_region_writes_a_route_of_its_own(tmp_path: Path) -> None:
    read = read_route(written(SMALL, tmp_path))
    assert [(each.step_id, each.after) for each in read.steps] == [
        ("besluit", ()),
        ("verlenging", ("besluit",)),
    ]
    assert routes(tmp_path) == {"verlengen": read}


@pytest.mark.parametrize(
    ("old", "new", "line", "problem", "remedy"),
    [
        ("[besluit]", "[besluiten]", 14, "no step “besluiten”", "Did you mean “besluit”?"),
        ("kind: adoption", "kind: adopting", 9, "not a choice", "Did you mean “adoption”?"),
        (
            ANOTHER,
            "  - {id: besluit, title: Besluit, kind: other}",
            11,
            "defined twice",
            "another name",
        ),
        ("    body: colleges", "    after: [verlenging]", 10, "waits for itself", "Remove one"),
        ("    body: colleges", "    bdy: colleges", 10, "no field “bdy”", "Did you mean “body”?"),
        ("version: 1", "version: een", 3, "whole number", "digits"),
        ("title: Verlengen\n", "", 1, "“title” is missing", "Add it."),
        ("kind: route", "kind: weg", 1, "no route", "kind: route"),
    ],
)
def test_every_mistake_has_its_line_and_what_would_mend_it(
    tmp_path: Path, old: str, new: str, line: int, problem: str, remedy: str
) -> None:
    assert old in SMALL
    [mistake] = mistakes(SMALL.replace(old, new, 1), tmp_path)
    assert mistake.line == line
    assert problem in str(mistake.problem)
    assert remedy in str(mistake.remedy)


def test_a_route_has_steps(tmp_path: Path) -> None:
    [mistake] = mistakes(SMALL[: SMALL.index("steps:")] + "steps: []\n", tmp_path)
    assert (mistake.line, str(mistake.problem)) == (6, "At least one is needed here.")


def test_two_files_with_one_route_are_a_mistake(tmp_path: Path) -> None:
    written(SMALL, tmp_path)
    written(SMALL, tmp_path, "weer.yaml")
    with pytest.raises(Mistakes, match=r"verlengen\.yaml and weer\.yaml"):
        routes(tmp_path)


def test_the_example_of_the_page_is_a_route(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "routes.md").read_text(encoding="utf-8")
    example = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)[0]
    read = read_route(written(example, tmp_path))
    assert read.route_id == "eigen-verlenging"
    assert read.steps[2].gate == "raden-akkoord"
    for name in OURS:
        assert f"| `{name}` |" in page
