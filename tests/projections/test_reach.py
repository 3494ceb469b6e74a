"""How a contract will read after a change that is still only proposed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.change.parts import Indexation
from domain.contract.events import ContractConcluded
from projections.contracts import CONTRACTS, ContractRow
from projections.reach import Proposed, preview
from tests import make
from tests.projections import story

OVA = Indexation(index="OVA", year=2022, percentage="3.24")
INDEXED = Proposed(date(2023, 1, 1), {"grond": "Index OVA 2022"}, OVA)


def contract() -> ContractRow:
    return story.only(CONTRACTS, [make.whole(ContractConcluded, event_id=make.EVENT_ID)])


@pytest.mark.row("CC-16", "CC-26")
def test_an_indexation_is_seen_beforehand_with_how_each_tariff_follows() -> None:
    seen = preview(contract(), INDEXED)
    assert {each.name: (each.before, each.after) for each in seen.changed} == {
        "grond": (None, "Index OVA 2022"),
        "tariff": ("EUR 104.27 per day", "EUR 107.65 per day"),
    }
    assert seen.own == ("tariff",)
    [tariff] = seen.trail
    assert (tariff.before, tariff.after) == (Decimal("104.27"), Decimal("107.65"))
    assert tariff.steps
    others = preview(contract(), replace(INDEXED, indexation=replace_products("44A09")))
    assert [each.name for each in others.changed] == ["grond"]


def replace_products(product: str) -> Indexation:
    return OVA.model_copy(update={"products": (product,)})


@pytest.mark.row("CC-26")
def test_what_the_letter_of_a_contract_says_counts_also_where_its_tariff_changed_since() -> None:
    promised = {"tariff": "EUR 106.00 per day"}
    seen = preview(contract(), INDEXED, promised)
    [tariff] = [each for each in seen.changed if each.name == "tariff"]
    assert (tariff.after, seen.own, seen.trail) == ("EUR 106.00 per day", ("tariff",), ())
    agreed = preview(contract(), INDEXED, {"tariff": "EUR 107.65 per day"})
    assert len(agreed.trail) == 1
