"""Summaries of ratings and directions of travel: counts that state what they are out of, and always add up.

    total = performance + contextual
    performance = rated + the sum of unrated        rated = green + amber + red
    unrated["no_value"] = the sum of without_data

Contextual measures are counted apart and never among the rated, whatever was printed beside them.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final, Protocol, TypeVar

from quarterdeck.measures.rating import HAS_NUMBER, Rating, Unrated
from quarterdeck.measures.travel import Travel

CONTEXTUAL: Final = "contextual"
RATED: Final = (Rating.GREEN, Rating.AMBER, Rating.RED)


class Rated(Protocol):
    """A figure to count, in the words that are stored."""

    @property
    def kind(self) -> str: ...
    @property
    def value_state(self) -> str: ...
    @property
    def rating(self) -> str: ...
    @property
    def unrated_reason(self) -> str | None: ...


class Row(Rated, Protocol):
    """The same with its directions of travel."""

    @property
    def short_travel(self) -> str: ...
    @property
    def long_travel(self) -> str: ...


R = TypeVar("R", bound=Row)
Way = tuple[bool, str, str | None, str]
"""(contextual, rating, why there is none, value state)."""


@dataclass(frozen=True)
class TravelCounts:
    """Directions of travel of performance indicators; the four add up to `indicators`.

    A figure that went up or down where neither is better stands under `not_compared`.
    """

    indicators: int = 0
    improving: int = 0
    unchanged: int = 0
    worsening: int = 0
    not_compared: int = 0

    def __add__(self, other: "TravelCounts") -> "TravelCounts":
        return TravelCounts(
            self.indicators + other.indicators,
            self.improving + other.improving,
            self.unchanged + other.unchanged,
            self.worsening + other.worsening,
            self.not_compared + other.not_compared,
        )

    @property
    def compared(self) -> int:
        return self.improving + self.unchanged + self.worsening

    def sentence(self) -> str:
        """E.g. `9 of 14 can be compared: 5 improving, 1 unchanged, 3 worsening.`"""
        counts = f"{self.improving} improving, {self.unchanged} unchanged, {self.worsening} worsening"
        return f"{self.compared} of {self.indicators} can be compared" + (f": {counts}." if self.compared else ".")


@dataclass(frozen=True)
class Summary:
    """Counts of figures: `unrated` by reason, `without_data` by value state, both without what is zero."""

    total: int = 0
    contextual: int = 0
    green: int = 0
    amber: int = 0
    red: int = 0
    unrated: Mapping[str, int] = field(default_factory=dict)
    without_data: Mapping[str, int] = field(default_factory=dict)
    contextual_without_data: int = 0
    short_travel: TravelCounts = TravelCounts()
    long_travel: TravelCounts = TravelCounts()

    @property
    def performance(self) -> int:
        """The denominator of `rated`: every indicator that could have a rating."""
        return self.total - self.contextual

    @property
    def rated(self) -> int:
        return self.green + self.amber + self.red

    @property
    def not_rated(self) -> int:
        return sum(self.unrated.values())

    def percentages(self, decimals: int = 0) -> dict[str, Decimal]:
        """Green, amber and red as percentages of the rated; they sum to exactly 100 (or are all 0)."""
        return shares({"green": self.green, "amber": self.amber, "red": self.red}, decimals)

    def sentence(self) -> str:
        """E.g. `12 of 14 performance indicators are rated: 8 green, 3 amber, 1 red. Not rated: 2 awaited.`"""
        parts = [f"{self.rated} of {_counted(self.performance, 'performance indicator')} rated"]
        if self.rated:
            parts[0] += f": {self.green} green, {self.amber} amber, {self.red} red"
        if self.not_rated:
            parts.append(f"Not rated: {', '.join(self._not_rated_because())}")
        if self.contextual:
            parts.append(f"Contextual, never rated: {self.contextual}")
        return ". ".join(parts) + "."

    def _not_rated_because(self) -> list[str]:
        states = [f"{number} {state.replace('_', ' ')}" for state, number in self.without_data.items()]
        others = [
            f"{number} {_REASON_WORDS.get(reason, reason.replace('_', ' '))}"
            for reason, number in self.unrated.items()
            if reason != Unrated.NO_VALUE
        ]
        return states + others


_REASON_WORDS: Final[dict[str, str]] = {
    Unrated.NO_RULE: "without a rating rule",
    Unrated.NO_POLARITY: "without a polarity",
    Unrated.RULE_MISMATCH: "with a rule that does not fit",
    Unrated.NO_TARGET: "without a target",
    Unrated.TEXTUAL_TARGET: "with a target in words",
    Unrated.ZERO_TARGET: "with a target of zero",
    Unrated.PER_PERIOD: "with limits of single periods",
}


def summarise(rows: Iterable[Row]) -> Summary:
    """Count figures, each once.

    An unrated figure has to give its reason, and a rating has to be one: otherwise ValueError, because a
    summary that left it out would not add up.
    """
    # Hundreds of figures differ in few of these ways.
    ways = Counter(
        (_is_contextual(row), row.rating, row.unrated_reason, row.value_state, row.short_travel, row.long_travel)
        for row in rows
    )
    performance = [(way, number) for way, number in ways.items() if not way[0]]
    return replace(
        _counted_ways(_added((way[:4], number) for way, number in ways.items())),
        short_travel=_travels((way[4], number) for way, number in performance),
        long_travel=_travels((way[5], number) for way, number in performance),
    )


def count_ratings(rows: Iterable[Rated]) -> Summary:
    """The same without directions of travel."""
    return _counted_ways(
        Counter((_is_contextual(row), row.rating, row.unrated_reason, row.value_state) for row in rows)
    )


def add_up(parts: Iterable[Summary]) -> Summary:
    """The summary of everything that these parts count; no figure stands in two of them."""
    whole = Summary()
    for part in parts:
        whole = Summary(
            total=whole.total + part.total,
            contextual=whole.contextual + part.contextual,
            green=whole.green + part.green,
            amber=whole.amber + part.amber,
            red=whole.red + part.red,
            unrated=_commonest_first((*whole.unrated.items(), *part.unrated.items())),
            without_data=_commonest_first((*whole.without_data.items(), *part.without_data.items())),
            contextual_without_data=whole.contextual_without_data + part.contextual_without_data,
            short_travel=whole.short_travel + part.short_travel,
            long_travel=whole.long_travel + part.long_travel,
        )
    return whole


def _counted_ways(ways: Counter[Way]) -> Summary:
    performance = {way[1:]: number for way, number in ways.items() if not way[0]}
    ratings = _added((Rating(rating), number) for (rating, _, _), number in performance.items())
    unrated = [
        (reason, state, number) for (rating, reason, state), number in performance.items() if rating == Rating.UNRATED
    ]
    if any(reason is None for reason, _, _ in unrated):
        raise ValueError("an unrated figure has to give its reason")
    return Summary(
        total=ways.total(),
        contextual=ways.total() - ratings.total(),
        green=ratings[Rating.GREEN],
        amber=ratings[Rating.AMBER],
        red=ratings[Rating.RED],
        unrated=_commonest_first((reason or "", number) for reason, _, number in unrated),
        without_data=_commonest_first(
            (state, number) for reason, state, number in unrated if reason == Unrated.NO_VALUE
        ),
        contextual_without_data=sum(number for way, number in ways.items() if way[0] and way[3] != HAS_NUMBER),
    )


def summarise_by(rows: Iterable[R], group: Callable[[R], str]) -> dict[str, Summary]:
    """One summary a group (a theme, a service), in the order in which groups first appear."""
    groups: dict[str, list[R]] = {}
    for row in rows:
        groups.setdefault(group(row), []).append(row)
    return {name: summarise(members) for name, members in groups.items()}


def shares(counts: Mapping[str, int], decimals: int = 0) -> dict[str, Decimal]:
    """Percentages of counts, rounded so that they sum to exactly 100 (largest remainder, Hamilton's method).

    Each is its exact percentage rounded down or up to the decimals; of equal remainders the earlier count is
    rounded up. Where all counts are zero all shares are, for there is nothing to share.
    Raises ValueError for a negative count.
    """
    whole = sum(counts.values())
    if any(count < 0 for count in counts.values()):
        raise ValueError("a count is not negative")
    unit = Decimal(1).scaleb(-decimals)
    if not whole:
        return dict.fromkeys(counts, 0 * unit)
    units = 100 * 10**decimals
    floors = {name: count * units // whole for name, count in counts.items()}
    left = units - sum(floors.values())
    by_remainder = sorted(counts, key=lambda name: counts[name] * units % whole, reverse=True)
    rounded_up = set(by_remainder[:left])
    return {name: (floor + (name in rounded_up)) * unit for name, floor in floors.items()}


def _is_contextual(row: Rated) -> bool:
    return row.kind == CONTEXTUAL or row.unrated_reason == Unrated.CONTEXTUAL


def _travels(counts: Iterable[tuple[str, int]]) -> TravelCounts:
    found = _added((Travel(word), number) for word, number in counts)
    judged = {way: found[way] for way in (Travel.IMPROVING, Travel.UNCHANGED, Travel.WORSENING)}
    indicators = found.total()
    return TravelCounts(
        indicators=indicators,
        improving=judged[Travel.IMPROVING],
        unchanged=judged[Travel.UNCHANGED],
        worsening=judged[Travel.WORSENING],
        not_compared=indicators - sum(judged.values()),
    )


W = TypeVar("W", bound=Hashable)


def _added(counts: Iterable[tuple[W, int]]) -> Counter[W]:
    total: Counter[W] = Counter()
    for each, number in counts:
        total[each] += number
    return total


def _commonest_first(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    return dict(sorted(_added(counts).items(), key=lambda pair: (-pair[1], pair[0])))


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing} is" if number == 1 else f"{number} {thing}s are"
