"""Drawing a sample with a seed: anybody with the seed and the list draws the same, by hand if need be.

Every indicator's rank is the SHA-256 (hexadecimal) of the seed, a line feed and the indicator's ref, in UTF-8. Those
with the lowest ranks are drawn. By unit, each unit gives as many as its share of the list: the whole part of it first,
and what is left over goes to the units with the largest remainders (of equal ones to the lower code).
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Drawable:
    """An indicator that can be drawn: its ref and the code of its unit."""

    ref: str
    unit: str


def rank(seed: str, ref: str) -> str:
    """Where an indicator stands in the draw: the lower, the earlier."""
    return hashlib.sha256(f"{seed}\n{ref}".encode()).hexdigest()


def draw(population: Sequence[Drawable], seed: str, size: int, *, by_unit: bool = False) -> list[str]:
    """The refs that are drawn, in the order of their ranks; all of them where there are no more than `size`."""
    if not by_unit:
        return _lowest(population, seed, size)
    units: dict[str, list[Drawable]] = defaultdict(list)
    for each in population:
        units[each.unit].append(each)
    seats = allotted({unit: len(members) for unit, members in units.items()}, size)
    drawn = [ref for unit, members in units.items() for ref in _lowest(members, seed, seats[unit])]
    return sorted(drawn, key=lambda ref: rank(seed, ref))


def allotted(counts: Mapping[str, int], size: int) -> dict[str, int]:
    """How many each unit gives: shares of `size` by largest remainders, in whole numbers; never more than it has."""
    total = sum(counts.values())
    size = min(size, total)
    seats = {unit: size * count // total for unit, count in counts.items()}
    left = size - sum(seats.values())
    by_remainder = sorted(counts, key=lambda unit: (-(size * counts[unit] % total), unit))
    for unit in by_remainder[:left]:
        seats[unit] += 1
    return seats


def _lowest(members: Sequence[Drawable], seed: str, size: int) -> list[str]:
    return sorted((each.ref for each in members), key=lambda ref: rank(seed, ref))[:size]
