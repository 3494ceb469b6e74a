"""The values of one noun each; `tests.make` puts them together."""

from typing import Any

from pydantic import BaseModel

from tests.making import (
    admission,
    batch,
    change,
    contract,
    decision,
    document,
    procedure,
    programme,
    provider,
    reaction,
    retention,
    sheet,
    steering,
    template,
)

OF_ONE: dict[type[BaseModel], dict[str, Any]] = {
    **change.OF_ONE,
    **contract.OF_ONE,
    **admission.OF_ONE,
    **batch.OF_ONE,
    **decision.OF_ONE,
    **document.OF_ONE,
    **procedure.OF_ONE,
    **programme.OF_ONE,
    **provider.OF_ONE,
    **reaction.OF_ONE,
    **retention.OF_ONE,
    **sheet.OF_ONE,
    **steering.OF_ONE,
    **template.OF_ONE,
}
"""By command or event class, what differs from what is common. One module a noun adds its own."""
