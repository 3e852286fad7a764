"""Days and counts as sentences have them, in one place: screens, documents and the trail say them alike."""

from datetime import date


def day_words(day: date) -> str:
    """A day as committee papers write it: 4 September 2023."""
    return f"{day.day} {day:%B %Y}"


def counted(number: int, one: str, many: str = "") -> str:
    """A count and what is counted: `1 warning`, `2 warnings`, `1,200 queries`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
