"""What becomes of rows: revisions in order, contradictions, targets, and what no table may change."""

import random
from datetime import date

import pytest

from quarterdeck.core import journal
from quarterdeck.measures import calculations, projection
from quarterdeck.measures.calculation_schemas import CalculationCreate
from quarterdeck.measures.models import Observation, Target
from quarterdeck.organisation.models import Council
from tests.integrations.reading import ANYTOWN, a_mapping, a_row, as_csv
from tests.measures.growing import Measures

Q4, Q1, Q2 = "2022-23-Q4", "2023-24-Q1", "2023-24-Q2"


def test_a_row_becomes_an_approved_figure_with_its_target(tables):
    report = tables.read([a_row(commentary="Fewer calls than last year", rag_as_printed="Amber")])
    assert report["observations"] == {"created": 1, "updated": 0, "unchanged": 0}
    assert report["targets"] == {"created": 1, "updated": 0, "unchanged": 0}
    [row] = tables.revisions(Q1)
    assert (row.value, row.as_printed, row.commentary, row.printed_rating) == (
        85,
        "85%",
        "Fewer calls than last year",
        "Amber",
    )
    assert (row.source, row.origin, row.kind, row.revision) == ("table.csv:2", "backfill", "as_printed", 1)
    [target] = tables.targets(Q1)
    assert (target.value, target.as_printed, target.source) == (90, "90%", "table.csv:2")
    assert target.approved_change_no == row.change_no
    assert tables.standing(Q1) == {"latest": (85, "unrated"), "approved": (85, "unrated")}


def test_what_is_read_again_writes_nothing_at_all(tables):
    rows = [a_row(previous="80%"), a_row(period_label="Q2 2023/24", value_as_printed="TBC", previous="84%")]
    tables.read(rows)
    counts, changes = (tables.count(Observation), tables.count(Target)), tables.changes()
    again = tables.read(rows)
    assert again["observations"] == {"created": 0, "updated": 0, "unchanged": 4}
    assert again["targets"] == {"created": 0, "updated": 0, "unchanged": 2}
    assert ((tables.count(Observation), tables.count(Target)), tables.changes()) == (counts, changes)


def test_a_value_altered_in_the_file_makes_a_new_revision(tables):
    rows = [a_row(), a_row(period_label="Q2 2023/24")]
    tables.read(rows)
    report = tables.read([a_row(value_as_printed="86%"), rows[1]])
    assert report["observations"] == {"created": 0, "updated": 1, "unchanged": 1}
    first, second = tables.revisions(Q1)
    assert [(row.value, row.reason) for row in (first, second)] == [
        (85, ""),
        (86, "The table was read again and says otherwise."),
    ]
    assert tables.standing(Q1)["approved"] == (86, "unrated")
    assert tables.read([a_row(value_as_printed="86%"), rows[1]])["observations"]["unchanged"] == 2


def test_an_altered_target_is_a_second_version_and_the_first_stays(tables):
    tables.read([a_row()], mapping=rated())
    assert tables.standing(Q1)["latest"] == (85, "amber")
    report = tables.read([a_row(target_as_printed="85%")], mapping=rated())
    assert report["targets"] == {"created": 0, "updated": 1, "unchanged": 0}
    assert [(target.number, target.value) for target in tables.targets(Q1)] == [(1, 90), (2, 85)]
    assert tables.standing(Q1)["latest"] == (85, "green")


def rated():
    """Anytown's calls: more is better, green on target, amber within 10% of it."""
    return a_mapping(
        'rating = { kind = "relative", green_within = 0, amber_within = 10 }\n'
        '[[council.indicator]]\nref = ""\nname = "Calls answered"\npolarity = "higher"\naggregation = "flow"\n'
    )


def test_the_previous_column_is_a_printing_of_the_period_before(tables):
    tables.read([a_row(previous="80%", published="1 July 2023"), a_row(period_label="Q2 2023/24", previous="84%")])
    assert tables.values(Q4) == [80]
    assert tables.values(Q1) == [85, 84]
    [before] = tables.revisions(Q4)
    assert (before.source, str(before.printed_on), before.commentary) == ("table.csv:2 previous", "2023-07-01", "")


def test_a_rating_printed_beside_a_figure_that_was_read_without_one_is_kept(tables):
    tables.read([a_row(period_label="Q2 2023/24", previous="85%")], name="q2.csv")
    tables.read([a_row(rag_as_printed="Amber")], name="q1.csv")
    assert [(row.value, row.printed_rating) for row in tables.revisions(Q1)] == [(85, None), (85, "Amber")]
    assert tables.read([a_row(rag_as_printed="Amber")], name="q1.csv")["observations"]["unchanged"] == 1


@pytest.mark.parametrize("newest_first", [False, True])
def test_printings_follow_each_other_by_date_whatever_their_order_in_the_file(tables, newest_first):
    rows = [
        a_row(value_as_printed="30", published="1 May 2024"),
        a_row(value_as_printed="13", published="1 May 2025"),
        a_row(value_as_printed="31", published="1 May 2023"),
    ]
    tables.read(rows[::-1] if newest_first else rows)
    assert tables.values(Q1) == [31, 30, 13]
    assert [str(row.printed_on) for row in tables.revisions(Q1)] == ["2023-05-01", "2024-05-01", "2025-05-01"]


def test_pages_without_a_date_follow_the_mapping_file(tables):
    pages = a_mapping(
        '[[council.edition]]\nposition = 1\nsource_url = "https://a.example/?p=9"\n'
        '[[council.edition]]\nposition = 2\nsource_url = "https://a.example/?p=1"\n'
    )
    tables.read(
        [
            a_row(value_as_printed="13", source_url="https://a.example/?p=1"),
            a_row(value_as_printed="30", source_url="https://a.example/?p=9"),
        ],
        mapping=pages,
    )
    assert tables.values(Q1) == [30, 13]


def test_the_order_holds_across_files(tables):
    tables.read([a_row(period_label="Q2 2023/24", previous="84%")], name="q2.csv")
    assert tables.values(Q1) == [84]
    report = tables.read([a_row()], name="q1.csv")
    assert tables.values(Q1) == [84, 85, 84]
    assert [row.reason for row in tables.revisions(Q1)[1:]] == [
        "An earlier printing, read in after a later one.",
        "The newest printing, which stands after an earlier one was read in.",
    ]
    assert report["observations"]["updated"] == 2
    for name, rows in (("q1.csv", [a_row()]), ("q2.csv", [a_row(period_label="Q2 2023/24", previous="84%")])):
        again = tables.read(rows, name=name)["observations"]
        assert (again["created"], again["updated"]) == (0, 0)


def test_two_figures_of_one_date_are_listed_and_neither_is_recorded(tables):
    rows = [a_row(published="1 May 2024"), a_row(value_as_printed="86%", published="1 May 2024")]
    report = tables.read(rows)
    assert report["observations"] == {"created": 0, "updated": 0, "unchanged": 0}
    assert (report["read"], tables.values(Q1)) == (2, [])
    first, second = report["conflicts"]
    assert (first["line"], first["text"], first["against"]["line"], first["against"]["text"]) == (2, "85%", 3, "86%")
    assert (second["line"], second["period"], second["column"]) == (3, Q1, "value_as_printed")
    assert "published" in first["advice"]
    dated = tables.read([rows[0], a_row(value_as_printed="86%", published="2 May 2024")])
    assert (dated["conflicts"], tables.values(Q1)) == ([], [85, 86])


def test_two_targets_of_one_date_are_listed_and_the_figure_is_recorded(tables):
    report = tables.read([a_row(), a_row(target_as_printed="95%")])
    assert [each["column"] for each in report["conflicts"]] == ["target_as_printed"] * 2
    assert (tables.targets(Q1), tables.values(Q1)) == ([], [85])


def test_a_row_with_a_target_alone_makes_an_approved_target_and_no_figure(tables):
    report = tables.read([a_row(value_as_printed="", period_label="2023/24 Target")])
    assert (report["read"], report["observations"]["created"], report["targets"]["created"]) == (1, 0, 1)
    assert tables.revisions("2023-24") == []
    assert [(target.value, target.state) for target in tables.targets("2023-24")] == [(90, "approved")]


@pytest.mark.parametrize(
    "printed, recorded",
    [
        ("Top quartile", (None, None, None, "Top quartile")),
        ("80-85%", (None, 80, 85, "")),
        ("2.4%<", (2.4, None, None, "")),
        ("7,373.55", (7373.55, None, None, "")),
    ],
)
def test_targets_are_figures_ranges_or_words(tables, printed, recorded):
    tables.read([a_row(value_as_printed="", target_as_printed=printed)])
    [target] = tables.targets(Q1)
    assert (target.value, target.low, target.high, target.text) == recorded
    assert target.as_printed == printed


def test_a_row_that_says_there_is_no_target_is_read_and_makes_none(tables):
    report = tables.read([a_row(value_as_printed="", target_as_printed="Data only")])
    assert (report["read"], report["targets"]["created"], tables.targets(Q1)) == (1, 0, [])
    assert tables.indicator().kind == "contextual"


@pytest.mark.parametrize(
    "printed, state",
    [
        ("TBC", "awaited"),
        ("below 10", "suppressed"),
        ("DIV/0", "error"),
        ("Annual KPI", "not_due"),
        ("Nil", "nil_return"),
    ],
)
def test_a_word_is_read_with_its_state(tables, printed, state):
    report = tables.read([a_row(value_as_printed=printed)])
    assert (report["read"], report["read_with_state"]) == (0, 1)
    [row] = tables.revisions(Q1)
    assert (row.value, row.value_state, row.as_printed) == (None, state, printed)


@pytest.mark.parametrize(
    "cells, column, reason",
    [
        ({"value_as_printed": "8O%"}, "value_as_printed", "no unit"),
        ({"value_as_printed": "100% (0/0)"}, "value_as_printed", "a share of nought"),
        ({"value_as_printed": "39 days"}, "value_as_printed", "printed in “days”, while"),
        ({"period_label": "Baseline"}, "period_label", "no year"),
        ({"period_label": "1 Aug - 30 Sep 2023", "previous": "80%"}, "previous_as_printed", "cannot be told"),
        ({"rag_as_printed": "Green, and expected to stay so for some time"}, "rag_as_printed", "longer than 40"),
        ({"ref": "x" * 65}, "ref", "longer than 64"),
        ({"indicator": "\u200b"}, "indicator", "nothing that can be seen"),
        ({"note": "a\x00b"}, "note", "no text"),
        ({"council": ""}, "council", "no council"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_recorded_is_listed_whole_and_the_others_are_read(tables, cells, column, reason):
    usual = [a_row(period_label=f"Q{number} 2022/23") for number in (1, 2)]
    report = tables.read([*usual, a_row(**cells), a_row(period_label="Q2 2023/24")])
    [listed] = report["unreadable"]
    assert (listed["line"], listed["column"]) == (4, column)
    assert reason in listed["reason"]
    assert listed["advice"]
    assert report["observations"]["created"] == 3


def test_a_unit_that_no_record_holds_is_nobody_s_unit(tables):
    report = tables.read(
        [a_row(value_as_printed="£5 per " + "w" * 50), a_row(value_as_printed="", period_label="2023/24")]
    )
    assert [each["line"] for each in report["unreadable"]] == [2]
    assert tables.definitions()[0].unit_of_measure == "%"


def test_a_figure_that_a_service_reported_is_not_changed_by_a_table(tables, session, council):
    measures = Measures(session, council)
    calls = measures.indicator("C1", name="Calls answered", unit=council.root)
    measures.reported(calls, Q1, 87.0)
    here = a_mapping(council=ANYTOWN, code=council.council.code)
    report = tables.read(
        [a_row(ref="C1", value_as_printed="85%"), a_row(ref="C1", period_label="Q2 2023/24")], mapping=here
    )
    assert [each["text"] for each in report["conflicts"]] == ["85%"]
    assert (tables.values(Q1), tables.values(Q2)) == ([87], [85])
    assert tables.read([a_row(ref="C1", value_as_printed="87%")], mapping=here)["observations"]["unchanged"] == 1


def test_a_figure_that_is_calculated_is_held_against_a_table_and_never_read_from_it(tables, session, council):
    measures = Measures(session, council)
    calls = measures.indicator("C1", name="Calls answered", unit=council.root)
    measures.reported(calls, Q1, 87.0, breakdown="ward:Northfield", numerator=87, denominator=100)
    part = {"indicator_id": calls.id, "breakdown": "ward:Northfield"}
    since = {"effective_from": date(2023, 4, 1), "reason": "It has one ward"}
    data = CalculationCreate.model_validate({"operation": "average", "parts": [part], **since})
    calculations.add_calculation(session, measures.team, calls.id, data, lambda _: {})
    session.commit()
    here = a_mapping(council=ANYTOWN, code=council.council.code)
    rows = [
        a_row(ref="C1", value_as_printed="87%", target_as_printed="90%"),
        a_row(ref="C1", value_as_printed="80%", period_label="Q2 2023/24"),
        a_row(ref="C1", value_as_printed="79%", period_label="Q4 2022/23"),
    ]
    report = tables.read(rows, mapping=here)
    # What agrees is repeated; what was before the calculation began is read as ever; and all else of the table too.
    assert [(each["line"], each["text"], each["against"]) for each in report["conflicts"]] == [(3, "80%", None)]
    assert "calculated from others" in report["conflicts"][0]["reason"]
    assert report["observations"] == {"created": 1, "updated": 0, "unchanged": 1}
    assert (tables.values(Q4), [target.value for target in tables.targets(Q1)]) == ([79], [90])
    assert tables.read([rows[0] | {"value_as_printed": "88%"}], mapping=here)["conflicts"][0]["against"] is not None


def test_a_figure_that_members_have_seen_is_not_changed_by_a_table(tables, session, council):
    here = a_mapping(council=ANYTOWN, code=council.council.code)
    tables.read([a_row()], mapping=here)
    [row] = tables.revisions(Q1)
    Measures(session, council).edition(Q1, row, issued_to=council.cabinet)
    report = tables.read([a_row(value_as_printed="86%", target_as_printed="95%")], mapping=here)
    assert sorted(each["column"] for each in report["conflicts"]) == ["target_as_printed", "value_as_printed"]
    assert all("restatement" in each["advice"] for each in report["conflicts"])
    assert (tables.values(Q1), [target.value for target in tables.targets(Q1)]) == ([85], [90])


def test_a_dry_run_reports_the_same_and_keeps_nothing(tables):
    rows = [a_row(previous="80%"), a_row(value_as_printed="8O%"), a_row(council="Othertown Council")]
    dry = tables.read(rows, dry_run=True)
    assert (tables.count(Observation), tables.count(Council), tables.changes()) == (0, 0, {})
    assert tables.read(rows) == dry | {"dry_run": False}
    assert tables.count(Observation) == 3


def test_each_council_of_a_file_is_one_change_with_one_event_for_the_table(tables):
    tables.read([a_row(), a_row(council="Othertown Council"), a_row(period_label="Q2 2023/24")])
    for name, rows in ((ANYTOWN, 2), ("Othertown Council", 1)):
        council = tables.council(name)
        assert tables.changes()[council.id] == 1
        [event] = [each for each in tables.events(council.id) if each.action == "backfill.read"]
        assert event.detail == {"printed": [name], "file": "table.csv", "rows": rows, "figures": rows, "goals": rows}
        assert event.actor_id is None
        assert journal.verify(tables.session, council.id) == []


def test_two_labels_of_the_same_dates_are_one_period(tables):
    report = tables.read(
        [
            a_row(period_label="April 2023"),
            a_row(period_label="Apr 2023/24", value_as_printed="86%", published="1 May 2024"),
        ]
    )
    assert [each["period"] for each in report["conflicts"]] == ["2023-04", "2023-04"]
    tables.read([a_row(period_label="May 2023/24")], name="may.csv")
    tables.read([a_row(period_label="May 2023")], name="again.csv")
    assert (tables.values("2023-24-M02"), tables.values("2023-05")) == ([85], [])


def test_cells_that_would_run_somewhere_else_are_kept_as_the_text_they_are(tables):
    hostile = '=HYPERLINK("http://a.example")\', DROP TABLE observation; --'
    report = tables.read([a_row(indicator=hostile, commentary="=1+1", source_url="javascript:alert(1)")])
    assert report["read"] == 1
    [row] = tables.revisions(Q1, hostile)
    assert (row.commentary, row.source) == ("=1+1", "table.csv:2 javascript:alert(1)")


HOSTILE = [
    "", " ", "0", "-0", "85%", "85", "1e400", "9" * 400, "£1.2m", "4m 40s", "10 (2/0)", "100% (5/4)", "N/A", "TBC",
    "below 10", "=1+1", "'; --", "\x00", "\u200b", "\u202e85%", "💥", "1,2,3", "Q1 2023/24", "2023-24", "Jul 2023",
    "1 Aug - 30 Sep 2023", "Year to date", "31 February 2023", "Green", "Data Only", "x" * 70, "y" * 301, "z" * 1001,
    "£5 per " + "w" * 50, "12 weeks", "Top quartile", "80-85%", "https://a.example/" + "q" * 400, "higher is better",
    "Q2 1899/00", "Q4 2199/00", "2199", "1 May 2024",
]  # fmt: skip
COLUMNS = [
    "council", "ref", "indicator", "period_label", "value_as_printed", "target_as_printed", "previous_as_printed",
    "rag_as_printed", "unit", "commentary", "source_url", "note", "published", "year", "polarity_stated",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_every_row_of_a_hostile_table_is_read_or_listed_and_a_second_reading_adds_nothing(tables, seed):
    chance = random.Random(seed)
    rows = []
    for _ in range(150):
        row = a_row(indicator=chance.choice(["Calls answered", "Visits", "Re-let time"]))
        for column in chance.sample(COLUMNS, chance.choice([1, 1, 2, 3, 6])):
            row[column] = chance.choice(HOSTILE)
        rows.append(row)
    first = tables.read(rows)
    assert first["read"] + first["read_with_state"] > 20
    assert len(first["unreadable"]) > 20
    again = tables.read(rows)
    assert (again["observations"]["created"], again["observations"]["updated"]) == (0, 0)
    assert (again["targets"]["created"], again["targets"]["updated"]) == (0, 0)
    for council in tables.session.query(Council).all():
        assert projection.differences(tables.session, council.id) == []


def test_a_table_without_a_needed_column_is_listed_row_by_row(tables):
    report = tables.read(b"council,indicator\nAnytown,Calls\nAnytown,Visits")
    assert [each["line"] for each in report["unreadable"]] == [2, 3]
    assert report["missing_columns"] == ["period_label", "value_as_printed", "target_as_printed"]
    assert tables.count(Council) == 0


def test_blank_rows_and_unknown_columns_are_told(tables):
    content = as_csv([a_row(Directorate="Place"), dict.fromkeys(a_row(), "")])
    report = tables.read(content)
    assert (report["rows"], report["blank_rows"], report["columns_not_read"]) == (1, 1, ["Directorate"])
