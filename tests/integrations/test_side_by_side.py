"""Tables with their periods side by side, as most councils print them, are laid down as rows of one period each."""

import csv
import io

import pytest
from sqlalchemy import select

from quarterdeck.integrations.printed_table import read_grid, read_table
from quarterdeck.integrations.side_by_side import guessed_periods
from quarterdeck.measures.models import Observation
from tests.integrations.setup_books import MEDIA_TYPE, a_book
from tests.integrations.test_history import say, upload
from tests.measures.growing import Measures

TITLE = ["Example District Council – Quarter 3 report", "", "", "", "", "", ""]
HEADING = ["PI ref", "Performance indicator", "Q1 2023/24", "Q2 2023/24", "Q3 2023/24", "Target", "RAG"]
PRINTED = [
    ["C1", "Calls answered", "78%", "81%", "84%", "85%", "Amber"],
    ["C2", "Calls lost", "", "412", "TBC", "400", ""],
]


def as_csv(*rows):
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode("windows-1252")


@pytest.mark.parametrize(
    "heading, periods",
    [
        (["Indicator", "Q1 2023/24", "Q2 2023/24"], ["Q1 2023/24", "Q2 2023/24"]),
        (["Indicator", "2022/23 outturn", "2023/24 target", "June 2024"],
         ["2022/23 outturn", "2023/24 target", "June 2024"]),
        (["Indicator", "Year", "Q1", "Q2", "Remarks"], ["Q1", "Q2"]),
        (["Indicator", "Q1", "Q2"], []),
        (["Indicator", "Period", "Value", "2023/24"], []),
        (["Indicator", "Quarter", "Outturn"], []),
    ],
)  # fmt: skip
def test_headings_that_are_periods_are_met(heading, periods):
    assert guessed_periods(heading) == periods


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_below_its_title_is_laid_down(kind):
    rows = [TITLE, [""] * 7, HEADING, *PRINTED]
    content = as_csv(*rows) if kind == "csv" else a_book({"Report": rows})
    table = read_table(f"report.{kind}", content)
    found = [(number, row["PI ref"], row["period_label"], row["value_as_printed"]) for number, row in table.rows]
    assert found == [
        (4003, "C1", "Q1 2023/24", "78%"),
        (4004, "C1", "Q2 2023/24", "81%"),
        (4005, "C1", "Q3 2023/24", "84%"),
        (5004, "C2", "Q2 2023/24", "412"),
        (5005, "C2", "Q3 2023/24", "TBC"),
    ]
    # The target and the rating are the latest quarter's: nobody said that they were the others' too.
    assert [row.get("Target", "") for _, row in table.rows] == ["", "", "85%", "", "400"]
    assert [row.get("RAG", "") for _, row in table.rows] == ["", "", "Amber", "", ""]
    assert [fault.column for fault in table.missing] == ["council"]
    assert table.not_read == []


def test_one_text_over_the_first_line_is_a_title_and_two_are_headings():
    assert read_grid("a.csv", b"Report\nindicator,value\nCalls,1\n").heading == ["indicator", "value"]
    assert read_grid("a.csv", b"Report,,\nWho,What\nCalls,1\n").heading[0] == "Report"


@pytest.mark.slow
def test_on_the_screen_periods_are_found_and_an_indicator_is_said_to_be_one_on_record(client, session, council):
    calls = Measures(session, council).indicator("C1", name="Telephone calls answered")
    session.commit()
    client.sign_in_as("performance_team")
    rows = [TITLE, HEADING, *PRINTED]
    table = upload(client, ("report.xlsx", a_book({"Report": rows}), MEDIA_TYPE))
    assert [each["column"] for each in table["columns"]][2:5] == ["figures_of_period"] * 3
    assert (table["missing"], table["counts"]["rows"], table["counts"]["indicators_new"]) == ([], 5, 2)
    first = table["indicators"][0]
    assert (first["on_record"], first["suggested_same_as"]) == (None, "C1")

    path = f"/history-uploads/{table['id']}"
    wrong = {"indicators": [{"ref": "C1", "name": "Calls answered", "same_as": "C9"}]}
    assert client.change("PATCH", path, wrong, table["version"]).status_code == 422
    twice = {"columns": {"Q1 2023/24": "figures_of_period", "Q2 2023/24": "value_as_printed"}}
    assert client.change("PATCH", path, twice, table["version"]).status_code == 422
    table = say(client, table, indicators=[{"ref": "C1", "name": "Calls answered", "same_as": "C1"}])
    first = table["indicators"][0]
    assert (first["on_record"], first["same_as"], first["provisional"], first["polarity"]) == (
        "C1", "C1", False, "higher",
    )  # fmt: skip
    table = say(client, table, rows=[{"line": 4004, "leave_out": "Counted twice"}])
    left = client.read(f"{path}/rows", outcome="left_out")["items"]
    assert [(row["line"], row["period"], row["value"]) for row in left] == [(4004, "Q2 2023/24", "412")]
    answer = client.change("POST", f"{path}/decisions", {"action": "load"}, table["version"])
    assert answer.status_code == 200, answer.text
    query = select(Observation.period_code, Observation.unit_id, Observation.value)
    figures = session.execute(query.where(Observation.indicator_id == calls.id).order_by(Observation.period_code)).all()
    assert [tuple(row) for row in figures] == [
        (f"2023-24-Q{number}", council.housing.id, value) for number, value in ((1, 78), (2, 81), (3, 84))
    ]
