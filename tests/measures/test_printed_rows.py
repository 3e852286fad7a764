"""The seven files of tests/examples, row by row, against answers made by hand from the printed tables."""

import csv
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import quarterdeck
from quarterdeck.measures.printed import PrintedRow, Unreadable, headings, read_row

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"
MAPPING = Path(quarterdeck.__path__[0]) / "demo" / "data" / "mapping.toml"
FILES = {
    "bracknell_forest.csv": 49,
    "brighton_hove_housing.csv": 73,
    "maidstone.csv": 158,
    "mansfield_housing.csv": 44,
    "mole_valley.csv": 152,
    "rushmoor_activity_status.csv": 13,
    "winchester_csc_2011_12.csv": 96,
}


def rows(name: str) -> dict[int, dict[str, str]]:
    with (EXAMPLES / name).open(encoding="utf-8", newline="") as file:
        return dict(enumerate(csv.DictReader(file), start=2))


def answers() -> list[dict[str, str]]:
    with (HERE / "printed_answers.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def a_row(**cells: str) -> dict[str, str]:
    """A row that reads, with the cells a test is about."""
    return {
        "council": "Anytown Borough Council",
        "indicator": "Calls answered",
        "period_label": "Q1 2023/24",
        "value_as_printed": "85%",
        "target_as_printed": "90%",
    } | cells


def read(**cells: str) -> PrintedRow:
    row = read_row(a_row(**cells), 2)
    assert isinstance(row, PrintedRow), row
    return row


def faults(**cells: str) -> list[Unreadable]:
    found = read_row(a_row(**cells), 2)
    assert isinstance(found, list), found
    return found


ANSWERS = answers()


@pytest.mark.parametrize("answer", ANSWERS, ids=[f"{one['file']}:{one['line']} {one['shape']}" for one in ANSWERS])
def test_a_row_reads_as_a_person_reads_it(answer):
    printed = rows(answer["file"])[int(answer["line"])]
    assert printed["period_label"] == answer["period_label"]
    row = read_row(printed, int(answer["line"]))
    assert isinstance(row, PrintedRow), row
    value, target = row.value, row.target
    assert (value.state if value else "") == answer["value_state"]
    assert (value.number if value else None) == number(answer["value"])
    assert (target.number if target else None) == number(answer["target"])
    assert (target.text if target and target.kind in ("text", "none") else "") == answer["target_text"]
    provisional = any(cell.provisional for cell in (value,) if cell)
    assert provisional == (answer["provisional"] == "yes")
    period = row.period
    dates = [period.start.isoformat(), period.end.isoformat()]
    assert [*dates, period.code] == [answer["period_start"], answer["period_end"], answer["code"]]


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def test_the_answers_cover_every_file_and_state_that_the_files_hold():
    assert len(ANSWERS) >= 60
    assert {answer["file"] for answer in ANSWERS} == set(FILES)
    held = {row.value.state for name in FILES for row in outcomes(name) if isinstance(row, PrintedRow) and row.value}
    assert held == {answer["value_state"] for answer in ANSWERS} - {""}


def outcomes(name: str) -> list[PrintedRow | list[Unreadable]]:
    return [read_row(row, line) for line, row in rows(name).items()]


@pytest.mark.parametrize("name", FILES)
def test_every_row_is_read_or_listed(name):
    found = outcomes(name)
    counted = Counter(one.outcome if isinstance(one, PrintedRow) else "unreadable" for one in found)
    assert sum(counted.values()) == FILES[name]
    assert counted["read"] + counted["read_with_state"] >= 0.9 * FILES[name]
    for unread in (one for one in found if isinstance(one, list)):
        assert unread
        assert all(fault.line and fault.column and fault.reason and fault.advice for fault in unread)


def test_at_least_95_per_cent_of_all_rows_are_read_and_the_others_are_these():
    listed = [
        (name, fault.line, fault.column, fault.text)
        for name in FILES
        for one in outcomes(name)
        if isinstance(one, list)
        for fault in one
    ]
    assert listed == [
        ("bracknell_forest.csv", 39, "period_label", "Baseline"),
        ("bracknell_forest.csv", 43, "period_label", "Baseline"),
        ("bracknell_forest.csv", 47, "period_label", "Baseline"),
        ("maidstone.csv", 118, "period_label", "Year to date"),
    ]
    assert len(listed) <= 0.05 * sum(FILES.values())


def test_a_row_carries_everything_that_its_table_prints():
    row = read_row(rows("bracknell_forest.csv")[16], 16)
    assert isinstance(row, PrintedRow)
    assert (row.line, row.council, row.plan) == (16, "Bracknell Forest Council", "Council Plan 2023-27")
    assert (row.theme, row.ref) == ("Engaged and healthy communities", "1.1.4.PI")
    assert row.indicator == "Percentage of annual reviews completed within statutory timeframes - year to date"
    assert row.previous is not None
    assert (row.previous.number, row.rating, row.trend) == (65, "green", "Getting worse")
    assert row.published_on is not None
    assert row.published_on.isoformat() == "2025-07-02"
    assert row.note == "published 2 July 2025; directorate: People"
    assert row.source_url.startswith("https://www.bracknell-forest.gov.uk/")


def test_a_previous_value_without_a_unit_is_in_the_unit_of_the_value():
    row = read_row(rows("brighton_hove_housing.csv")[4], 4)
    assert isinstance(row, PrintedRow)
    assert row.previous is not None
    assert (row.previous.number, row.previous.unit, row.unit_of_measure) == (64, None, "days")


@pytest.mark.parametrize(
    "text, polarity",
    [
        ("aim to maximise", "higher"),
        ("Aim to minimise", "lower"),
        ("Higher is better", "higher"),
        ("Good is low", "lower"),
        ("", None),
        ("fewer complaints, more praise", None),
    ],
)
def test_polarity_is_read_from_known_words_and_never_guessed(text, polarity):
    row = read(polarity_stated=text)
    assert (row.polarity, row.polarity_text) == (polarity, text)


@pytest.mark.parametrize(
    "rag, target, contextual", [("Data Only", "N/A", True), ("", "Data only", True), ("N/A", "90%", False)]
)
def test_a_row_that_says_it_is_data_only_is_contextual(rag, target, contextual):
    row = read(rag_as_printed=rag, target_as_printed=target)
    assert row.contextual is contextual


def test_a_figure_under_a_target_label_is_a_target_and_no_result():
    row = read(period_label="2023/24 Target", value_as_printed="85%", target_as_printed="")
    assert row.value is None
    assert row.target is not None
    assert (row.target.number, row.outcome) == (85, "read")


def test_lengths_of_time_are_compared_in_one_unit():
    row = read(value_as_printed="39 days", target_as_printed="6 weeks")
    assert row.target is not None
    assert (row.target.number, row.target.unit) == (42, "days")
    bare = faults(value_as_printed="4m 40s", target_as_printed="10")
    assert [fault.column for fault in bare] == ["target_as_printed"]
    with_unit = read(value_as_printed="4m 40s", target_as_printed="10", unit="minutes")
    assert with_unit.value is not None
    assert (with_unit.value.number, with_unit.unit_of_measure) == (Decimal("4.6667"), "minutes")


@pytest.mark.parametrize(
    "cells, columns",
    [
        ({"council": ""}, ["council"]),
        ({"indicator": " "}, ["indicator"]),
        ({"period_label": ""}, ["period_label"]),
        ({"value_as_printed": "", "target_as_printed": ""}, ["value_as_printed"]),
        ({"value_as_printed": "8O%"}, ["value_as_printed"]),
        ({"previous_as_printed": "64 (61)"}, ["previous_as_printed"]),
        ({"published": "soon"}, ["published"]),
        ({"value": "86%"}, ["value"]),
        ({"note": "a\x00b"}, ["note"]),
        ({"value_as_printed": "8O%", "period_label": "Baseline"}, ["period_label", "value_as_printed"]),
    ],
)
def test_a_row_with_an_unreadable_cell_is_listed_and_not_half_read(cells, columns):
    found = faults(**cells)
    assert [fault.column for fault in found] in (
        columns,
        ["value_as_printed"] if columns == ["value"] else columns,
    )
    assert {fault.line for fault in found} == {2}


def test_a_row_with_more_cells_than_headings_is_listed():
    row: dict[Any, Any] = a_row() | {None: ["966"]}
    found = read_row(row, 7)
    assert isinstance(found, list)
    assert "quotation marks" in found[0].advice


def test_other_headings_and_a_year_column_are_understood():
    row = read_row(
        {
            "Authority": "Anytown",
            "Measure": "Visits",
            "Period": "Q2",
            "Year": "2023/24",
            "Actual": "1,200",
            "Target": "",
        },
        2,
    )
    assert isinstance(row, PrintedRow), row
    assert (row.period.code, row.council, row.indicator) == ("2023-24-Q2", "Anytown", "Visits")
    assert headings(["Authority", "Measure", "Period", "Actual", "Target"]) == []
    assert [fault.column for fault in headings(["council", "value"])] == [
        "indicator",
        "period_label",
        "target_as_printed",
    ]


def test_the_mapping_file_names_only_what_is_printed_and_gives_each_council_its_code():
    mapping = tomllib.loads(MAPPING.read_text(encoding="utf-8"))
    printed = {(row["council"], row["ref"], row["indicator"]) for name in FILES for row in rows(name).values()}
    mapped = [
        (council["name"], ref, name)
        for council in mapping["council"]
        for indicator in council["indicator"]
        for ref, name in [(indicator["ref"], indicator["name"]), *indicator.get("also", [])]
    ]
    assert len(mapped) == len(set(mapped))
    assert set(mapped) <= printed
    assert {council["name"]: council["code"] for council in mapping["council"]} == {
        "Bracknell Forest Council": "E06000036",
        "Brighton & Hove City Council": "E06000043",
        "Maidstone Borough Council": "E07000110",
        "Mansfield District Council": "E07000174",
        "Mole Valley District Council": "E07000210",
        "Rushmoor Borough Council": "E07000092",
        "Winchester City Council": "E07000094",
    }
