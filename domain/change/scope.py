"""Which contracts a change touches (CC-27): the one rule for counting, drafting and joining."""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from domain.change.parts import Scope


class Scopable(Protocol):
    """What a scope asks of a contract."""

    @property
    def contract_id(self) -> UUID: ...
    @property
    def segment(self) -> str: ...
    @property
    def products(self) -> Collection[str]: ...
    @property
    def area(self) -> Collection[str]:
        """The municipalities that the contract is for."""
        ...


def scope_of(segment: str, scope: Scope | None) -> Scope:
    """The scope as proposed; without one, all contracts of the change's segment."""
    return scope or Scope(segments=(segment,))


def within(scope: Scope, contract: Scopable) -> bool:
    """Whether the contract answers to the scope, excepted or not.

    A contract that does not say which products or municipalities it has, has none of them.
    """
    if contract.segment not in scope.segments:
        return False
    if scope.contracts and contract.contract_id not in scope.contracts:
        return False
    if scope.products and not set(scope.products) & set(contract.products):
        return False
    return not scope.municipalities or bool(set(scope.municipalities) & set(contract.area))


def excepted(scope: Scope, contract: Scopable) -> str | None:
    """Why the contract is left alone although the scope would touch it; none if it is not."""
    reasons = {each.contract_id: each.reason for each in scope.excepted}
    return reasons.get(contract.contract_id) if within(scope, contract) else None


def touches(scope: Scope, contract: Scopable) -> bool:
    """Whether the change is for this contract."""
    left_alone = {each.contract_id for each in scope.excepted}
    return within(scope, contract) and contract.contract_id not in left_alone
