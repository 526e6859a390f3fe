from __future__ import annotations

from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisvrede.core.proof.errors import ProofError
from huisvrede.core.proof.merkle import Step, Tree, inclusion_proof, leaf, merkle_root, proves

KEY = UUID("0b5e6a1c-7d3f-4c2a-9e8b-1f2d3c4b5a69")
LEAVES = st.lists(st.binary(min_size=32, max_size=32), max_size=40)


def by_definition(ordered: list[bytes]) -> bytes:
    """RFC 6962 §2.1, word for word."""
    if not ordered:
        return sha256(b"").digest()
    if len(ordered) == 1:
        return sha256(b"\x00" + ordered[0]).digest()
    split = 1
    while split * 2 < len(ordered):
        split *= 2
    return sha256(b"\x01" + by_definition(ordered[:split]) + by_definition(ordered[split:])).digest()


def test_a_leaf_is_what_postgresql_and_sha256sum_compute() -> None:
    assert leaf("allocation.registration", KEY).hex() == (
        "ad0932c034226c182e36e8c10fd744efee40009000e009f7dd8cfe2157914071"
    )


@pytest.mark.parametrize(
    "label", ["Allocation.Registration", "registration", "", "a.b\x00", "allocation.registration\n"]
)
def test_a_label_has_one_spelling(label: str) -> None:
    with pytest.raises(ProofError, match=r"^A model is named by its label in lower case, such as "):
        leaf(label, KEY)


def test_no_leaves_have_the_root_of_nothing() -> None:
    assert merkle_root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(LEAVES)
def test_the_root_is_that_of_the_rfc(leaves: list[bytes]) -> None:
    assert merkle_root(iter(leaves)) == by_definition(sorted(leaves))


@given(LEAVES, st.randoms())
def test_the_order_of_the_leaves_does_not_matter(leaves: list[bytes], random: object) -> None:
    shuffled = list(leaves)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert merkle_root(shuffled) == merkle_root(leaves)


@given(LEAVES.filter(bool), st.data())
def test_one_other_bit_is_another_root(leaves: list[bytes], data: st.DataObject) -> None:
    index, bit = data.draw(st.integers(0, len(leaves) - 1)), data.draw(st.integers(0, 255))
    changed = (int.from_bytes(leaves[index]) ^ 1 << bit).to_bytes(32)
    assert merkle_root([*leaves[:index], changed, *leaves[index + 1 :]]) != merkle_root(leaves)


@given(LEAVES.filter(bool))
def test_a_leaf_twice_is_another_root(leaves: list[bytes]) -> None:
    assert merkle_root([*leaves, leaves[-1]]) != merkle_root(leaves)


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_leaf_is_a_digest(length: int) -> None:
    with pytest.raises(ProofError, match=r"^A leaf is a SHA-256 digest of 32 bytes\.$"):
        merkle_root([bytes(length)])


def test_a_tree_may_be_asked_between_two_leaves() -> None:
    tree, roots = Tree(), []
    for number in range(5):
        tree.add(bytes([number] * 32))
        roots.append(tree.root())
    assert roots == [by_definition([bytes([each] * 32) for each in range(size)]) for size in range(1, 6)]


@given(LEAVES.filter(bool), st.data())
def test_every_leaf_can_be_proven(leaves: list[bytes], data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(leaves))
    assert proves(chosen, inclusion_proof(leaves, chosen), merkle_root(leaves))


@given(st.sets(st.binary(min_size=32, max_size=32), min_size=2, max_size=40), st.data())
def test_a_proof_is_of_its_own_leaf_alone(leaves: set[bytes], data: st.DataObject) -> None:
    one, other = data.draw(st.permutations(sorted(leaves)))[:2]
    assert not proves(other, inclusion_proof(leaves, one), merkle_root(leaves))


def test_a_leaf_that_is_not_there_has_no_proof() -> None:
    with pytest.raises(ProofError, match=r"^The leaf is not among the leaves of this root\.$"):
        inclusion_proof([bytes(32)], b"\x01" * 32)


def test_a_node_does_not_pass_for_a_leaf() -> None:
    first, second, third = (bytes([each] * 32) for each in range(3))
    first_hash, second_hash, third_hash = (sha256(b"\x00" + each).digest() for each in (first, second, third))
    assert proves(
        first, [Step(second_hash, False), Step(third_hash, False)], merkle_root([first, second, third])
    )
    assert not proves(
        first_hash + second_hash, [Step(third_hash, False)], merkle_root([first, second, third])
    )
