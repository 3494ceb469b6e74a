"""The end of the contract for *Wonen*, sooner than agreed."""

from datetime import date
from typing import Any

from pydantic import BaseModel

from domain.base import derived_id
from domain.contract.commands import EndContract
from domain.contract.events import ContractEnded
from domain.contract.parts import Ending
from domain.dates import Window

ENDING = Ending(
    ground="go_no_go",
    decided_by="Colleges van de regio",
    reason="De doelen zijn in twee jaar niet dichterbij gekomen.",
    continuity="Jeugdigen in zorg houden hun aanbieder tot hun traject eindigt.",
    decision_id=derived_id("decision", "holland-rijnland-2021", "go-no-go"),
)
OF_ONE: dict[type[BaseModel], dict[str, Any]] = {
    EndContract: {"last_day": date(2022, 12, 31), "ending": ENDING},
    ContractEnded: {
        "last_day": date(2022, 12, 31),
        "ending": ENDING,
        "previous": Window(edtf="2024-12-31", written="31 december 2024"),
        "effective": date(2023, 1, 1),
    },
}
