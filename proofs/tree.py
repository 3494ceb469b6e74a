"""The Merkle tree of RFC 6962: its root, and the proofs that are checked against a root (AU-04).

A subtree of level k that is complete holds 2 to the power k leaves. `Node` hands out the hash of
one: level 0 are the leaves' own hashes, and index n at level k covers the leaves from n times 2 to
the power k on.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from itertools import islice

Node = Callable[[int, int], bytes]
"""The hash of the complete subtree at this level with this index."""

EMPTY = sha256(b"").digest()
"""The root of the tree without leaves."""

_INNER = b"\x01"
_TOGETHER_LEVEL = 8


def inner(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours."""
    return sha256(_INNER + left + right).digest()


def paired(hashes: Sequence[bytes]) -> list[bytes]:
    """One level up from an even number of neighbours."""
    return [
        sha256(_INNER + left + right).digest()
        for left, right in zip(hashes[::2], hashes[1::2], strict=True)
    ]


def complete(hashes: Sequence[bytes]) -> bytes:
    """The hash of a complete subtree: as many hashes as a power of two."""
    while len(hashes) > 1:
        hashes = paired(hashes)
    return hashes[0]


class Frontier:
    """The edge of a growing tree: all that is needed to add to it and to know its root.

    `peaks` are the complete subtrees it consists of, the biggest first: one for each bit of the
    size. It takes up no more room than that, however large the tree.
    """

    __slots__ = ("peaks", "size")

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)
        if len(self.peaks) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has not {len(self.peaks)} complete subtrees")

    def append(self, node: bytes, level: int = 0) -> None:
        """Add a leaf's hash, or a complete subtree's where the size is a multiple of its leaves."""
        left = self.size >> level
        if left << level != self.size:
            raise ValueError(f"no subtree of level {level} can follow {self.size} leaves")
        while left & 1:
            node = sha256(_INNER + self.peaks.pop() + node).digest()
            left >>= 1
        self.peaks.append(node)
        self.size += 1 << level

    def extend(self, hashes: Iterable[bytes]) -> None:
        """Add leaves' hashes, many at a time."""
        coming = iter(hashes)
        width = 1 << _TOGETHER_LEVEL
        for node in islice(coming, -self.size % width):
            self.append(node)
        while batch := list(islice(coming, width)):
            if len(batch) == width:
                self.append(complete(batch), _TOGETHER_LEVEL)
            else:
                for node in batch:
                    self.append(node)

    def root(self) -> bytes:
        """The root of the tree as it is now."""
        return _joined(self.peaks)


def root(hashes: Iterable[bytes]) -> bytes:
    """The root over the leaves' hashes, in their order."""
    frontier = Frontier()
    frontier.extend(hashes)
    return frontier.root()


def frontier(size: int, node: Node) -> Frontier:
    """The edge of a tree whose complete subtrees are at hand."""
    return Frontier(size, _peaks(0, size, node))


def inclusion(index: int, size: int, node: Node) -> list[bytes]:
    """The hashes that lead from the leaf with this index to the root of a tree of this size.

    Raises ValueError if there is no such leaf in it.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range(middle, end, node))
            end = middle
        else:
            path.append(_range(start, middle, node))
            start = middle
    return path[::-1]


def consistency(old: int, new: int, node: Node) -> list[bytes]:
    """The hashes that show that the tree of the old size begins the tree of the new one.

    None are needed from the empty tree, or between equal sizes. Raises ValueError if the new size
    is the smaller.
    """
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} leaves does not go on from one of {old}")
    if old in (0, new):
        return []
    start, end, path, known = 0, new, [], True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_range(middle, end, node))
            end = middle
        else:
            path.append(_range(start, middle, node))
            start, known = middle, False
    if not known:
        path.append(_range(start, end, node))
    return path[::-1]


def verify_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], expected: bytes
) -> bool:
    """Whether the path leads from the leaf's hash, at this index, to the expected root."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for node in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = inner(node, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = inner(found, node)
        at, last = at >> 1, last >> 1
    return last == 0 and found == expected


def verify_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether the path shows that the tree with the old root begins the one with the new root."""
    if not 0 <= old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    if old == 0:
        return not path and old_root == EMPTY
    nodes = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not nodes:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    before = after = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            before, after = inner(node, before), inner(node, after)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            after = inner(after, node)
        at, last = at >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root


def _split(size: int) -> int:
    """How many leaves the left side of a tree holds: the largest power of two below its size."""
    return 1 << (size - 1).bit_length() - 1


def _range(start: int, end: int, node: Node) -> bytes:
    return _joined(_peaks(start, end, node))


def _peaks(start: int, end: int, node: Node) -> list[bytes]:
    """The complete subtrees of these leaves, the biggest first; the start must suit the biggest."""
    peaks = []
    while start < end:
        level = (end - start).bit_length() - 1
        peaks.append(node(level, start >> level))
        start += 1 << level
    return peaks


def _joined(peaks: Sequence[bytes]) -> bytes:
    if not peaks:
        return EMPTY
    found = peaks[-1]
    for peak in reversed(peaks[:-1]):
        found = inner(peak, found)
    return found
