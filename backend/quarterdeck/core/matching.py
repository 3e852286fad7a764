"""Words that a text has to hold, whatever their case: the same on both databases.

SQLite folds the case of ASCII letters alone, PostgreSQL that of whatever its locale knows. Letters beyond ASCII that
are looked for are therefore made small by name, in the text as in the question.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_

WORDS: Final = 10
"""How many words of a question are looked for."""
ESCAPE: Final = "\\"


def words_of(asked: str) -> list[str]:
    """The words of a question, as many as are looked for."""
    return asked.split()[:WORDS]


def holds_words(words: Sequence[str], *texts: Any) -> ColumnElement[bool]:
    """That every word stands in one of the texts (columns, none of them NULL), anywhere in it."""
    return and_(*(or_(*(_holds(word, text) for text in texts)) for word in words))


def _holds(word: str, text: Any) -> ColumnElement[bool]:
    for large, small in _beyond_ascii(word):
        text = func.replace(text, large, small)
    return func.lower(text).like(f"%{_pattern(word)}%", escape=ESCAPE)


def _beyond_ascii(word: str) -> Iterator[tuple[str, str]]:
    """(large, small) of the letters that no database is trusted to fold; those of which each is one letter."""
    for letter in dict.fromkeys(word.lower()):
        large = letter.upper()
        if not letter.isascii() and large != letter and len(large) == 1:
            yield large, letter


def _pattern(word: str) -> str:
    """A word for LIKE, with nothing in it that LIKE reads as its own."""
    return "".join(ESCAPE + letter if letter in "\\%_" else letter for letter in word.lower())
