import pytest

from domain.base import Source, derived_id
from domain.document.commands import FileDocument
from domain.document.decider import DOCUMENT
from domain.notice import NoticeClause
from domain.programme.commands import PublishProgramme
from domain.programme.decider import PROGRAMME
from domain.programme.parts import Clause
from domain.steering.commands import StateEntries
from domain.steering.decider import STEERING
from domain.steering.parts import Goal, Risk
from projections.documents import DOCUMENTS, DocumentRow
from projections.lineage import Lineage, lineage, ways_down, ways_up
from projections.programmes import PROGRAMMES
from projections.steering import REGISTER_ENTRIES
from tests import make
from tests.making.document import PAPER
from tests.projections import story


def said_in(document: str) -> Source:
    return Source(document=document, section="1", quote="doelen")


def paper(code: str, *rests_on: str) -> DocumentRow:
    command = make.a(
        FileDocument,
        document_id=derived_id("document", code),
        paper=PAPER.model_copy(update={"document_id": code, "rests_on": rests_on}),
    )
    return story.only(DOCUMENTS, story.happened(DOCUMENT, command))


def whole_of_it() -> Lineage:
    """A vision, a framework, a strategy, a plan with a clause; goals and a risk on the way."""
    goals = (
        Goal(entry_id="task", title="Thuis", level="task", source=said_in("visie")),
        Goal(entry_id="goal", title="Minder", level="goal", above="task", source=said_in("S3")),
        Risk(entry_id="risk", title="Te duur", links=("goal", "wonen"), source=said_in("S3")),
    )
    clause = NoticeClause(clause_id="six-months", months=6, source=said_in("S3"))
    published = make.a(PublishProgramme, clauses=(Clause(notice=clause, source=make.SOURCE),))
    entries = story.happened(STEERING, make.a(StateEntries, entries=goals))
    return lineage(
        [
            paper("visie"),
            paper("kader", "visie"),
            paper("strategie", "kader", "visie"),
            paper("s3", "strategie", "annex.1"),
        ],
        story.table(REGISTER_ENTRIES, entries).values(),
        story.only(PROGRAMMES, story.happened(PROGRAMME, published)),
    )


@pytest.mark.row("PG-12")
def test_a_clause_leads_back_to_the_vision_it_rests_on() -> None:
    found = whole_of_it()
    assert ways_up(found, "clause:six-months") == (
        (
            "clause:six-months",
            "document:s3",
            "document:strategie",
            "document:kader",
            "document:visie",
        ),
        ("clause:six-months", "document:s3", "document:strategie", "document:visie"),
        ("clause:six-months", "document:s3", "document:annex-1"),
    )


@pytest.mark.row("PG-12")
def test_a_vision_leads_to_all_that_came_of_it() -> None:
    ends = {way[-1] for way in ways_down(whole_of_it(), "document:visie")}
    assert ends == {"clause:six-months", "entry:risk"}
    assert ways_down(whole_of_it(), "clause:six-months") == (("clause:six-months",),)


@pytest.mark.row("PG-12", "SG-06")
def test_a_goal_rests_on_the_task_above_it_and_both_on_their_documents() -> None:
    found = whole_of_it()
    assert found.rests_on["entry:goal"] == ("entry:task", "document:s3")
    assert found.rests_on["entry:risk"] == ("entry:goal", "document:s3")
    assert ("entry:goal", "entry:task", "document:visie") in ways_up(found, "entry:goal")


def test_what_is_named_and_stands_nowhere_is_said_to_be_unknown() -> None:
    found = whole_of_it()
    assert found.nodes["document:annex-1"].kind == "unknown"
    assert {node.kind for name, node in found.nodes.items() if name != "document:annex-1"} == {
        "document",
        "goal",
        "entry",
        "clause",
    }


def test_documents_that_rest_on_each_other_do_not_go_round() -> None:
    found = lineage([paper("a", "b"), paper("b", "a")])
    assert ways_up(found, "document:a") == (("document:a", "document:b"),)
