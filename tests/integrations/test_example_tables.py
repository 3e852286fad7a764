"""The seven tables of tests/examples in the record, on both databases."""

import csv
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from quarterdeck.core import journal
from quarterdeck.framework.models import PeriodRow
from quarterdeck.integrations.mapping import NO_MAPPING, as_compared
from quarterdeck.integrations.matching import known_indicators
from quarterdeck.integrations.printings import Column
from quarterdeck.integrations.readings import place_of
from quarterdeck.measures import projection
from quarterdeck.measures.models import (
    Indicator,
    IndicatorAlias,
    IndicatorDefinition,
    Observation,
    ObservationApproval,
    RatingRow,
    RatingRule,
    Series,
    Target,
)
from quarterdeck.organisation.models import Council, Unit
from tests.integrations.reading import COMMITTED, EXAMPLES, ROWS, Tables

ANSWERS = Path(__file__).parent.parent / "measures" / "printed_answers.csv"
NOT_READ = {
    "bracknell_forest.csv": [
        (39, "period_label", "Baseline"),
        (43, "period_label", "Baseline"),
        (47, "period_label", "Baseline"),
    ],
    "maidstone.csv": [(118, "period_label", "Year to date")],
}
# read, read with a state, figures created, updated, unchanged at the first reading.
FIGURES = {
    "bracknell_forest.csv": (46, 0, 47, 0, 27),
    "brighton_hove_housing.csv": (73, 0, 99, 2, 6),
    "maidstone.csv": (135, 22, 135, 0, 0),
    "mansfield_housing.csv": (44, 0, 44, 0, 0),
    "mole_valley.csv": (146, 6, 116, 1, 15),
    "rushmoor_activity_status.csv": (13, 0, 13, 0, 0),
    "winchester_csc_2011_12.csv": (89, 7, 96, 0, 0),
}
SAY_THERE_IS_NONE = ("N/A", "Data only", "Contextual- Partner data")
RECORDED = (Council, Indicator, IndicatorAlias, Observation, ObservationApproval, RatingRow, Target)


@pytest.fixture
def read_in(tables: Tables) -> dict[str, dict[str, Any]]:
    """The report of each file, read with the committed mapping."""
    return {name: tables.read_example(name) for name in ROWS}


@pytest.mark.slow
def test_at_least_95_per_cent_of_the_rows_are_read_and_every_other_is_listed(read_in, capsys):
    for name, report in read_in.items():
        o = report["observations"]
        counts = (report["read"], report["read_with_state"], o["created"], o["updated"], o["unchanged"])
        with capsys.disabled():
            sys.stdout.write(f"\n{name}: {counts[0]} of {report['rows']} rows read, {counts[1]} with a state")
        assert (report["rows"], counts) == (ROWS[name], FIGURES[name])
        assert [(row["line"], row["column"], row["text"]) for row in report["unreadable"]] == NOT_READ.get(name, [])
        assert all(row["reason"] and row["advice"] for row in report["unreadable"])
        assert report["conflicts"] == []
    listed = sum(len(report["unreadable"]) for report in read_in.values())
    assert listed <= 0.05 * sum(ROWS.values())


@pytest.mark.slow
def test_the_second_reading_creates_and_updates_nothing_and_takes_no_change_number(tables, read_in):
    counts, changes = {model: tables.count(model) for model in RECORDED}, tables.changes()
    for name in ROWS:
        again = tables.read_example(name)
        figures = sum(FIGURES[name][2:])
        assert again["observations"] == {"created": 0, "updated": 0, "unchanged": figures}
        assert (again["targets"]["created"], again["targets"]["updated"]) == (0, 0)
        assert (again["indicators"]["created"], again["indicators"]["changed"]) == (0, 0)
        assert again["unreadable"] == read_in[name]["unreadable"]
    assert {model: tables.count(model) for model in RECORDED} == counts
    assert tables.changes() == changes


@pytest.mark.slow
def test_the_record_agrees_with_itself_under_one_change_a_council(tables):
    files = ("brighton_hove_housing.csv", "mole_valley.csv")
    for name in files:
        tables.read_example(name)
    councils = list(tables.session.scalars(select(Council.id)))
    assert len(councils) == len(files)
    for council_id in councils:
        assert projection.differences(tables.session, council_id) == []
        assert journal.verify(tables.session, council_id) == []
        assert tables.changes()[council_id] == 1
        assert [event.action for event in tables.events(council_id)][-1] == "backfill.read"


@pytest.mark.slow
def test_history_counts_as_approved_and_attaches_to_the_root_unit(tables):
    tables.read_example("brighton_hove_housing.csv")
    assert tables.count(ObservationApproval) == tables.count(Observation) == 101
    roots = set(tables.session.scalars(select(Unit.id).where(Unit.parent_id.is_(None))))
    assert set(tables.session.scalars(select(Observation.unit_id))) == roots
    assert set(tables.session.scalars(select(Observation.kind))) == {"as_printed"}


@pytest.mark.slow
def test_the_record_holds_what_a_person_reads_in_the_tables(tables, read_in):
    """The hand-made answers of tests/measures, cell by cell as the database has them."""
    with ANSWERS.open(encoding="utf-8", newline="") as file:
        answers = list(csv.DictReader(file))
    checked = [name for answer in answers for name in _cells_as_answered(tables, answer)]
    assert len(answers) >= 60
    assert Counter(checked) == {
        "dates": 86, "value": 76, "value_state": 76, "target": 40, "target in words": 2, "no target": 44,
    }  # fmt: skip


def _cells_as_answered(tables: Tables, answer: dict[str, str]) -> list[str]:
    """Hold one answer against the record; the names of the cells that were compared."""
    with (EXAMPLES / answer["file"]).open(encoding="utf-8", newline="") as file:
        row = list(csv.DictReader(file))[int(answer["line"]) - 2]
    figures, targets, period = _recorded(tables, row, answer["code"])
    assert (period.start_on.isoformat(), period.end_on.isoformat()) == (answer["period_start"], answer["period_end"])
    checked = ["dates"]
    if answer["value_state"]:
        value = float(answer["value"]) if answer["value"] else None
        assert (answer["value_state"], value, answer["provisional"] == "yes") in figures
        checked += ["value", "value_state"]
    in_words = "" if answer["target_text"] in SAY_THERE_IS_NONE else answer["target_text"]
    if answer["target"] or in_words:
        assert targets == [(float(answer["target"]) if answer["target"] else None, in_words)]
        checked.append("target in words" if in_words else "target")
    else:
        assert targets == []
        checked.append("no target")
    return checked


def _recorded(tables: Tables, row: dict[str, str], code: str) -> tuple[set[Any], list[Any], PeriodRow]:
    """Each revision of a row's figure, each version of its target, and its period."""
    council = COMMITTED.council_called(row["council"])
    assert council is not None
    record = known_indicators(tables.session, tables.council(council.name).id)
    indicator_id = record.by_printing[as_compared(row["ref"], row["indicator"])].indicator.id
    o, t = Observation, Target
    figures = select(o.value_state, o.value, o.provisional).where(o.indicator_id == indicator_id, o.period_code == code)
    targets = (
        select(t.value, t.text)
        .join(Series, Series.id == t.series_id)
        .where(Series.indicator_id == indicator_id, t.period_code == code)
    )
    return (
        {tuple(each) for each in tables.session.execute(figures)},
        [tuple(each) for each in tables.session.execute(targets)],
        tables.session.get_one(PeriodRow, code),
    )


@pytest.mark.slow
def test_a_figure_keeps_its_text_its_rating_and_where_it_was_printed(tables):
    tables.read_example("bracknell_forest.csv")
    name = "Number of visits to the Look Out Discovery Centre"
    [row] = tables.revisions("2024-25-Q3", name)
    assert (row.value, row.as_printed, row.printed_rating) == (10966, "10,966", "Red")
    assert (str(row.printed_on), row.origin, row.kind) == ("2025-03-26", "backfill", "as_printed")
    assert row.source is not None
    assert row.source.startswith("bracknell_forest.csv:4 https://www.bracknell-forest.gov.uk/council-and-democracy/")
    [target] = tables.targets("2024-25-Q3", name)
    assert (target.value, target.as_printed, target.state, target.rationale) == (
        19625,
        "19,625",
        "approved",
        "As printed.",
    )
    [before] = tables.revisions("2024-25-Q2", name)
    assert (before.value, before.as_printed, before.printed_rating) == (18565, "18,565", None)
    place = place_of(before.source, Column.VALUE)
    assert place is not None
    assert (place.line, place.column) == (4, Column.PREVIOUS)


@pytest.mark.slow
def test_bracknell_s_printed_ratings_are_what_its_rule_gives_but_for_two(tables):
    """E9: 43% of 50% is printed green, 222 of 258 amber; both are 86% of their target."""
    report = tables.read_example("bracknell_forest.csv")
    assert report["ratings"] | {"differ": None} == {
        "printed": 37, "not_rated": 0, "compared": 37, "agree": 35, "differ": None,
    }  # fmt: skip
    assert [
        (each["ref"], each["period"], each["printed"], each["computed"]) for each in report["ratings"]["differ"]
    ] == [
        ("1.1.4.KR", "2024-25-Q3", "Green", "red"),
        ("1.1.6.KR", "2024-25-Q3", "Amber", "red"),
    ]
    o, r = Observation, RatingRow
    rows = tables.session.execute(
        select(Indicator.ref, o.period_code, o.printed_rating, r.rating)
        .join(r, r.observation_id == o.id)
        .join(Indicator, Indicator.id == o.indicator_id)
        .where(o.printed_rating.is_not(None))
    ).all()
    assert len(rows) == 37
    assert {(ref, period) for ref, period, printed, rating in rows if printed.lower() != rating} == {
        ("1.1.4.KR", "2024-25-Q3"),
        ("1.1.6.KR", "2024-25-Q3"),
    }


@pytest.mark.slow
def test_mole_valley_s_silent_revision_is_two_revisions_in_order(tables):
    """E5: March 2024 was printed as 30, and as 13 a year later."""
    tables.read_example("mole_valley.csv")
    name = "Number of households in bed & breakfast and nightly stay accommodation"
    first, second = tables.revisions("2023-24-M12", name)
    assert [(row.revision, row.value, row.reason) for row in (first, second)] == [
        (1, 30, ""),
        (2, 13, "Printed otherwise in another paper."),
    ]
    assert first.source is not None
    assert second.source is not None
    assert (first.source.partition(" ")[0], second.source.partition(" ")[0]) == (
        "mole_valley.csv:67",
        "mole_valley.csv:91",
    )
    assert tables.standing("2023-24-M12", name) == {"latest": (13, "unrated"), "approved": (13, "unrated")}


@pytest.mark.slow
def test_brighton_s_silent_revisions_are_two_revisions_in_order(tables):
    """E5: the previous quarter's 94% and 61% came back as 90% and 60%."""
    tables.read_example("brighton_hove_housing.csv")
    assert tables.values("2025-26-Q2", "Calls answered by Repairs Helpdesk") == [94, 90]
    assert tables.values("2025-26-Q2", "Routine repairs completed within 28 calendar days") == [61, 60]
    assert tables.values("2025-26-Q2", "Average time to complete routine repairs") == [47]


@pytest.mark.slow
def test_targets_alone_make_targets_and_no_figures(tables):
    tables.read_example("mole_valley.csv")
    name = "Percentage of streets with acceptable levels of litter"
    assert [target.value for target in tables.targets("2023-24", name)] == [96]
    assert tables.revisions("2023-24", name) == []
    in_words = tables.targets("2023-24", "Number of telecare service users")
    assert [(target.value, target.text) for target in in_words] == [(None, "Higher than previous year")]


@pytest.mark.slow
def test_what_the_mapping_file_says_stands_in_the_definitions(tables):
    tables.read_example("mole_valley.csv")
    [rough] = tables.definitions("Number of rough sleepers in the district on a given date")
    assert (rough.polarity, rough.aggregation, rough.unit_of_measure) == ("lower", "snapshot", "people")
    assert tables.indicator("Number of rough sleepers in the district on a given date").kind == "contextual"
    [waste] = tables.definitions("Percentage of Waste sent for Recycling, Reuse and Composting")
    assert (waste.polarity, waste.unit_of_measure, waste.decimals) == ("higher", "%", 1)
    assert tables.council("Mole Valley District Council").gss_code == "E07000210"
    assert not tables.council("Mole Valley District Council").provisional


@pytest.mark.slow
def test_without_a_mapping_file_nothing_is_added_to_what_is_printed(tables):
    report = tables.read_example("mansfield_housing.csv", NO_MAPPING)
    [council] = report["councils"]
    assert (council["provisional"], council["gss_code"], council["created"]) == (True, None, True)
    assert len(report["to_confirm_or_merge"]) == report["indicators"]["created"] == 22
    assert all(each["not_stated"][:2] == ["polarity", "aggregation"] for each in report["to_confirm_or_merge"])
    assert [each["ref"] for each in report["to_confirm_or_merge"]] == [f"PROV-{n:03d}" for n in range(1, 23)]
    assert {row.polarity for row in tables.session.scalars(select(IndicatorDefinition))} == {"none"}
    assert tables.count(RatingRule) == 0
