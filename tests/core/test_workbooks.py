"""Workbooks from elsewhere: what is refused, what is read, and that texts are written as texts."""

import io
import time
import zipfile
from datetime import date

import openpyxl
import pytest

from quarterdeck.core.errors import Problem
from quarterdeck.core.workbooks import (
    MAXIMUM_BYTES,
    USUAL,
    Limits,
    as_bytes,
    open_workbook,
    read_workbook,
    write_text,
)

SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


def a_workbook(fill=None):
    """An .xlsx file, its first sheet filled in by a function."""
    book = openpyxl.Workbook()
    book.active.append(["Code", "Name"])
    if fill:
        fill(book.active)
    return as_bytes(book)


def with_part(name, content, *, compress=zipfile.ZIP_DEFLATED):
    """A workbook in which one part of the zip file says something else."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(a_workbook())) as before, zipfile.ZipFile(out, "w", compress) as after:
        for each in before.namelist():
            if each != name:
                after.writestr(each, before.read(each))
        after.writestr(name, content)
    return out.getvalue()


def many_cells(rows):
    """Rows of small cells that compress to nothing: what costs a reader its CPU."""
    row = f"<row>{'<c><v>1</v></c>' * 26}</row>"
    return with_part("xl/worksheets/sheet1.xml", SHEET.format(row * rows))


def lying_zip():
    """A zip file whose table of contents says that a huge part is small."""
    content = bytearray(with_part("xl/worksheets/sheet1.xml", SHEET.format(" " * 200_000_000)))
    size = (200_000_000 + len(SHEET) - 2).to_bytes(4, "little")
    return bytes(content.replace(size, (1000).to_bytes(4, "little")))


def formatted_far(sheet):
    sheet["XFD1048576"] = "far away"


ENTITY_FILE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
STYLES = "<styleSheet><cellXfs><xf numFmtId='x'/></cellXfs></styleSheet>"
IN_SHEET, IN_BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
WORD = {"word/document.xml": b"", "[Content_Types].xml": b""}
REFUSED = {
    "an empty file": ("a.xlsx", lambda: b"", "no_workbook"),
    "a text": ("a.xlsx", lambda: b"Code,Name\nA,B\n", "no_workbook"),
    "a PDF": ("a.xlsx", lambda: b"%PDF-1.7\n", "no_workbook"),
    "an old or protected Excel file": ("a.xls", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old_excel"),
    "another zip file": ("a.xlsx", lambda: zipped({"notes.txt": b"hello"}), "no_workbook"),
    "a Word document": ("a.xlsx", lambda: zipped(WORD), "no_workbook"),
    "half a zip file": ("a.xlsx", lambda: a_workbook()[:2000], "damaged"),
    "another name": ("a.csv", a_workbook, "no_workbook"),
    "a macro": ("a.xlsx", lambda: with_part("xl/vbaProject.bin", b"macro"), "macros"),
    "a macro in another folder": ("a.xlsx", lambda: with_part("XL/VBAPROJECT.BIN", b"macro"), "macros"),
    "a name of one with macros": ("a.xlsm", a_workbook, "macros"),
    "a zip bomb": ("a.xlsx", lambda: with_part(IN_SHEET, b" " * 80_000_000), "too_much_to_read"),
    "a zip bomb that lies": ("a.xlsx", lying_zip, "damaged"),
    "thousands of parts": ("a.xlsx", lambda: with_parts(2_500), "too_much_to_read"),
    "a hundred kB that cost 18 seconds": ("a.xlsx", lambda: many_cells(16_000), "too_much_to_read"),
    "a cell at the end of the sheet": ("a.xlsx", lambda: a_workbook(formatted_far), "too_much_to_read"),
    "an entity bomb in a sheet": ("a.xlsx", lambda: with_part(IN_SHEET, BOMB + SHEET.format("")), "hostile_xml"),
    "an entity bomb in the workbook": ("a.xlsx", lambda: with_part(IN_BOOK, BOMB + "<x>&i;</x>"), "hostile_xml"),
    "an entity that reads a file": ("a.xlsx", lambda: with_part(IN_BOOK, ENTITY_FILE), "hostile_xml"),
    "XML that is none": ("a.xlsx", lambda: with_part(IN_BOOK, "<x><y></x>"), "damaged"),
    "a sheet that is none": ("a.xlsx", lambda: with_part(IN_SHEET, "nothing"), "damaged"),
    "styles that are none": ("a.xlsx", lambda: with_part("xl/styles.xml", STYLES), "damaged"),
}  # fmt: skip


def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_parts(number):
    parts = {"[Content_Types].xml": b"", "xl/workbook.xml": b""}
    return zipped(parts | {f"xl/media/{n}.bin": b"" for n in range(number)})


@pytest.mark.slow
def test_what_is_no_workbook_of_a_council_is_refused_within_seconds(record_property):
    for what, (name, content, code) in REFUSED.items():
        content = content()
        began = time.perf_counter()
        with pytest.raises(Problem) as refused:
            read_workbook(name, content)
        assert (refused.value.status, refused.value.errors[0].code) == (422, code), what
        assert time.perf_counter() - began < USUAL.wall, what
    record_property("figure", ("hostile or broken workbooks refused", "any database", len(REFUSED)))


@pytest.mark.slow
def test_a_child_that_takes_too_long_or_too_much_is_ended():
    for limits in (Limits(cpu=1), Limits(memory=2**25), Limits(wall=0.5)):
        with pytest.raises(Problem) as refused:
            open_workbook("a.xlsx", many_cells(6_000), limits)
        assert refused.value.errors[0].code == "too_much_to_read"


def test_a_file_of_more_than_ten_megabytes_is_a_413():
    with pytest.raises(Problem) as refused:
        read_workbook("a.xlsx", b"PK\x03\x04" + b"\0" * MAXIMUM_BYTES)
    assert refused.value.status == 413


CELLS = {
    "a text": ("words", None, "text", "words"),
    "a number as text": ("1,200", None, "text", "1,200"),
    "a number": (12.5, None, "number", "12.5"),
    "a whole number": (12, None, "number", "12"),
    "a percentage": (0.953, "0.0%", "percent", "95.3%"),
    "a percentage without decimals": (0.07, "0%", "percent", "7%"),
    "a day": (date(2026, 4, 1), None, "day", "2026-04-01"),
    "a day with a time": (46113.25, "d mmm yyyy hh:mm", "moment", "2026-04-01 06:00:00"),
    "a day kept as a number": (46113, "General", "number", "46113"),
    "a number shown as a day": (46113, "d mmm yyyy", "day", "2026-04-01"),
    "a truth": (True, None, "truth", "yes"),
    "a formula without a value": ("=SUM(A1:A2)", None, "formula", "=SUM(A1:A2)"),
    "an error": ("#DIV/0!", None, "error", "#DIV/0!"),
}


def test_cells_are_read_as_excel_shows_them(record_property):
    def fill(sheet):
        for row, (value, form, _, _) in enumerate(CELLS.values(), start=2):
            cell = sheet.cell(row, 1, value)
            if form:
                cell.number_format = form
        sheet.merge_cells("B20:C22")
        sheet["B20"] = "merged"
        sheet.row_dimensions[3].hidden = True

    [sheet] = read_workbook("a.xlsx", a_workbook(fill))
    rows = dict(sheet.rows)
    for row, (what, (_, _, kind, text)) in enumerate(CELLS.items(), start=2):
        assert (rows[row][0].kind, rows[row][0].text) == (kind, text), what
    assert (sheet.merged, sheet.merged_rows, sheet.hidden) == (((20, 22, 1, 2),), {20, 21, 22}, {3})
    record_property("figure", ("kinds of cells read as Excel shows them", "any database", len(CELLS)))


def test_a_text_that_looks_like_a_formula_is_written_as_text():
    texts = ["=1+1", '=HYPERLINK("http://a.example","x")', "+1", "-1", "@SUM(A1)", "plain", "tab\there"]
    book = openpyxl.Workbook()
    for row, text in enumerate(texts, start=1):
        write_text(book.active.cell(row, 1), text)
    [sheet] = read_workbook("a.xlsx", as_bytes(book))
    assert [(cells[0].kind, cells[0].text) for _, cells in sheet.rows] == [("text", text) for text in texts]
