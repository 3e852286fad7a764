"""Files as people send them: what a table's rows are, and what a file is refused for."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quarterdeck.integrations.backfill import batches, new_report
from quarterdeck.integrations.mapping import NO_MAPPING
from quarterdeck.integrations.printed_table import BadTable, Table, read_table

HEADING = "council,indicator,period_label,value_as_printed,target_as_printed"
ROW = "Anytown,Calls answered,Q1 2023/24,£85,£90"


def read(text: str, encoding: str = "utf-8") -> Table:
    return read_table("table.csv", text.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_table_is_read_in_utf_8_with_or_without_a_mark_and_in_windows_1252(encoding, line_end):
    table = read(f"{HEADING}\n{ROW}\n".replace("\n", line_end), encoding)
    assert [(line, row["value_as_printed"]) for line, row in table.rows] == [(2, "£85")]
    assert table.missing == []


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_cells_may_be_separated_by_commas_semicolons_or_tabs(mark):
    [(_, row)] = read(f"{HEADING}\n{ROW}".replace(",", mark)).rows
    assert row["target_as_printed"] == "£90"


def test_a_row_has_the_number_of_the_line_that_it_starts_on():
    table = read(f'{HEADING},commentary\n\n{ROW},"two\nlines"\n , ,\n{ROW},one\n')
    assert [line for line, _ in table.rows] == [3, 6]
    assert table.rows[0][1]["commentary"] == "two\nlines"
    assert table.blank_rows == 2


def test_a_cell_past_the_heading_is_kept_for_the_reader_to_find():
    full, blank = read(f"{HEADING}\n{ROW},966\n{ROW},,\n").rows
    assert full[1][None] == ["966"]  # type: ignore[index]
    assert None not in blank[1]


def test_two_headings_of_one_name_are_told_apart_and_the_row_is_listed():
    table = read(f"{HEADING},note,note\n{ROW},a,b\n{ROW},a,\n")
    report = new_report(table)
    batches(table, NO_MAPPING, report)
    assert [(each["line"], each["column"], each["reason"]) for each in report.unreadable] == [
        (2, "note", "two columns of the file mean the same")
    ]


def test_headings_that_stand_for_no_column_are_listed():
    assert read(f"{HEADING},Directorate\n{ROW},Place").not_read == ["Directorate"]


def test_missing_columns_are_listed_and_no_row_is_half_read():
    table = read("council,value\nAnytown,3\nAnytown,4")
    assert [fault.column for fault in table.missing] == ["indicator", "period_label", "target_as_printed"]
    report = new_report(table)
    assert batches(table, NO_MAPPING, report) == []
    assert [each["line"] for each in report.unreadable] == [2, 3]
    assert [also["column"] for also in report.unreadable[0]["also"]] == ["period_label", "target_as_printed"]


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "empty"),
        (b" \n,,\n", "empty"),
        (b"PK\x03\x04....", "workbook"),
        (b"%PDF-1.7", "PDF"),
        (HEADING.encode("utf-16"), "UTF-16"),
        (HEADING.encode() + b"\n\x81\x8d", "neither in UTF-8"),
        (b"a," * 300, "200 columns"),
        (b"x" * (10 * 1024 * 1024 + 1), "10 MB"),
    ],
)
def test_a_file_of_which_nothing_can_be_read_is_refused_with_the_mend(content, said):
    with pytest.raises(BadTable, match=said) as refused:
        read_table("table.csv", content)
    assert refused.value.advice.endswith(".")


def test_a_missing_quotation_mark_spoils_its_row_and_says_so():
    rest = "\n".join([ROW] * 3000)
    table = read(f'{HEADING},commentary\n{ROW},fine\n{ROW},"not closed\n{rest}')
    report = new_report(table)
    [batch] = batches(table, NO_MAPPING, report)
    assert len(batch.rows) == 1
    assert [(each["line"], each["advice"]) for each in report.unreadable] == [(3, "check for a missing quotation mark")]


@pytest.mark.parametrize(
    "given_name, kept",
    [
        ("/a/b/Q1.csv", "Q1.csv"),
        ("a:b.csv", "a-b.csv"),
        ("a\nb\udcff.csv", "a-b?.csv"),
        ("x" * 400, "x" * 120),
        ("", "table"),
    ],
)
def test_a_file_goes_by_its_name_alone(given_name, kept):
    assert read_table(given_name, f"{HEADING}\n{ROW}".encode()).name == kept


CELLS = st.one_of(
    st.sampled_from(
        [
            "Anytown",
            "Q1 2023/24",
            "85%",
            "N/A",
            "2023-24",
            '"',
            "£1.2m",
            "\x00",
            "=1+1",
            "4m 40s",
            "",
            "1e400",
            "10 (2/0)",
        ]
    ),
    st.text(max_size=12),
)
TABLES = st.lists(st.lists(CELLS, max_size=9), max_size=8).map(
    lambda rows: (HEADING + ",ref,previous,rag,unit\n" + "\n".join(",".join(row) for row in rows)).encode(
        "utf-8", "replace"
    )
)


@given(st.one_of(st.binary(max_size=300), TABLES))
@example(b"\x00")
@example(b'"')
@example(HEADING.encode() + b"\n\x00,\x00,,,")
def test_every_row_of_any_file_is_read_or_listed(content):
    table = readable(content)
    if table is None:
        return
    report = new_report(table)
    read_rows = sum(len(batch.rows) for batch in batches(table, NO_MAPPING, report))
    assert read_rows + len(report.unreadable) == len(table.rows)
    for each in report.unreadable:
        assert each["line"] > 1
        assert each["reason"]
        assert each["advice"]


def readable(content: bytes) -> Table | None:
    """The table, or None for a file that is refused in words."""
    try:
        return read_table("any.csv", content)
    except BadTable:
        return None
