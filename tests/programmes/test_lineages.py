"""From visions to clauses in the four programmes, and back."""

from functools import cache

import pytest

from domain.document.commands import FileDocument
from domain.document.decider import DOCUMENT
from domain.programme.commands import PublishProgramme
from domain.programme.decider import PROGRAMME
from domain.steering.commands import StateEntries
from domain.steering.decider import STEERING
from projections.documents import DOCUMENTS
from projections.lineage import Lineage, lineage, ways_down, ways_up
from projections.programmes import PROGRAMMES
from projections.steering import REGISTER_ENTRIES
from runtime.publish import commands
from tests.programmes.published import programme
from tests.projections import story
from tests.projections.story import on

NAMES = ("haaglanden-2027", "holland-rijnland-2021", "region-2023", "zaanstreek-waterland-2027")


@cache
def lineage_of(name: str) -> Lineage:
    given = commands(programme(name), on("2026-01-05"), "p-001")
    papers = [each for each in given if isinstance(each, FileDocument)]
    stated = [each for each in given if isinstance(each, StateEntries)]
    published = [each for each in given if isinstance(each, PublishProgramme)]
    return lineage(
        [story.only(DOCUMENTS, story.happened(DOCUMENT, each)) for each in papers],
        story.table(REGISTER_ENTRIES, story.happened(STEERING, *stated)).values(),
        story.only(PROGRAMMES, story.happened(PROGRAMME, *published)),
    )


@pytest.mark.row("PG-12")
@pytest.mark.parametrize("name", NAMES)
def test_everything_rests_on_a_document_that_is_in_the_register(name: str) -> None:
    found = lineage_of(name)
    assert {node.id for node in found.nodes.values() if node.kind == "unknown"} == set()
    entries = [each for each, node in found.nodes.items() if node.kind in ("goal", "entry")]
    assert entries
    assert [each for each in entries if not found.rests_on[each]] == []


@pytest.mark.row("PG-12")
def test_the_clause_of_holland_rijnland_leads_back_to_the_programme_plans() -> None:
    ways = ways_up(lineage_of("holland-rijnland-2021"), "clause:wijzigingsclausule")
    assert ways
    assert all(way[1] == "document:s3" for way in ways)
    assert {way[-1] for way in ways if way[-1].startswith("document:programmaplan")}


@pytest.mark.row("PG-12")
def test_the_visions_of_s1_lead_to_its_strategy_and_what_is_secret_of_it() -> None:
    found = lineage_of("region-2023")
    visions = [name for name in found.nodes if name.startswith("document:visie")]
    assert visions
    for vision in visions:
        passed = {name for way in ways_down(found, vision) for name in way}
        assert {"document:inkoopstrategie", "document:verwervingsstrategie"} <= passed
