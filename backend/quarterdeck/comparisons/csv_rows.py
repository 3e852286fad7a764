"""A CSV file as rows by heading, for data whose columns have fixed names. Knows nothing of what the columns mean."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final

from quarterdeck.core.errors import invalid
from quarterdeck.core.text_files import NoText, text_of

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 40
LONGEST_CELL: Final = 2_000
SAVE_AS: Final = "Save the table as “CSV UTF-8 (comma delimited)” and upload it again."
Row = Mapping[str, str]


@dataclass(frozen=True)
class CsvRows:
    """The heading in lower case, and each filled line with the number of the line that it starts on."""

    heading: list[str]
    lines: list[tuple[int, list[str]]]

    def rows(self) -> list[tuple[int, Row]]:
        """Each line by heading; cells that are not there are blank."""
        blank = [""] * len(self.heading)
        return [(line, dict(zip(self.heading, [*cells, *blank], strict=False))) for line, cells in self.lines]


def read_csv(file: BinaryIO) -> tuple[bytes, CsvRows]:
    """The bytes and rows of a CSV file: UTF-8 or windows-1252, cells parted by commas, semicolons or tabs.

    Raises 422 (at `/file`) for what is none, is empty, too large or too long, or has a line that cannot be cut.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise invalid("/file", "too_large", "The file is larger than 5 MB. Split it by indicator or by year.")
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(",;\t", key=first.count)
    lines = _cut(text, mark)
    if not lines:
        raise invalid("/file", "empty_file", "The file is empty. Its first line is the heading.")
    heading = [cell.casefold().replace(" ", "_") for cell in lines[0][1]]
    if len(heading) > MOST_COLUMNS:
        raise invalid("/file", "too_many_columns", f"The heading has more than {MOST_COLUMNS} columns.")
    repeated = next((name for name in heading if name and heading.count(name) > 1), None)
    if repeated is not None:
        raise invalid("/file", "repeated_column", f"Two columns are called “{repeated[:40]}”. Leave one of them.")
    if len(lines) - 1 > MOST_ROWS:
        raise invalid("/file", "too_many_rows", f"A file may have at most {MOST_ROWS:,} rows. Split it by year.")
    return content, CsvRows(heading, lines[1:])


def _decoded(content: bytes) -> str:
    try:
        text = text_of(content)
    except NoText as no_text:
        raise invalid("/file", "no_table", f"{no_text} {SAVE_AS}") from None
    # Controls break logs and documents, and PostgreSQL keeps no NUL.
    return "".join(each if each.isprintable() or each in "\t\r\n" else " " for each in text)


def _cut(text: str, mark: str) -> list[tuple[int, list[str]]]:
    found, starts = [], 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(len(cell) > LONGEST_CELL for cell in stripped):
                detail = f"Line {starts} has a cell of more than {LONGEST_CELL:,} characters. Look for a stray quote."
                raise invalid("/file", "long_cell", detail)
            if any(stripped):
                found.append((starts, stripped))
            starts = reader.line_num + 1
    except csv.Error:
        raise invalid("/file", "no_table", f"Line {starts} is no line of a CSV file. {SAVE_AS}") from None
    return found
