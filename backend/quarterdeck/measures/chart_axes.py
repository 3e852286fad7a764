"""Axes of charts: round numbers in the unit of measure, and period labels that never overlap. Pure."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import lru_cache
from typing import Final

from quarterdeck.framework.periods import LETTER, Period, Span
from quarterdeck.measures.words import CLOSE, MINUS, PLAIN, SECONDS, number_words

TICKS: Final = 5
"""About how many steps an axis has."""
ROUND: Final = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
OF_TIME: Final = tuple(
    map(Decimal, (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400))
)
DAY: Final = OF_TIME[-1]
PARTS: Final = ((DAY, "d"), (Decimal(3600), "h"), (Decimal(60), "m"))
LARGE: Final = ((Decimal(10) ** 12, "tn"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"))
CHARACTER: Final = 0.58
"""A character's width as a share of the font size: a little more than digits take, so that nothing collides."""


@dataclass(frozen=True)
class ValueAxis:
    """From the first tick to the last, in the unit of measure. `caption` is the unit where no label says it."""

    ticks: tuple[float, ...]
    labels: tuple[str, ...]
    caption: str

    @property
    def low(self) -> float:
        return self.ticks[0]

    @property
    def high(self) -> float:
        return self.ticks[-1]


@dataclass(frozen=True)
class PeriodLabel:
    """A period's label in one or two lines, with the middle of its place."""

    x: float
    lines: tuple[str, ...]


def value_axis(values: Sequence[float], unit_of_measure: str, decimals: int) -> ValueAxis:
    """The axis that all values lie on, its ends and steps round numbers; from 0 to 1 where there are none.

    It does not start at nought by itself: a trend is read by its changes. It passes nought, and 100%, where values do.
    """
    exact = [Decimal(repr(value)) for value in values] or [Decimal(0), Decimal(1)]
    least, most = min(exact), max(exact)
    low, high = _padded(least, most, Decimal(1).scaleb(-decimals))
    if least >= 0:
        low = max(low, Decimal(0))
    if unit_of_measure.strip() == "%" and most <= 100:
        high = min(high, Decimal(100))
    step = _step(high - low, decimals, unit_of_measure.strip().lower() in SECONDS)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = max((high / step).to_integral_value(ROUND_CEILING), first + 1)
    ticks = [number * step for number in _numbers(first, last)]
    labels, caption = _labels(ticks, step, unit_of_measure, decimals)
    return ValueAxis(tuple(float(tick) for tick in ticks), tuple(labels), caption)


@lru_cache(maxsize=4096)
def place_of(period: Period) -> tuple[float, float]:
    """Where a period begins and ends on the axis of time, in months: so a quarter is as wide as another."""
    return _months(period.start, begin=True), _months(period.end)


def month_of(day: date) -> float:
    """Where a day begins on the axis of time."""
    return _months(day, begin=True)


def period_labels(places: Sequence[tuple[float, Period]], size: float, left: float, right: float) -> list[PeriodLabel]:
    """Labels for periods by the middle of their places, oldest first: the newest always, of the others those that fit.

    size: of the font. left, right: within which labels stay. All in pixels.
    """
    kept: list[PeriodLabel] = []
    free_until = right + size
    for x, period in reversed(places):
        lines = _lines(period)
        half = max(map(len, lines)) * size * CHARACTER / 2
        middle = min(max(x, left + half), right - half)
        if middle + half + size <= free_until or not kept:
            kept.append(PeriodLabel(middle, lines))
            free_until = middle - half
    return kept[::-1]


def width_of(text: str, size: float) -> float:
    """About how wide a text is, in pixels."""
    return len(text) * size * CHARACTER


def _padded(least: Decimal, most: Decimal, smallest: Decimal) -> tuple[Decimal, Decimal]:
    span = most - least
    if span == 0:
        around = max(abs(most) / 10, smallest)
        return least - around, most + around
    return least - span / 20, most + span / 12


def _step(span: Decimal, decimals: int, of_time: bool) -> Decimal:
    """The smallest round step that makes few enough ticks, and never finer than figures are displayed."""
    wanted, finest = span / TICKS, Decimal(1).scaleb(-decimals)
    if of_time and wanted >= 1:
        fitting = [step for step in OF_TIME if step >= wanted]
        if fitting:
            return fitting[0]
        return _step(span / DAY, 0, of_time=False) * DAY
    power = Decimal(1).scaleb(max(wanted, finest).adjusted())
    steps = [power * factor for factor in ROUND]
    return next(step for step in [*steps, power * 20] if step >= wanted and step % finest == 0)


def _numbers(first: Decimal, last: Decimal) -> list[Decimal]:
    return [Decimal(number) for number in range(int(first), int(last) + 1)]


def _labels(ticks: Sequence[Decimal], step: Decimal, unit_of_measure: str, decimals: int) -> tuple[list[str], str]:
    """The ticks in words, and what stands above the axis where the words do not say the unit."""
    unit = unit_of_measure.strip()
    if unit.lower() in SECONDS:
        return [_time(tick, step, min(decimals, _places(step))) for tick in ticks], ""
    size, suffix = next(((size, word) for size, word in LARGE if abs(max(ticks, key=abs)) >= size), (Decimal(1), ""))
    before, after = CLOSE.get(unit, ("", ""))
    if after and suffix:
        # "£1,000k" and not "£1mk".
        size, suffix = Decimal(1), ""
    places = _places(step / size)
    labels = []
    for tick in ticks:
        digits = f"{abs(tick / size):,.{places}f}"
        labels.append(f"{MINUS if tick < 0 else ''}{before}{digits}{suffix if tick else ''}{after}")
    return labels, "" if unit in CLOSE or unit.lower() in PLAIN else unit


def _time(tick: Decimal, step: Decimal, places: int) -> str:
    """Seconds at a step: in its own part of time where it is whole, `4m` and `12d`; with smaller ones where not."""
    part = next(((size, letter) for size, letter in PARTS if step % size == 0), None)
    if not tick or part is None or (part[1] != "d" and abs(tick) >= part[0] * 60):
        return number_words(float(tick), "seconds", places).removesuffix(" 0s") if tick else "0"
    return f"{MINUS if tick < 0 else ''}{abs(tick) / part[0]:,.0f}{part[1]}"


def _places(step: Decimal) -> int:
    exponent = step.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _months(day: date, *, begin: bool = False) -> float:
    within = (day.day - 1 if begin else day.day) / monthrange(day.year, day.month)[1]
    return day.year * 12 + day.month - 1 + within


def _lines(period: Period) -> tuple[str, ...]:
    if period.span is Span.CUSTOM:
        first, last = period.short_label.split(" to ")
        return first, f"to {last}"
    if period.span is Span.MONTH:
        return f"{period.start:%b}", f"{period.start:%Y}"
    year = period.year().short_label
    return (f"{LETTER[period.span]}{period.number}", year) if period.span in LETTER else (year,)
