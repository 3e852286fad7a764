"""Days and months as committees ask for them."""

from datetime import date

import pytest

from quarterdeck.actions.due import BadDue, Due, read_due


@pytest.mark.parametrize(
    ("text", "last_day", "precision"),
    [
        ("2026-03-31", date(2026, 3, 31), "day"),
        ("2026-03", date(2026, 3, 31), "month"),
        ("2024-02", date(2024, 2, 29), "month"),
        ("2025-12", date(2025, 12, 31), "month"),
    ],
)
def test_a_month_is_due_by_its_last_day(text: str, last_day: date, precision: str) -> None:
    due = read_due(text)
    assert due == Due(last_day, precision)
    assert str(due) == text


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-3", "2026-02-30", "31-03-2026", "March 2026", "1899-12", "٢٠٢٦-٠٣"]
)
def test_what_is_neither_is_refused(text: str) -> None:
    with pytest.raises(BadDue):
        read_due(text)
