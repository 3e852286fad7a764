"""A draw is the same for the same seed and list, in the product and in the script of the archive."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quarterdeck.assurance import recompute
from quarterdeck.assurance.drawing import Drawable, allotted, draw

REFS = st.lists(
    st.tuples(st.text(min_size=1, max_size=6), st.sampled_from("ABCD")),
    min_size=1,
    max_size=30,
    unique_by=lambda x: x[0],
)


def test_the_lowest_ranks_are_drawn() -> None:
    population = [Drawable(f"H{number}", "HOUSING") for number in range(20)]
    by_hand = sorted((hashlib.sha256(f"audit\n{each.ref}".encode()).hexdigest(), each.ref) for each in population)
    assert draw(population, "audit", 4) == [ref for _, ref in by_hand[:4]]
    assert draw(population, "another", 4) != draw(population, "audit", 4)


@pytest.mark.parametrize(
    "counts, size, seats",
    [
        ({"A": 10, "B": 10}, 4, {"A": 2, "B": 2}),
        ({"A": 9, "B": 1}, 5, {"A": 5, "B": 0}),
        ({"A": 1, "B": 1, "C": 1}, 2, {"A": 1, "B": 1, "C": 0}),
        ({"A": 2, "B": 1}, 10, {"A": 2, "B": 1}),
    ],
)
def test_each_unit_gives_its_share(counts: dict[str, int], size: int, seats: dict[str, int]) -> None:
    assert allotted(counts, size) == seats


@settings(max_examples=50)
@given(REFS, st.integers(1, 12), st.booleans(), st.text(min_size=1, max_size=8))
def test_the_script_draws_what_the_product_drew(
    rows: list[tuple[str, str]], size: int, by_unit: bool, seed: str
) -> None:
    drawn = draw([Drawable(*row) for row in rows], seed, size, by_unit=by_unit)
    told = [{"ref": ref, "unit": unit} for ref, unit in rows]
    assert recompute.draw(told, seed, size, by_unit) == drawn
    assert len(drawn) == len(set(drawn)) == min(size, len(rows))
