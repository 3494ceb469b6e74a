"""Three accounts of one tree, and which of them the signed checkpoints bear out (AU-04).

The leaves as they are kept, the leaves as they follow from the events, and the tiles above them:
whoever changes one leaves the others to testify, as long as there is a signed root to go by.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from eventstore.verification.part import BLOCK
from proofs.tree import Frontier

Account = Literal["leaves", "events", "tiles"]
ACCOUNTS: tuple[Account, ...] = ("leaves", "events", "tiles")

_LEVEL = 8
_DOUBTS_KEPT = 2_000


@dataclass(frozen=True, slots=True)
class Doubt:
    """A block of which the accounts differ."""

    number: int
    hashes: Mapping[Account, bytes]


@dataclass(slots=True)
class Accounts:
    """How far the three have come.

    `proved` is the size up to which a signed root bears one of them out. `right` has the accounts
    that are right about a block, of those that were in doubt; `unmatched` the sizes of signed roots
    since that none of them comes to, `astray` those that were passed by.
    """

    trees: dict[Account, Frontier] = field(
        default_factory=lambda: {each: Frontier() for each in ACCOUNTS}
    )
    doubts: list[Doubt] = field(default_factory=list)
    right: dict[int, frozenset[Account]] = field(default_factory=dict)
    doubted: dict[int, Doubt] = field(default_factory=dict)
    proved: int = 0
    tail: Account | None = None
    unmatched: list[int] = field(default_factory=list)
    astray: list[int] = field(default_factory=list)

    @property
    def size(self) -> int:
        return self.trees["leaves"].size

    def root(self, account: Account, edge: Sequence[bytes], size: int) -> bytes:
        """The root of the tree of this size by an account; `edge` is what its open block adds."""
        return Frontier(size, [*self.trees[account].peaks, *edge]).root()


def add_block(accounts: Accounts, hashes: Mapping[Account, bytes]) -> None:
    """The next whole block by each account."""
    number = accounts.size // BLOCK
    if len(set(hashes.values())) > 1 and len(accounts.doubted) < _DOUBTS_KEPT:
        doubt = Doubt(number, hashes)
        accounts.doubts.append(doubt)
        accounts.doubted[number] = doubt
    for account, tree in accounts.trees.items():
        tree.append(hashes[account], _LEVEL)


def go_by(
    accounts: Accounts, size: int, root: bytes, edges: Mapping[Account, Sequence[bytes]]
) -> bool:
    """Hold a signed root of this size against the accounts; whether any comes to it.

    The one that does is right from the last such root to this one, and all go on from it.
    """
    for account in ACCOUNTS:
        for tail, edge in edges.items():
            if accounts.root(account, edge, size) == root:
                _proved_by(accounts, account, size)
                accounts.tail = tail
                return True
    accounts.unmatched.append(size)
    return False


def _proved_by(accounts: Accounts, account: Account, size: int) -> None:
    for doubt in accounts.doubts:
        truth = doubt.hashes[account]
        accounts.right[doubt.number] = frozenset(
            each for each, found in doubt.hashes.items() if found == truth
        )
    accounts.doubts.clear()
    accounts.astray += accounts.unmatched
    accounts.unmatched.clear()
    accounts.proved = size
    proved = accounts.trees[account]
    accounts.trees = {each: Frontier(proved.size, proved.peaks) for each in ACCOUNTS}


def right_about(accounts: Accounts, index: int) -> frozenset[Account] | None:
    """Which accounts are right about a leaf; nothing if no signed root says."""
    block = index // BLOCK
    if block in accounts.right:
        return accounts.right[block]
    if index >= accounts.proved:
        return None
    if block == accounts.proved // BLOCK and accounts.tail:
        return frozenset([accounts.tail])
    return frozenset(ACCOUNTS) if block not in accounts.doubted else None
