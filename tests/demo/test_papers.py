"""The demo's files: complete, consistent, and readable whichever quarters are lived."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from quarterdeck.core.db import Database
from quarterdeck.demo.build import make_demo
from quarterdeck.demo.history import printed_table
from quarterdeck.demo.papers import Measure, papers
from quarterdeck.framework.periods import Period
from quarterdeck.operations import verify_all
from tests.databases import new_database

QUARTERS = [f"{year}Q{number}" for year in (2, 3, 4) for number in (1, 2, 3, 4)][:-1]
"""Every quarter that may be lived."""


def asked(measure: Measure) -> Iterator[str]:
    """The quarters in which a figure of an indicator may be asked for."""
    for quarter in QUARTERS:
        if measure.frequency == "annual" and not quarter.endswith("Q4"):
            continue
        if measure.frequency == "half_yearly" and quarter[-1] in "13":
            continue
        yield quarter


@pytest.mark.parametrize("measure", papers().measures.values(), ids=lambda each: each.ref)
def test_every_indicator_has_its_figures_and_targets(measure: Measure) -> None:
    cells = {quarter: papers().figures[measure.ref, quarter] for quarter in asked(measure)}
    assert {len(each) for each in cells.values()} == {3 if measure.frequency == "monthly" else 1}
    assert all((each.value is None) == (each.state != "value") for cell in cells.values() for each in cell)
    years = {year for ref, year in papers().targets if ref == measure.ref}
    assert years == (set() if measure.kind == "contextual" else {2, 3, 4})
    if measure.ratio:
        counted = [each for cell in cells.values() for each in cell if each.value is not None]
        assert all(each.denominator and each.numerator is not None for each in counted)


def test_every_text_stands_beside_a_figure() -> None:
    texts = papers().commentary.keys() | papers().explanations.keys()
    assert sorted(texts - papers().figures.keys()) == []
    assert all(text.strip() == text and text for text in papers().commentary.values())


def test_every_activity_has_an_update_until_it_is_completed() -> None:
    for activity in papers().plan["activity"]:
        quarters = [quarter for quarter in QUARTERS if quarter >= activity["from"]]
        said = {quarter: papers().updates.get((activity["ref"], quarter)) for quarter in quarters}
        completed = next((quarter for quarter, row in said.items() if row and row["status"] == "completed"), "9")
        assert [quarter for quarter, row in said.items() if (row is None) != (quarter > completed)] == []
        for row in filter(None, said.values()):
            off_course = row["status"] in ("in_question", "unable")
            assert bool(row["cause"]) == bool(row["path_to_green"]) == off_course, row


def test_texts_are_an_officer_s_short_and_all_different() -> None:
    said = [*papers().commentary.values(), *(row["update"] for row in papers().updates.values())]
    assert len(said) > 350
    assert max(map(len, said)) < 400
    assert len(set(said)) > 0.98 * len(said)


def test_the_printed_table_says_the_years_it_is_printed_for() -> None:
    rows = list(csv.DictReader(printed_table(Period.of_code("2023-24")).decode().splitlines()))
    labels = {row["period_label"] for row in rows}
    assert {"Q1 2023/24", "Quarter 2 2023/24 (July to Sept 2023)", "Quarter 4, 2023 to 2024", "H2 2023/24"} <= labels
    assert not any("{" in cell for row in rows for cell in row.values())


@pytest.mark.long
@pytest.mark.parametrize("today", [date(2026, 4, 21), date(2026, 8, 3), date(2026, 12, 31), date(2027, 1, 22)])
def test_it_can_be_made_on_any_day_of_the_year(today: date, tmp_path: Path) -> None:
    """A round's quarter differs with the day: each of the four is once the open one."""
    database: Database = new_database("sqlite", f"demo_{today}", tmp_path)
    make_demo(database, today)
    with database.reading() as session:
        assert verify_all(session)["faults"] == []
    database.close()


@pytest.mark.long
@pytest.mark.parametrize("number", range(0, 91, 10))
def test_it_can_be_made_on_any_day_of_a_quarter(number: int, tmp_path: Path) -> None:
    database: Database = new_database("sqlite", f"demo_{number}", tmp_path)
    make_demo(database, date(2027, 4, 1) + timedelta(days=number))
    database.close()
