"""The tree is that of RFC 6962, and its proofs prove what they say and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs import tree
from proofs.leaf import leaf_hash
from tests.proofs import naive

LEAVES = [leaf_hash(b"%d" % n) for n in range(310)]
sizes = st.integers(1, 300)
few = settings(max_examples=40)


def node(level: int, index: int) -> bytes:
    return tree.complete(LEAVES[index << level : (index + 1) << level])


@st.composite
def places(draw: st.DrawFn) -> tuple[int, int]:
    size = draw(sizes)
    return draw(st.integers(0, size - 1)), size


@st.composite
def growths(draw: st.DrawFn) -> tuple[int, int]:
    new = draw(sizes)
    return draw(st.integers(1, new)), new


@pytest.mark.row("AU-04")
@few
@given(sizes)
def test_the_root_is_that_of_the_standard(size: int) -> None:
    expected = naive.root(LEAVES[:size])
    assert tree.root(LEAVES[:size]) == expected
    assert tree.frontier(size, node).root() == expected


def test_the_empty_tree_has_the_root_of_the_standard() -> None:
    assert tree.root([]) == naive.root([]) == tree.EMPTY


def test_a_known_tree_of_certificate_transparency_has_its_root() -> None:
    entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    entries.append("606162636465666768696a6b6c6d6e6f")
    found = tree.root(leaf_hash(bytes.fromhex(each)) for each in entries)
    assert found.hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@few
@given(st.lists(st.integers(0, 300), max_size=5))
def test_a_tree_may_grow_in_any_steps(steps: list[int]) -> None:
    frontier = tree.Frontier()
    for step in steps:
        end = min(frontier.size + step, len(LEAVES))
        frontier.extend(LEAVES[frontier.size : end])
    assert frontier.root() == tree.root(LEAVES[: frontier.size])
    assert len(frontier.peaks) == frontier.size.bit_count()


@pytest.mark.row("AU-04")
@few
@given(places())
def test_an_inclusion_proof_is_that_of_the_standard_and_holds(place: tuple[int, int]) -> None:
    index, size = place
    path = tree.inclusion(index, size, node)
    assert path == naive.path(index, LEAVES[:size])
    assert tree.verify_inclusion(LEAVES[index], index, size, path, tree.root(LEAVES[:size]))


@pytest.mark.row("AU-04")
@few
@given(growths())
def test_a_consistency_proof_is_that_of_the_standard_and_holds(growth: tuple[int, int]) -> None:
    old, new = growth
    path = tree.consistency(old, new, node)
    assert path == naive.proof(old, LEAVES[:new])
    roots = tree.root(LEAVES[:old]), tree.root(LEAVES[:new])
    assert tree.verify_consistency(old, new, *roots, path)


@few
@given(places(), st.data())
def test_an_inclusion_proof_holds_for_nothing_else(
    place: tuple[int, int], data: st.DataObject
) -> None:
    index, size = place
    path, root = tree.inclusion(index, size, node), tree.root(LEAVES[:size])
    assert not tree.verify_inclusion(LEAVES[index + 1], index, size, path, root)
    assert not tree.verify_inclusion(LEAVES[index], index, size, [*path, root], root)
    assert not tree.verify_inclusion(LEAVES[index], index, size, path, LEAVES[-1])
    other = data.draw(st.integers(-1, size).filter(lambda each: each != index))
    assert not tree.verify_inclusion(LEAVES[index], other, size, path, root)
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        wrong = [*path[:at], LEAVES[-1], *path[at + 1 :]]
        assert not tree.verify_inclusion(LEAVES[index], index, size, wrong, root)
        assert not tree.verify_inclusion(LEAVES[index], index, size, path[:-1], root)


@few
@given(growths().filter(lambda each: each[0] < each[1]), st.data())
def test_a_log_that_was_changed_is_not_consistent(
    growth: tuple[int, int], data: st.DataObject
) -> None:
    old, new = growth
    at = data.draw(st.integers(0, old - 1))
    changed = [*LEAVES[:at], LEAVES[-1], *LEAVES[at + 1 : new]]
    path = naive.proof(old, changed)
    old_root, new_root = tree.root(LEAVES[:old]), tree.root(changed)
    assert not tree.verify_consistency(old, new, old_root, new_root, path)
    assert not tree.verify_consistency(new, old, new_root, old_root, path)


def test_a_proof_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="has no leaf 5"):
        tree.inclusion(5, 5, node)
    with pytest.raises(ValueError, match="does not go on from"):
        tree.consistency(6, 5, node)
    with pytest.raises(ValueError, match="complete subtrees"):
        tree.Frontier(3, [LEAVES[0]])
