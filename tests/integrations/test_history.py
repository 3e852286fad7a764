"""Printed history on a screen: mapped, mended, confirmed by a person, and read into the record as the command does."""

import csv
import io

import openpyxl
import pytest
from sqlalchemy import func, select

from quarterdeck.core import clock
from quarterdeck.core.journal import AuditEvent, CouncilHead
from quarterdeck.core.workbooks import as_bytes
from quarterdeck.integrations import history
from quarterdeck.integrations.mapping import BadMapping, read_mapping
from quarterdeck.integrations.printed_table import read_table
from quarterdeck.measures.models import Indicator, IndicatorDefinition, Observation, RatingRow, Target
from tests.integrations.setup_books import MEDIA_TYPE

HEADING = ["Measure of success", "Ref", "Reporting period", "Outturn", "Goal", "RAG", "Remarks"]
PRINTED = [
    ["Boats berthed", "HB1", "Q1 2023/24", "412", "400", "Green", ""],
    ["Boats berthed", "HB1", "Q2 2023/24", "388", "400", "Amber", "A wet summer"],
    ["Boats berthed", "HB1", "Q3 2023/24", "about three hundred", "400", "", ""],
    ["Average wait for a mooring", "HB2", "2023/24 (year to date)", "21 days", "20 days", "Red", ""],
    ["Average wait for a mooring", "HB2", "Q1 2023/24", "19 days", "20 days", "", ""],
]


def as_csv():
    text = io.StringIO()
    csv.writer(text).writerows([HEADING, *PRINTED])
    return "history.csv", text.getvalue().encode(), "text/csv"


def as_excel():
    """The same as somebody keeps it in Excel: the name in one merged cell, and numbers as numbers."""
    book = openpyxl.Workbook()
    book.active.append(HEADING)
    for number, row in enumerate(PRINTED):
        cells = [int(cell) if cell.isdigit() else cell for cell in row]
        book.active.append(["" if number in (1, 2) else cells[0], *cells[1:]])
    for row in (3, 4):
        book.active.cell(row, 1).value = None
    book.active.merge_cells("A2:A4")
    return "history.xlsx", as_bytes(book), MEDIA_TYPE


COLUMNS = {
    "Measure of success": "indicator", "Ref": "ref", "Reporting period": "period_label", "Outturn": "value_as_printed",
    "Goal": "target_as_printed", "RAG": "rag_as_printed", "Remarks": "commentary",
}  # fmt: skip


def upload(client, file):
    answer = client.post("/api/v1/history-uploads", files={"file": file})
    assert answer.status_code == 201, answer.text
    return answer.json()


def say(client, table, **said):
    answer = client.change("PATCH", f"/history-uploads/{table['id']}", said, table["version"])
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.slow
@pytest.mark.parametrize("file", [as_csv, as_excel])
def test_a_table_is_mapped_mended_confirmed_and_loaded(client, session, council, file):
    client.sign_in_as("performance_team")
    table = upload(client, file())
    guessed = {each["heading"]: each["column"] for each in table["columns"]}
    assert (guessed["Outturn"], guessed["Goal"], guessed["Ref"]) == ("value_as_printed", "", "ref")
    assert "indicator" in table["missing"]
    assert table["allowed_actions"] == ["update", "throw_away"]

    table = say(client, table, columns=COLUMNS)
    assert table["missing"] == []
    faulty = client.read(f"/history-uploads/{table['id']}/rows", outcome="unread")["items"]
    assert [(row["line"], row["value"]) for row in faulty] == [(4, "about three hundred"), (5, "21 days")]
    assert all(row["faults"][0]["advice"] for row in faulty)
    refused = client.change("POST", f"/history-uploads/{table['id']}/decisions", {"action": "load"}, table["version"])
    assert (refused.status_code, "2 row(s)" in refused.json()["detail"]) == (409, True)

    mended = [{"line": 4, "read": {"value_as_printed": "300"}}, {"line": 5, "leave_out": "The paper does not say when"}]
    table = say(client, table, rows=mended)
    berths, wait = table["indicators"]
    assert (berths["polarity"], berths["said"], berths["on_record"]) == (None, False, None)
    assert wait["suggested_aggregation"] == "average"
    assert (wait["suggested_unit"], wait["aggregation"]) == ("days", None), "a suggestion counts for nothing by itself"
    mended_row = client.read(f"/history-uploads/{table['id']}/rows")["items"][2]
    assert (mended_row["value"], mended_row["read_as"]) == ("300", {"value_as_printed": "300"})
    said = {"ref": "HB1", "name": "Boats berthed", "polarity": "higher", "aggregation": "snapshot", "unit": "berths"}
    rule = {"kind": "relative", "parameters": {"green_within": 0, "amber_within": 10}}
    table = say(client, table, indicators=[{**said, "decimals": 0}], rating=rule)
    assert (table["counts"]["figures_new"], table["counts"]["targets_new"], table["counts"]["left_out"]) == (4, 4, 1)

    before = session.scalar(select(func.count()).select_from(Observation))
    assert before == 0
    loaded = client.change("POST", f"/history-uploads/{table['id']}/decisions", {"action": "load"}, table["version"])
    assert loaded.status_code == 200, loaded.text
    assert (loaded.json()["state"], loaded.json()["allowed_actions"]) == ("loaded", [])
    indicator = session.scalars(select(Indicator).where(Indicator.name == "Boats berthed")).one()
    assert (indicator.unit_id, indicator.provisional, indicator.ref) == (council.root.id, True, "HB1")
    figures = session.scalars(
        select(Observation).where(Observation.indicator_id == indicator.id).order_by(Observation.period_code)
    ).all()
    assert [(row.value, row.as_printed) for row in figures] == [(412, "412"), (388, "388"), (300, "300")]
    assert figures[1].commentary == "A wet summer"
    ratings = session.scalars(select(RatingRow.rating).where(RatingRow.series_id == figures[0].series_id)).all()
    assert sorted(ratings) == ["amber", "green", "red"]
    other = select(IndicatorDefinition).join(Indicator, Indicator.id == IndicatorDefinition.indicator_id)
    assert session.scalars(other.where(Indicator.name.startswith("Average"))).one().polarity == "none"


@pytest.mark.slow
def test_the_same_file_twice_changes_nothing(client, session, council):
    client.sign_in_as("administrator")
    for number in (1, 2):
        table = say(client, upload(client, as_csv()), columns=COLUMNS)
        rows = [{"line": line, "leave_out": "Not clear"} for line in (4, 5)]
        table = say(client, table, rows=rows)
        counts = table["counts"]
        assert (counts["figures_new"], counts["figures_unchanged"]) == ((3, 0) if number == 1 else (0, 3))
        head = session.get_one(CouncilHead, council.id, populate_existing=True)
        before = head.change_no, head.event_count, session.scalar(select(func.count()).select_from(Target))
        answer = client.change(
            "POST", f"/history-uploads/{table['id']}/decisions", {"action": "load"}, table["version"]
        )
        assert answer.status_code == 200, answer.text
        session.refresh(head)
        after = head.change_no, head.event_count, session.scalar(select(func.count()).select_from(Target))
        assert (after == before) is (number == 2)
    who = session.scalars(select(AuditEvent.actor_id).where(AuditEvent.action == "history_upload.load")).all()
    assert who == [council.person("administrator").id]


def test_rows_of_another_council_are_listed_until_a_person_says_that_it_is_this_one(client, council):
    client.sign_in_as("performance_team")
    head = "council,indicator,period,value,target"
    rows = ["Example Borough Council,Calls,Q1 2023/24,80%,85%", "Old Example,Calls,Q2 2023/24,81%,85%"]
    table = upload(client, ("t.csv", "\n".join([head, *rows]).encode(), "text/csv"))
    assert [(each["printed"], each["own"]) for each in table["councils"]] == [
        ("Example Borough Council", True), ("Old Example", False),
    ]  # fmt: skip
    [row] = client.read(f"/history-uploads/{table['id']}/rows", outcome="unread")["items"]
    assert row["faults"][0]["reason"] == "the row names another council"
    assert say(client, table, own_names=["Old Example"])["counts"]["unread"] == 0


def test_what_is_no_table_and_what_contradicts_itself_is_refused(client):
    client.sign_in_as("performance_team")
    for name, content in (("a.csv", b""), ("a.csv", b"%PDF-1.7"), ("a.xlsx", b"PK\x03\x04xl/workbook.xml")):
        answer = client.post("/api/v1/history-uploads", files={"file": (name, content, "text/csv")})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/file"), name
    table = upload(client, as_csv())
    path = f"/history-uploads/{table['id']}"
    for said in (
        {"columns": {"Outturn": "nothing_we_read"}},
        {"columns": {"Outturn": "value_as_printed", "Goal": "value_as_printed"}},
        {"rating": {"kind": "points", "parameters": {}}},
    ):
        assert client.change("PATCH", path, said, table["version"]).status_code == 422, said
    assert client.change("PATCH", path, {"own_names": []}, table["version"] + 1).status_code == 412
    assert client.change("DELETE", path, version=table["version"]).status_code == 204
    assert client.get(f"/api/v1{path}").status_code == 404


def test_the_command_takes_the_same_mapping_of_columns_and_rows():
    name, content, _ = as_csv()
    lines = [f'"{heading}" = "{column}"' for heading, column in COLUMNS.items()]
    mapping = read_mapping(
        ("[columns]\n" + "\n".join(lines) + '\n[[row]]\nline = 5\nleave_out = "unclear"\n'
         '[[row]]\nline = 4\nread = { value_as_printed = "300" }\n').encode()
    )  # fmt: skip
    table = read_table(name, content, mapping)
    assert table.left_out == [(5, "unclear")]
    assert dict(table.rows)[4]["value_as_printed"] == "300"
    assert [fault.column for fault in table.missing] == ["council"]
    with pytest.raises(BadMapping, match="is no column"):
        read_mapping(b'[columns]\n"Outturn" = "nix"')
    with pytest.raises(BadMapping, match="about line 4"):
        read_mapping(b"[[row]]\nline = 4\n[[row]]\nline = 4\n")


def test_what_was_looked_at_is_loaded_and_what_is_left_lying_is_forgotten(client, session):
    client.sign_in_as("performance_team")
    tables = []
    for _ in range(2):
        table = say(client, upload(client, as_csv()), columns=COLUMNS)
        tables.append(say(client, table, rows=[{"line": line, "leave_out": "Not clear"} for line in (4, 5)]))
    first, second = tables

    def load(table):
        body = {"action": "load", "digest": table["digest"]}
        return client.change("POST", f"/history-uploads/{table['id']}/decisions", body, table["version"])

    assert load(first).status_code == 200
    # The other table says the same, but what was looked at was new figures, and by now there are none.
    refused = load(second)
    assert (refused.status_code, refused.json()["type"].rsplit("/", 1)[1]) == (409, "changed-since-preview")
    again = client.read(f"/history-uploads/{second['id']}")
    assert again["digest"] != second["digest"]
    session.rollback()
    with clock.set_to(clock.now() + history.KEPT_FOR):
        history.forget_old(session)
        session.commit()
    assert [each["id"] for each in client.read("/history-uploads")["items"]] == [first["id"]]
