"""One cell of a printed table: tidying it for reading, and saying why it cannot be read."""

import re
from dataclasses import dataclass, replace

MAXIMUM_CELL = 1_000

_MINUS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"))
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f]")
# A no-break or thin space between digits is a printer's thousands separator; an ordinary space is not.
_THIN_THOUSANDS = re.compile("(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")


@dataclass(frozen=True)
class Unreadable:
    """A cell that was not read: where it stands, what it says, why, and what to do about it."""

    column: str
    text: str
    reason: str
    advice: str
    line: int = 0

    def at(self, column: str, line: int) -> "Unreadable":
        """The same finding, placed in a column and on a line of the file."""
        return replace(self, column=column, line=line)


def tidy(text: str) -> str:
    """The cell with one kind of space, minus and quotation mark, nothing invisible, trimmed.

    Figures and letters stay as they are: a superscript footnote mark must never become a digit.
    """
    text = _THIN_THOUSANDS.sub(",", text)
    text = _INVISIBLE.sub("", text.translate(_MINUS).translate(_QUOTES))
    return " ".join(text.split())


def key(text: str) -> str:
    """The tidied cell in lower case, without the stops and brackets that tables put around words."""
    return tidy(text).lower().strip(" .,:;()\"'")
