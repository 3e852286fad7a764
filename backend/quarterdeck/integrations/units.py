"""The figures of one indicator in one unit of measure, however its rows print them; or why they do not go together."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from quarterdeck.measures import printed_words as words
from quarterdeck.measures.printed import PrintedTarget, PrintedValue
from quarterdeck.measures.printed_figures import unit_of

# What a figure may be (core.http.Figure): more is a misprint, or two numbers run together.
LARGEST: Final = Decimal(10) ** 15
LONGEST_UNIT: Final = 40
MOST_DECIMALS: Final = 6
# Units that measure; any other word after a number names what is counted ("homes", "visits").
_MEASURING: Final = frozenset(words.UNITS.values())


class Misfit(ValueError):
    """A cell that is not in the indicator's unit of measure: the reason in words."""


@dataclass(frozen=True)
class Amount:
    """A printed number in the indicator's unit; upper is a range's other end."""

    number: Decimal | None
    upper: Decimal | None
    decimals: int

    @property
    def value(self) -> float | None:
        return _double(self.number)

    @property
    def high(self) -> float | None:
        return _double(self.upper)


def common_unit(printed: Iterable[str | None]) -> str:
    """The unit that most cells are printed in, the first of those; blank where none shows one."""
    shown = Counter(unit for unit in printed if unit and len(unit) <= LONGEST_UNIT)
    return max(shown, key=lambda unit: shown[unit], default="")


def amount(cell: PrintedValue | PrintedTarget, unit: str, *, beside: str, settled: bool) -> Amount:
    """The cell's number in the indicator's `unit`. Raises Misfit.

    beside: what the unit column or the mapping file says; a bare number is in that where it is a known unit.
    settled: whether a person said in which unit the indicator is. Without either, a bare "5" beside "4m 40s"
    may be minutes: lengths of time are held in seconds then.
    """
    if cell.number is None:
        return Amount(None, None, 0)
    named = unit_of(beside)
    printed = cell.unit or (named if named in _MEASURING else None)
    if printed is None and unit in words.CLOCK_UNITS and cell.number and not settled:
        raise Misfit("a bare number, while the indicator is a length of time")
    if len(printed or "") > LONGEST_UNIT:
        raise Misfit(f"the unit is longer than {LONGEST_UNIT} characters")
    by = factor(printed, unit)
    if by is None:
        raise Misfit(f"printed in “{printed}”, while the indicator is measured in “{unit}”")
    upper = cell.upper if isinstance(cell, PrintedTarget) else None
    numbers = [None if each is None else _exact(each * by) for each in (cell.number, upper)]
    if any(each is not None and abs(each) > LARGEST for each in numbers):
        raise Misfit("the number is larger than any figure of a council")
    decimals = (cell.decimals or 0) if by == 1 else max(_places(each) for each in numbers if each is not None)
    return Amount(numbers[0], numbers[1], min(decimals, MOST_DECIMALS))


def factor(printed: str | None, unit: str) -> Decimal | None:
    """What turns a number in the printed unit into one in `unit`; None where nothing does."""
    if not printed or not unit or printed.casefold() == unit.casefold():
        return Decimal(1)
    if printed in words.TIME_UNITS and unit in words.TIME_UNITS:
        return Decimal(words.TIME_UNITS[printed]) / words.TIME_UNITS[unit]
    if printed.startswith("£") or unit.startswith("£"):
        both = _pounds(printed), _pounds(unit)
        return None if both[0] is None or both[1] is None else both[0] / both[1]
    if printed in _MEASURING or unit in _MEASURING:
        return None
    return Decimal(1)


def _double(number: Decimal | None) -> float | None:
    """As the record holds it; minus nought is nought."""
    return None if number is None else float(number) + 0.0


def _pounds(unit: str) -> Decimal | None:
    """How many pounds the unit is ("£m" is a million); None for one that is no money."""
    if not unit.startswith("£"):
        return None
    scale = unit.removeprefix("£").strip().casefold()
    return Decimal(words.SCALES.get(scale, 1))


def _exact(number: Decimal) -> Decimal:
    """A converted number to four places, as the reader has lengths of time."""
    return number if _places(number) <= 4 else number.quantize(Decimal("0.0001"))


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
