"""The chain of cause of an event, from what events say of their causes."""

from datetime import timedelta
from itertools import count
from uuid import UUID, uuid5

from domain.base import Event
from domain.change.events import (
    AnnouncementApproved,
    AnnouncementDrafted,
    ChangeAdopted,
    ChangeProposed,
    DispatchOrdered,
    LetterSent,
)
from domain.contract.events import ContractAmended, ContractConcluded, ContractCorrected
from domain.decision.events import AnswerRecorded, DecisionPlanned, DecisionReached
from domain.procedure.events import GateOpened, ProcedurePlanned
from domain.programme.events import ClauseStated, PlanItemPlanned, ProgrammePublished
from projections.history import EVENTS, subjects
from projections.trail.chain import Branch, causes_tree, chain_of, consequences_tree
from projections.trail.lookup import Remembered
from projections.trail.model import TrailRow, project
from projections.trail.references import RELATIONS
from projections.trail.words import relation_of
from tests import make


def rows(*events: Event) -> tuple[TrailRow, ...]:
    """Recorded one after another, each by a command of its own unless it says otherwise."""
    numbers = count()
    made = []
    for event in events:
        number = next(numbers)
        event_id = uuid5(make.EVENT_ID, str(number))
        at = make.MONDAY + timedelta(hours=number)
        said = event.model_copy(update={"event_id": event_id, "at": at})
        made.append(project(str(event_id), None, said))
    return tuple(made)


def path(branches: tuple[Branch, ...], *kinds: str) -> list[str]:
    """The relations along a way through the tree by the kinds of its events."""
    relations = []
    for kind in kinds:
        branch = next(each for each in branches if each.event.kind == kind)
        relations.append(branch.relation)
        branches = branch.branches
    return relations


def of_kind(found: tuple[TrailRow, ...], kind: type[Event]) -> UUID:
    return next(each.event_id for each in found if each.kind == kind.__name__)


def story() -> tuple[TrailRow, ...]:
    """A change from its plan item to what it made of a contract."""
    request = uuid5(make.COMMAND_ID, "propose")
    own = {"caused_by": request, "correlation": request}
    later = {"caused_by": uuid5(make.COMMAND_ID, "amend"), "correlation": request}
    return rows(
        make.a(ProgrammePublished),
        make.a(ClauseStated),
        make.a(PlanItemPlanned),
        make.a(ContractConcluded),
        make.a(ChangeProposed, announce_item=make.PLAN_ITEM.item_id, **own),
        make.a(ChangeAdopted),
        make.a(AnnouncementDrafted),
        make.a(AnnouncementApproved),
        make.a(DispatchOrdered),
        make.a(LetterSent),
        make.a(ContractAmended, **later),
    )


def test_a_term_of_a_contract_is_followed_up_to_the_plan_item_that_the_change_came_from() -> None:
    found = story()
    chain = chain_of(Remembered(found), of_kind(found, ContractAmended))
    assert chain is not None
    way = path(
        causes_tree(chain),
        "LetterSent",
        "DispatchOrdered",
        "AnnouncementApproved",
        "AnnouncementDrafted",
        "ChangeAdopted",
        "ChangeProposed",
        "PlanItemPlanned",
        "ProgrammePublished",
    )
    assert way == [
        "told",
        "ordered",
        "approved",
        "drafted",
        "adopted",
        "change",
        "item",
        "programme",
    ]


def test_a_plan_item_is_followed_down_to_the_contracts_that_it_changed() -> None:
    found = story()
    chain = chain_of(Remembered(found), of_kind(found, PlanItemPlanned))
    assert chain is not None
    [proposed] = consequences_tree(chain)
    assert (proposed.relation, proposed.event.kind) == ("item", "ChangeProposed")
    assert "ContractAmended" in {row.kind for row in chain.events.values()}


def test_what_came_of_one_request_is_linked_to_it_also_where_no_reference_says_so() -> None:
    found = story()
    chain = chain_of(Remembered(found), of_kind(found, ChangeProposed))
    assert chain is not None
    amended = of_kind(found, ContractAmended)
    assert any(each.later == amended for each in chain.down)
    assert chain.together == ()


def test_an_event_of_the_tree_is_named_once() -> None:
    found = story()
    chain = chain_of(Remembered(found), of_kind(found, ContractAmended))
    assert chain is not None

    def names(branches: tuple[Branch, ...]) -> list[UUID]:
        return [n for each in branches for n in (each.event.event_id, *names(each.branches))]

    named = names(causes_tree(chain))
    assert sorted(named) == sorted({each.earlier for each in chain.up})
    assert len(named) == len(found) - 1


def test_a_decision_leads_to_the_gate_that_it_opens() -> None:
    planned = make.a(DecisionPlanned)
    procedure = make.a(ProcedurePlanned)
    reached = make.a(DecisionReached, opens=("gate-award",))
    opened = make.a(GateOpened, gate="gate-award")
    found = rows(planned, procedure, make.a(AnswerRecorded), reached, opened)
    chain = chain_of(Remembered(found), of_kind(found, GateOpened))
    assert chain is not None
    assert path(causes_tree(chain), "DecisionReached", "AnswerRecorded", "DecisionPlanned") == [
        "gate",
        "answer",
        "decision",
    ]


def test_a_correction_hangs_on_what_it_mends() -> None:
    concluded = make.a(ContractConcluded)
    [first] = rows(concluded)
    found = rows(concluded, make.a(ContractCorrected, corrects=first.event_id))
    chain = chain_of(Remembered(found), found[1].event_id)
    assert chain is not None
    assert path(causes_tree(chain), "ContractConcluded") == ["corrects"]


def test_what_rested_on_an_earlier_plan_is_not_said_to_follow_from_a_later_one() -> None:
    item = {"announce_item": make.PLAN_ITEM.item_id}
    found = rows(
        make.a(PlanItemPlanned),
        make.a(PlanItemPlanned),
        make.a(ChangeProposed, **item),
    )
    chain = chain_of(Remembered(found), found[0].event_id)
    assert chain is not None
    first = [each for each in chain.down if each.earlier == found[0].event_id]
    assert [each.later for each in first] == [found[1].event_id]


def test_of_no_event_there_is_no_chain() -> None:
    assert chain_of(Remembered(()), make.EVENT_ID) is None


def test_every_event_of_the_log_is_in_the_trail_under_its_own_stream() -> None:
    for kind in EVENTS:
        event = make.a(kind, event_id=make.EVENT_ID)
        row = project("", None, event)
        assert row.subject_id == subjects(event)[0]
        assert {relation_of(each) for each in (*row.gives, *row.rests_on)} <= {*RELATIONS}
