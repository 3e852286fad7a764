"""Words for figures and targets, as every screen, chart and document prints them."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

VALUE_STATES = {
    "awaited": "Awaited",
    "not_due": "Not due",
    "not_available": "Not available",
    "not_applicable": "Not applicable",
    "suppressed": "Suppressed",
    "nil_return": "Nil return",
    "error": "Error in the figure",
}
# Units of measure that are written against the number; all others follow it after a space.
CLOSE = {"%": ("", "%"), "£": ("£", ""), "£k": ("£", "k"), "£m": ("£", "m"), "£000": ("£", "k")}
PLAIN = frozenset({"", "number", "count", "no.", "#", "ratio", "score", "rate"})
SECONDS = frozenset({"seconds", "second", "secs", "sec", "s"})
# Of exactly one: "1 day", and "1.0 days".
ONE = {"days": "day", "working days": "working day", "weeks": "week", "months": "month", "hours": "hour",
       "minutes": "minute", "years": "year"}  # fmt: skip
MINUS = "\u2212"


def number_words(value: float, unit_of_measure: str, decimals: int) -> str:
    """A number as printed: rounded half up to its decimals, grouped by thousands, with its unit of measure."""
    # repr gives the shortest decimal that reads back as this double: 2.675 rounds as it was typed.
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    sign = MINUS if exact < 0 else ""
    digits = f"{abs(exact):,f}"
    unit = unit_of_measure.strip()
    if unit.lower() in SECONDS:
        return sign + _duration(abs(exact), decimals)
    if unit in CLOSE:
        before, after = CLOSE[unit]
        return f"{sign}{before}{digits}{after}"
    if unit.lower() in PLAIN:
        return f"{sign}{digits}"
    return f"{sign}{digits} {ONE.get(unit.lower(), unit) if digits == '1' else unit}"


def _duration(seconds: Decimal, decimals: int) -> str:
    """Seconds as they are said: 45s, 4m 40s, 1h 2m 5s."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    whole = [f"{hours:,.0f}h"] if hours else []
    whole += [f"{minutes:.0f}m"] if hours or minutes else []
    return " ".join([*whole, f"{rest:.{decimals}f}s"])


def figure_words(value_state: str, value: float | None, unit_of_measure: str, decimals: int) -> str:
    """What stands in a cell: the number, or the words of its state."""
    if value is None:
        return VALUE_STATES.get(value_state, value_state.replace("_", " ").capitalize())
    return number_words(value, unit_of_measure, decimals)


def target_said(
    value: float | None, low: float | None, high: float | None, text: str, unit_of_measure: str, decimals: int
) -> str:
    """What a target says, in words: a number, a range, or the words it was set in."""
    if value is not None:
        return number_words(value, unit_of_measure, decimals)
    if low is not None and high is not None:
        return f"{number_words(low, unit_of_measure, decimals)} to {number_words(high, unit_of_measure, decimals)}"
    return text or "None set"


def listed(names: Sequence[str], most: int | None = None) -> str:
    """Names in a sentence: `H1, H2 and H3`; beyond `most` of them `H1, H2 and 4 more`."""
    if most is not None and len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[:-1] else names)
