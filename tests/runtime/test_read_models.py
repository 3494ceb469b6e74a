"""What workflows ask of read models, and who is told of what: out of a real database."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID, uuid4

import pytest
from psycopg_pool import ConnectionPool

from domain.base import Command, derived_id
from domain.dates import Window, start_of_day
from domain.document.commands import FileDocument
from domain.programme.commands import OpenPlanItem, ShiftPlan, WithdrawMunicipality
from domain.programme.parts import Term
from domain.steering.commands import StateEntries
from eventstore.log import EventLog
from projections.engine import Engine
from projections.registry import MODELS
from projections.tables import Source
from runtime import read_models
from tests import make
from tests.making.decision import DECISION_ID
from tests.making.document import DOCUMENT_ID, SECRECY
from tests.making.procedure import PROCEDURE_ID
from tests.making.steering import COMMITMENT, STEERING_ID
from tests.workflows.programme import GATE, asked, item, laid_out, published, step
from workflows.ask import DueItem
from workflows.policies import WakeConcerned, agenda_id, collection_id, run_id

TERM = Term(
    term_id="wonen",
    title="Looptijd",
    starts=Window(edtf="2019-07-01", written="1 juli 2019"),
    at_least_months=24,
    at_most_months=24,
    written="twee jaar",
    source=make.SOURCE,
)
SECRET = SECRECY.model_copy(
    update={"until": Window(edtf="2021-08-01", bound="before", written="tot 1 augustus 2021")}
)
PROMISED = COMMITMENT.model_copy(update={"items": ("tender",)})
WITHDRAWN = make.a(
    WithdrawMunicipality, name="Leiden", leaves_on=date(2021, 6, 1), reason="Gaat alleen verder."
)
OTHER = derived_id("decision", "other")
DECISION, PROCEDURE = collection_id(DECISION_ID), run_id(PROCEDURE_ID)


class House:
    """A log and read models that are always up to date."""

    def __init__(self, log: EventLog, pool: Source) -> None:
        self.log, self.pool = log, pool

    def does(self, *commands: Command) -> None:
        for command in commands:
            self.log.handle(command.model_copy(update={"command_id": uuid4()}))
        Engine(self.log.url, MODELS).catch_up()

    def due(self, day: date) -> list[DueItem]:
        now = start_of_day(day)
        return list(read_models.due(self.pool, make.PROGRAMME_ID, now).items)

    def told(self, **whom: object) -> set[str]:
        return {*read_models.concerned(self.pool, WakeConcerned(make.PROGRAMME_ID, **whom))}  # type: ignore[arg-type]


@pytest.fixture
def house(migrated_url: str) -> Iterator[House]:
    with EventLog(migrated_url) as log, ConnectionPool(migrated_url, min_size=1) as pool:
        house = House(log, pool)
        house.does(
            published(item("adopt", "2021-09"), item("tender", "2021-06"), terms=(TERM,)),
            asked(item="adopt"),
            asked(key="other", decision_id="other", decision=OTHER, answerers=(), opens=()),
            laid_out(step("tell", "2021-10", gate=GATE), step("tender", "2021-06", item="tender")),
            make.a(StateEntries, entries=(PROMISED,)),
            make.a(FileDocument, secrecy=(SECRET,)),
        )
        yield house


def test_only_what_has_to_do_with_something_is_told_of_it(house: House) -> None:
    assert house.told(items=("adopt",)) == {DECISION}
    assert house.told(items=("tender", "unknown")) == {PROCEDURE}
    assert house.told(decision_id=DECISION_ID) == {PROCEDURE}
    assert house.told(decision_id=OTHER) == set()
    assert house.told(municipality="Leiden") == {DECISION}
    assert house.told(municipality="Delft") == set()
    everyone = {*read_models.everyone(house.pool)}
    assert everyone == {agenda_id(make.PROGRAMME_ID), DECISION, collection_id(OTHER), PROCEDURE}


def test_a_decision_and_a_procedure_are_told_what_is_around_them(house: House) -> None:
    programme: UUID = make.PROGRAMME_ID
    assert read_models.opening(house.pool, programme, {GATE, "other"}) == [DECISION_ID]
    being = read_models.being(house.pool, programme, {"adopt", "tender"})
    assert (being.decisions, being.procedures) == ((DECISION_ID,), (PROCEDURE_ID,))
    later = {"title": "Een jaar later", "reason": "De raden vragen meer tijd."}
    house.does(make.a(ShiftPlan, months=12, **later), WITHDRAWN)
    plan = read_models.plan(house.pool, programme, ("adopt", "unknown"))
    assert [(name, each.window.edtf) for name, each in plan.items()] == [("adopt", "2022-09")]
    assert plan["adopt"].left(Window(edtf="2021-09", written="in het najaar"))
    (left,) = read_models.withdrawals(house.pool, programme)
    assert (left.municipality, left.segments) == ("Leiden", ())


@pytest.mark.row("ST-29")
def test_all_that_a_day_brings_is_due_on_it(house: House) -> None:
    assert house.due(date(2021, 5, 31)) == []
    tender = DueItem(kind="open", item_id="tender")
    assert house.due(date(2021, 6, 1)) == [tender]
    house.does(make.a(OpenPlanItem, item_id="tender", at=start_of_day(date(2021, 6, 1))))
    promised = DueItem(
        kind="raise_commitment", item_id=PROMISED.entry_id, about=STEERING_ID, part="tender"
    )
    assert house.due(date(2021, 6, 1)) == [promised]
    kinds = {(each.kind, each.about) for each in house.due(date(2021, 10, 1))}
    assert kinds == {
        ("miss", None),
        ("open", None),
        ("miss", None),
        ("end_term", None),
        ("expire_secrecy", DOCUMENT_ID),
        ("miss_entry", STEERING_ID),
        ("raise_commitment", STEERING_ID),
    }
