"""Rounds made up at random: what is reported in each, and an independent count of it in plain Python."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

STATES = ("awaited", "not_due", "not_available", "not_applicable", "suppressed", "nil_return", "error")
TRAVELS = ("improving", "unchanged", "worsening", "up", "down", "not_compared")
RATED = ("green", "amber", "red")


@dataclass(frozen=True)
class Made:
    """An indicator of the estate: where it stands, and whether it is rated at all."""

    number: int
    kind: str
    lower_is_better: bool
    unit: str
    portfolios: tuple[str, ...]
    themes: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """What was reported of an indicator, in the words that a summary reads, with the target it is held against."""

    indicator: Made
    value_state: str
    value: float | None
    target: float | str | None
    short_travel: str
    long_travel: str

    @property
    def kind(self) -> str:
        return self.indicator.kind

    @property
    def rating(self) -> str:
        """Green on target, amber within a tenth of it; whole numbers, so that nothing has to be rounded."""
        if self.unrated_reason is not None:
            return "unrated"
        assert self.value is not None
        assert isinstance(self.target, float)
        short = self.value - self.target if self.indicator.lower_is_better else self.target - self.value
        return "green" if short <= 0 else "amber" if 10 * short <= self.target else "red"

    @property
    def unrated_reason(self) -> str | None:
        if self.kind == "contextual":
            return "contextual"
        if self.value_state != "value":
            return "no_value"
        if self.target is None:
            return "no_target"
        if isinstance(self.target, str):
            return "textual_target"
        return "zero_target" if self.target == 0 else None


def an_estate(chance: Random, size: int, units: Any, portfolios: Any, themes: Any) -> list[Made]:
    """Indicators spread over units, portfolios and themes; some belong to several, some to none."""
    return [
        Made(
            number=number,
            kind="contextual" if chance.random() < 0.2 else "performance",
            lower_is_better=chance.random() < 0.4,
            unit=chance.choice(units),
            portfolios=some_of(chance, portfolios),
            themes=some_of(chance, themes),
        )
        for number in range(size)
    ]


def some_of(chance: Random, among: Any) -> tuple[str, ...]:
    """None of them, one or two, in their order."""
    chosen = chance.sample(range(len(among)), chance.choice((0, 1, 1, 1, 2)))
    return tuple(among[each] for each in sorted(chosen))


def a_round(chance: Random, estate: Iterable[Made], missing: float = 0.15) -> list[Figure]:
    """What is reported of an estate; nothing at all of some."""
    return [_figure(chance, each) for each in estate if chance.random() >= missing]


def _figure(chance: Random, indicator: Made) -> Figure:
    has_value = chance.random() < 0.65
    target = chance.choice((None, "Top quartile", 0.0, *(float(chance.randint(1, 100)) for _ in range(7))))
    return Figure(
        indicator=indicator,
        value_state="value" if has_value else chance.choice(STATES),
        value=float(chance.randint(0, 110)) if has_value else None,
        target=None if indicator.kind == "contextual" else target,
        short_travel=chance.choice(TRAVELS),
        long_travel=chance.choice(TRAVELS),
    )


def counted(figures: Iterable[Figure]) -> dict[str, Any]:
    """The count that a summary has to state, by the names that the API gives its parts."""
    figures = list(figures)
    performance = [each for each in figures if each.kind == "performance"]
    ratings = Counter(each.rating for each in performance)
    unrated = Counter(each.unrated_reason for each in performance if each.rating == "unrated")
    contextual = [each for each in figures if each.kind == "contextual"]
    return {
        "total": len(figures),
        "performance": len(performance),
        "contextual": len(contextual),
        "rated": sum(ratings[each] for each in RATED),
        **{each: ratings[each] for each in RATED},
        "not_rated": ratings["unrated"],
        "unrated": dict(unrated),
        "without_data": dict(Counter(each.value_state for each in performance if each.value_state != "value")),
        "contextual_without_data": sum(each.value_state != "value" for each in contextual),
        "percentages": percentages({each: ratings[each] for each in RATED}),
    }


def percentages(counts: Mapping[str, int]) -> dict[str, float]:
    """Whole percentages of the rated that sum to 100: what is left after rounding down goes to the largest rests."""
    whole = sum(counts.values())
    if not whole:
        return dict.fromkeys(counts, 0.0)
    exact = {name: Fraction(100 * count, whole) for name, count in counts.items()}
    found = {name: int(share) for name, share in exact.items()}
    # Of equal rests the one that is read first: green, amber, red.
    rests = sorted(counts, key=lambda name: (found[name] - exact[name], RATED.index(name)))
    for name in rests[: 100 - sum(found.values())]:
        found[name] += 1
    return {name: float(share) for name, share in found.items()}


def grouped(figures: Iterable[Figure], by: str) -> dict[str | None, list[Figure]]:
    """Each figure under one heading: of several themes or portfolios the first, of none None."""
    found: dict[str | None, list[Figure]] = {}
    for each in figures:
        place = each.indicator
        under = {"unit": (place.unit,), "theme": place.themes, "portfolio": place.portfolios}[by]
        found.setdefault(under[0] if under else None, []).append(each)
    return found


def adds_up(whole: Mapping[str, Any], parts: Iterable[Mapping[str, Any]]) -> None:
    """The parts are the whole, count by count; and each states what it is out of."""
    parts = list(parts)
    for name in ("total", "performance", "contextual", "rated", *RATED, "not_rated", "contextual_without_data"):
        assert sum(part[name] for part in parts) == whole[name], name
    for name in ("unrated", "without_data"):
        assert sum((Counter(part[name]) for part in parts), Counter()) == Counter(whole[name]), name
    for each in (whole, *parts):
        assert each["total"] == each["performance"] + each["contextual"]
        assert each["performance"] == each["rated"] + each["not_rated"]
        assert each["not_rated"] == sum(each["unrated"].values())
        assert each["unrated"].get("no_value", 0) == sum(each["without_data"].values())
        assert "contextual" not in each["unrated"]
        assert sum(each["percentages"].values()) == (100 if each["rated"] else 0)
        _states_its_denominators(each)


def _states_its_denominators(each: Mapping[str, Any]) -> None:
    noun = "indicator is" if each["performance"] == 1 else "indicators are"
    assert each["sentence"].startswith(f"{each['rated']} of {each['performance']} performance {noun} rated")
    assert (f"Contextual, never rated: {each['contextual']}" in each["sentence"]) == bool(each["contextual"])
