"""A change under reservation of a decision that was taken otherwise (AN-16)."""

from datetime import date

import pytest

from domain.change.commands import LiftReservation, ProposeChange
from domain.change.parts import Reservation
from projections import tables
from projections.changes import CHANGES, decided_against
from tests import make
from tests.api.house import open_house
from tests.making.decision import DECISION_ID
from tests.workflows.programme import asked, published, says

RESERVED = Reservation(what="Vaststelling door de raden", decision_id=DECISION_ID)


@pytest.mark.row("AN-16")
def test_a_decision_taken_otherwise_is_shown_until_somebody_acts_on_it(followed_url: str) -> None:
    with open_house(followed_url) as house:
        house.do(published(), asked(), make.a(ProposeChange, reservation=RESERVED))
        change = tables.get(house.pool, CHANGES, make.CHANGE_ID)
        assert change is not None
        assert decided_against(house.pool, change) is None
        house.do(says("Leiden", "2021-05-01", "no"), says("Katwijk", "2021-05-02", "no"))
        against = decided_against(house.pool, change)
        assert against is not None
        assert against.title == "Vaststelling"
        house.do(make.a(LiftReservation, decided_on=date(2021, 5, 3)))
        lifted = tables.get(house.pool, CHANGES, make.CHANGE_ID)
        assert lifted is not None
        assert decided_against(house.pool, lifted) is None
