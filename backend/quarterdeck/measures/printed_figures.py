"""The numbers of printed cells, with their units, lengths of time and the notes beside them."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from quarterdeck.measures import printed_words as words
from quarterdeck.measures.printed_cells import Unreadable, key, tidy

# A double holds fifteen significant digits exactly; a longer figure would come back different.
MAXIMUM_DIGITS: Final = 15

DIGITS: Final = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+"
_NUMBER = re.compile(
    rf"(?P<before>[-+]?) ?(?P<currency>£|gbp )? ?(?P<after>[-+]?) ?"
    rf"(?P<digits>{DIGITS})(?![0-9,.]*[0-9])(?P<tail>.*)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"(£?)\(([^()]+)\) ?([^()0-9]*)")
_TRAILING_BRACKET = re.compile(r"(.*[^ ]) ?[(\[]([^()\[\]]*)[)\]]")
_TRAILING_MARKS = re.compile(
    r"(.*?[^ ]) ?([*\u2020\u2021\u00a7^#~=\u2190-\u2199\u25b2\u25bc\u25b6\u25c0]+"
    r"|(?<![m/])[\u00b9\u00b2\u00b3\u2070-\u2079]+)"
)
_TIME_PART = re.compile(
    r"([0-9]+(?:\.[0-9]+)?) ?(w(?:ee)?ks?|d(?:ays?)?|h(?:(?:ou)?rs?)?|m(?:in(?:ute)?s?)?"
    r"|s(?:ec(?:ond)?s?)?)(?![a-z])[, ]*(?:and )?"
)
_CLOCK = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,4}):([0-9]{2})")
_PER = re.compile(r"pa|p\.a\.?|per (?!cent)(?:[0-9][0-9,]*|[a-z]+)(?: [a-z]+){0,3}|/ ?[a-z]+(?: [a-z]+){0,2}")


@dataclass(frozen=True)
class Figure:
    """A number with what stands round it, before it is known to be a value or a target."""

    number: Decimal
    decimals: int
    unit: str | None
    notes: tuple[str, ...] = ()

    @property
    def provisional(self) -> bool:
        return any(note.lower().strip(" .") in words.PROVISIONAL for note in self.notes)

    @property
    def qualifier(self) -> str:
        return "; ".join(self.notes)


def unit_of(text: str | None) -> str | None:
    """The unit of measure that a unit column names, in its standard spelling; None for a blank or an unknown one."""
    named = key(text or "")
    return None if named in words.NO_UNITS else words.UNITS.get(named, tidy(text or "") or None)


def read_figure(cell: str, unit_hint: str | None = None, about: str = "") -> Figure | Unreadable:
    """The number in a tidied cell with its unit and notes, or why there is none. Knows no states."""
    body, notes = _notes(cell)
    if not re.search(r"[0-9]", body):
        return unread(
            cell,
            "neither a number nor a word from the list of value states",
            "print a number, or a word such as “TBC” or “N/A”",
        )
    if any(
        len(run.replace(",", "").replace(".", "").lstrip("0")) > MAXIMUM_DIGITS for run in re.findall(r"[0-9.,]+", body)
    ):
        return unread(cell, "the number has more digits than a figure can hold", "check for two numbers run together")
    figure = _duration(body.lower(), unit_hint, about) or _plain(body, unit_hint, about)
    if isinstance(figure, Unreadable):
        return figure
    return Figure(figure.number, figure.decimals, figure.unit, tuple(notes))


def _notes(cell: str) -> tuple[str, list[str]]:
    """The cell without the marks and committed words beside its figure, and those words."""
    notes: list[str] = []
    body = cell.strip().rstrip(".;,")
    if body[:1] in ("~", "\u2248"):
        body, notes = body[1:].strip(), [body[0]]
    while True:
        bracket, marks = _TRAILING_BRACKET.fullmatch(body), _TRAILING_MARKS.fullmatch(body)
        if bracket and (_known_note(bracket[2]) or (re.fullmatch(r"[0-9]{1,2}", bracket[2]) and body.endswith("]"))):
            body, note = bracket[1], bracket[2]
        elif marks:
            body, note = marks[1], marks[2]
        else:
            body, note = _word_note(body)
        if not note:
            return body, notes[::-1]
        notes.append(note)


def _known_note(text: str) -> bool:
    spellings = {text.lower(), text.lower().strip(" .")}
    return bool(spellings & words.PROVISIONAL or spellings & words.QUALIFIERS)


def _word_note(body: str) -> tuple[str, str]:
    """A committed word at either end of the cell, taken off: "85% provisional", "approx 50"."""
    ends = body.split(" ")
    for size in range(min(3, len(ends) - 1), 0, -1):
        last, first = " ".join(ends[-size:]), " ".join(ends[:size])
        # A bare letter after a bare number is its unit ("85 p" is pence), after a unit a note ("85% p").
        if _known_note(last.strip("-:;,")) and (len(last) > 1 or not ends[-size - 1][-1:].isdigit()):
            return " ".join(ends[:-size]).rstrip(" -:;,"), last.strip("-:;,")
        if _known_note(first.rstrip(":;,")) and len(first) > 1:
            return " ".join(ends[size:]).lstrip(" :;,"), first.rstrip(":;,")
    return body, ""


def _plain(body: str, unit_hint: str | None, about: str) -> Figure | Unreadable:
    """A number with at most a sign, a currency, a scale and a unit."""
    bracketed = _BRACKETED.fullmatch(body)
    if bracketed:
        body = bracketed[1] + bracketed[2].strip() + bracketed[3]
    found = _NUMBER.fullmatch(body)
    if not found or (found["before"] and found["after"]):
        return _no_number(body)
    number = to_decimal(found["digits"])
    # Accountants print a negative in brackets.
    if "-" in (found["before"], found["after"]) or bracketed:
        number = -number
    decimals = len(found["digits"].partition(".")[2])
    unit = _unit(found["tail"], bool(found["currency"]), unit_hint, about)
    if isinstance(unit, Unreadable):
        return _no_number(body) if re.search(r"[0-9]", found["tail"]) else unit
    name, scale = unit
    return _scaled(number, decimals, name, scale, unit_hint)


def _unit(tail: str, money: bool, unit_hint: str | None, about: str) -> tuple[str | None, int] | Unreadable:
    """What follows the digits, as (unit of measure, scale)."""
    rest = tail.strip().lower()
    rest = rest[1:] if re.match(r"-[a-z]", rest) else rest
    rest = rest[1:-1] if re.fullmatch(r"\([^()]+\)", rest) else rest
    hint = unit_of(unit_hint) or ""
    scale, rest = _scale(rest, money, hint)
    if money:
        per = bool(_PER.fullmatch(rest))
        return (f"£ {rest}" if per else "£", scale) if per or not rest else _unknown_unit(tail)
    if not rest:
        return ("£" if scale > 1 and hint.startswith("£") else None), scale
    if rest == "m" and scale == 1:
        if hint.lower() in ("metres", "m", "meters"):
            return "metres", 1
        return unread(
            tail,
            "“m” may stand for million, metres or minutes",
            "print the word, or give the unit in the unit column",
        )
    if rest in words.UNITS:
        return words.UNITS[rest], scale
    if rest in words.COUNT_NOUNS or _PER.fullmatch(rest) or rest == hint.lower() or _named_in(rest, f"{hint} {about}"):
        return rest, scale
    return _unknown_unit(tail)


def _scale(rest: str, money: bool, hint: str) -> tuple[int, str]:
    """The scale a figure is printed in, and what follows it."""
    first, _, more = rest.partition(" ")
    # "1.2m" alone may be million, metres or minutes; beside a £ or before people and things it is million.
    unclear = first == "m" and not (money or more in words.COUNT_NOUNS or hint.startswith("£"))
    if first not in words.SCALES or first.startswith("000") or unclear:
        return 1, rest
    return words.SCALES[first], more


def _named_in(rest: str, about: str) -> bool:
    """Whether every word after the number is a word of the unit or of the indicator's own name."""
    known = set(re.findall(r"[a-z]+", about.lower()))
    found = re.findall(r"[a-z]+", rest)
    return (
        0 < len(found) <= 4 and " ".join(found) == rest and all(word in known or f"{word}s" in known for word in found)
    )


def _scaled(number: Decimal, decimals: int, unit: str | None, scale: int, unit_hint: str | None) -> Figure:
    """The figure in the unit beside it where that is hours, minutes or scaled money, else in its own."""
    hint = key(unit_hint or "").replace("'", "")
    if unit in words.CLOCK_UNITS:
        return _in_time_unit(number * words.TIME_UNITS[unit], unit_hint, decimals, unit)
    column = words.SCALES.get(hint.removeprefix("£").strip(), 1) if hint.startswith("£") else 1
    if column > 1 and unit in ("£", None):
        shown = number if scale == 1 else _exact(number * scale / column)
        return Figure(shown, decimals if scale in (1, column) else _places(shown), tidy(unit_hint or ""))
    return Figure(_exact(number * scale), decimals if scale == 1 else 0, unit)


def _in_time_unit(seconds: Decimal, unit_hint: str | None, decimals: int, printed: str | None) -> Figure:
    unit = unit_of(unit_hint)
    unit = (
        unit if unit in words.TIME_UNITS and (unit in words.CLOCK_UNITS or printed in ("days", "weeks")) else "seconds"
    )
    number = _exact((seconds / words.TIME_UNITS[unit]).quantize(Decimal("0.0001")))
    return Figure(number, decimals if printed == unit else min(_places(number), 2), unit)


def in_unit(number: Decimal, unit: str, wanted: str) -> Decimal | None:
    """A length of time in another unit of time; None where either is not one (working days are not days)."""
    if unit not in words.TIME_UNITS or wanted not in words.TIME_UNITS:
        return None
    return _exact((number * words.TIME_UNITS[unit] / words.TIME_UNITS[wanted]).quantize(Decimal("0.0001")))


def _duration(body: str, unit_hint: str | None, about: str) -> Figure | Unreadable | None:
    """Lengths of time in two or more parts or on a clock: "4m 40s", "5 mins 20 secs", "00:04:40"."""
    hint = key(unit_hint or "")
    clock = _CLOCK.fullmatch(body)
    if clock:
        return _clock(body, clock, hint, about.lower())
    parts = list(_TIME_PART.finditer(body))
    if "".join(part[0] for part in parts) != body or len(parts) < (
        1 if hint in ("duration", "time", "minutes", "mins") else 2
    ):
        return None
    units = [words.UNITS.get(part[2], "minutes" if part[2] == "m" else "weeks") for part in parts]
    sizes = [words.TIME_UNITS[unit] for unit in units]
    if sizes != sorted(set(sizes), reverse=True):
        return unread(
            body,
            "the parts of this length of time are not in order",
            "print it as in “2 hours 5 minutes 20 seconds”",
        )
    seconds = sum((to_decimal(part[1]) * size for part, size in zip(parts, sizes, strict=True)), Decimal(0))
    if sizes[-1] >= words.TIME_UNITS["days"] and unit_of(unit_hint) not in words.TIME_UNITS:
        number = _exact(seconds / words.TIME_UNITS[units[-1]])
        return Figure(number, _places(number), units[-1])
    return _in_time_unit(seconds, unit_hint, 0, units[-1] if len(units) == 1 else "")


def _clock(body: str, clock: re.Match[str], hint: str, about: str) -> Figure | Unreadable:
    """ "h:mm:ss", or two parts where the unit or the indicator's name says which two they are."""
    first, middle, last = (Decimal(part or 0) for part in clock.groups())
    if last >= 60 or (clock[1] and middle >= 60):
        return unread(body, "not a time on a clock: more than 59 minutes or seconds", "print it as in “5 mins 20 secs”")
    if clock[1]:
        return _in_time_unit(first * 3600 + middle * 60 + last, hint, 0, "")
    context = f"{hint} {about}".replace("hh:mm:ss", "")
    in_minutes = bool(re.search(r"m:ss|\bmin|\bsec", context))
    in_hours = bool(re.search(r"h:mm|\bhours?\b|\bhrs?\b", context))
    if in_minutes == in_hours:
        return unread(
            body,
            "this may be hours and minutes or minutes and seconds",
            "give “hh:mm” or “mm:ss” in the unit column",
        )
    return _in_time_unit((middle * 60 + last) * (60 if in_hours else 1), hint, 0, "")


def to_decimal(digits: str) -> Decimal:
    """Digits as printed, with or without separators of thousands."""
    return Decimal(digits.replace(",", ""))


def _exact(number: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent."""
    number = number.normalize()
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def unread(text: str, reason: str, advice: str) -> Unreadable:
    """A finding about a value cell; ``read_target`` and ``read_row`` put it in its own column."""
    return Unreadable("value_as_printed", text, reason, advice)


def _unknown_unit(tail: str) -> Unreadable:
    return unread(
        tail,
        f"“{tail.strip()}” after the number is no unit, note or state that is known",
        "give the unit in the unit column, or move the words to the commentary",
    )


def _no_number(body: str) -> Unreadable:
    if re.search(r"[0-9]+ ?(?:/|of|out of) ?[0-9]+", body):
        return unread(body, "a share without its percentage", "print the percentage, with the two counts in brackets")
    if re.search(r"[0-9],[0-9]", body) and not re.search(r"(?<![0-9])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])", body):
        return unread(body, "the commas do not group thousands", "print the number as in “1,234.5”")
    if len(re.findall(r"[0-9][0-9,.]*", body)) > 1:
        return unread(body, "more than one number in the cell", "print one number a row")
    return unread(body, "not a number as councils print them", "print a number with at most a sign, a £ and a unit")
