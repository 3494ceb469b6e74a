"""Two texts word by word: what went, what came, what stayed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]

_WORDS = re.compile(r"\w+(?:[.,:/-]\w+)*|[^\w\s]|\s+")
_ALIKE = 0.4
"""Less than this in common, and the one text simply stands after the other."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that the two texts share, or that only the first or only the second has."""

    kind: Kind
    text: str


def apart(before: str | None, after: str | None) -> tuple[Piece, ...]:
    """How the second text differs from the first; none is a text that is not there.

    Amounts and dates stay whole, so that one never reads half a figure.
    """
    if before is None or after is None or before == after:
        kind: Kind = "same" if before == after else "new" if before is None else "gone"
        text = after if after is not None else before
        return (Piece(kind, text),) if text else ()
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if _share(old, new, matcher) < _ALIKE:
        return (Piece("gone", before), Piece("new", after))
    return tuple(_pieces(old, new, matcher))


def _share(old: Sequence[str], new: Sequence[str], matcher: SequenceMatcher[str]) -> float:
    """Which part of the words, by their letters, both texts have."""
    kept = sum(
        len(word)
        for block in matcher.get_matching_blocks()
        for word in old[block.a : block.a + block.size]
        if _says(word)
    )
    whole = max(sum(len(word) for word in text if _says(word)) for text in (old, new))
    return kept / whole if whole else 0.0


def _pieces(
    old: Sequence[str], new: Sequence[str], matcher: SequenceMatcher[str]
) -> Iterator[Piece]:
    """What changed on both sides of a mere space or comma changed as one."""
    gone, came = "", ""
    steps = matcher.get_opcodes()
    for number, (tag, a, b, c, d) in enumerate(steps):
        between = 0 < number < len(steps) - 1 and not any(map(_says, old[a:b]))
        if tag != "equal" or between:
            gone, came = gone + "".join(old[a:b]), came + "".join(new[c:d])
            continue
        yield from _changed(gone, came)
        gone, came = "", ""
        yield Piece("same", "".join(old[a:b]))
    yield from _changed(gone, came)


def _changed(gone: str, came: str) -> Iterator[Piece]:
    if gone:
        yield Piece("gone", gone)
    if came:
        yield Piece("new", came)


def _says(word: str) -> bool:
    return any(map(str.isalnum, word))
