"""Which contracts a change touches."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from domain.change.parts import Excepted, Scope
from domain.change.scope import excepted, scope_of, touches, within

ONE, OTHER = UUID(int=1), UUID(int=2)


@dataclass(frozen=True)
class Contract:
    contract_id: UUID = ONE
    segment: str = "wonen"
    products: tuple[str, ...] = ()
    area: tuple[str, ...] = ()


def test_without_a_scope_it_is_for_all_of_the_segment() -> None:
    scope = scope_of("wonen", None)
    assert touches(scope, Contract())
    assert not touches(scope, Contract(segment="ambulant"))


@pytest.mark.parametrize(
    ("scope", "contract", "touched"),
    [
        (Scope(segments=("wonen", "ambulant")), Contract(segment="ambulant"), True),
        (Scope(segments=("wonen",), products=("gezinshuis",)), Contract(), False),
        (
            Scope(segments=("wonen",), products=("gezinshuis", "fasehuis")),
            Contract(products=("fasehuis", "kamertraining")),
            True,
        ),
        (
            Scope(segments=("wonen",), municipalities=("Leiden",)),
            Contract(area=("Katwijk",)),
            False,
        ),
        (Scope(segments=("wonen",), contracts=(OTHER,)), Contract(), False),
        (Scope(segments=("wonen",), contracts=(ONE,)), Contract(), True),
    ],
)
def test_every_filter_must_be_met(scope: Scope, contract: Contract, touched: bool) -> None:  # noqa: FBT001
    assert touches(scope, contract) is within(scope, contract) is touched


@pytest.mark.row("CC-27")
def test_an_excepted_contract_is_left_alone_with_the_reason() -> None:
    scope = Scope(segments=("wonen",), excepted=(Excepted(contract_id=ONE, reason="Loopt af"),))
    assert not touches(scope, Contract())
    assert excepted(scope, Contract()) == "Loopt af"
    assert excepted(scope, Contract(segment="ambulant")) is None
    assert touches(scope, Contract(contract_id=OTHER))
