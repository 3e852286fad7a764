"""What an uploaded file may be: told by its content, and named accordingly."""

import io
import zipfile

import pytest

from quarterdeck.core.errors import Problem
from quarterdeck.core.uploads import SUFFIXES, media_type_of, plain_name

LIMIT = 100_000
XLSX, DOCX, PPTX = (media_type for media_type in SUFFIXES if "officedocument" in media_type)


def office(part: str, *others: str) -> bytes:
    """A ZIP file with the parts that tell Office files apart; the list of types may stand last."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (part, *others, "[Content_Types].xml"):
            archive.writestr(name, "x" * 5000)
    return file.getvalue()


def _refusal(filename: str, content: bytes, limit: int = LIMIT) -> tuple[int, str]:
    with pytest.raises(Problem) as refused:
        media_type_of(filename, content, limit)
    errors = refused.value.errors
    return refused.value.status, errors[0].code if errors else refused.value.code


@pytest.mark.parametrize(
    "filename, content, media_type",
    [
        ("minutes.pdf", b"%PDF-1.7 ...", "application/pdf"),
        ("MINUTES.PDF", b"%PDF-1.7 ...", "application/pdf"),
        ("chart.png", b"\x89PNG\r\n\x1a\n...", "image/png"),
        ("site.jpg", b"\xff\xd8\xff\xe0...", "image/jpeg"),
        ("site.jpeg", b"\xff\xd8\xff\xe0...", "image/jpeg"),
        ("lettings.xlsx", office("xl/workbook.xml"), XLSX),
        ("lettings.xlsx", office("_rels/.rels", "xl/workbook.xml"), XLSX),
        ("report.docx", office("word/document.xml"), DOCX),
        ("briefing.pptx", office("ppt/presentation.xml"), PPTX),
        ("void times.csv", "indicator,value\nH4,£20.3".encode(), "text/csv"),
        ("void times.csv", b"\xef\xbb\xbfindicator,value", "text/csv"),
        ("excel.csv", "indicator,value\nH4,£20.3".encode("cp1252"), "text/csv"),
        ("note.txt", b"Two voids were missing.\r\n\tSigned off.", "text/plain"),
    ],
)
def test_a_file_is_what_its_content_says(filename: str, content: bytes, media_type: str) -> None:
    assert media_type_of(filename, content, LIMIT) == media_type


@pytest.mark.parametrize(
    "filename, content, code",
    [
        ("empty.txt", b"", "empty_file"),
        ("program.exe", b"MZ\x90\x00\x03", "unknown_type"),
        ("program.txt", b"MZ\x90\x00\x03", "unknown_type"),
        ("archive.zip", b"PK\x03\x04" + b"\x00" * 40, "unknown_type"),
        ("archive.xlsx", office("some/other.xml"), "unknown_type"),
        ("nothing.txt", b"\x81\x8d\x8f", "unknown_type"),
        ("lettings.xlsm", office("xl/workbook.xml", "xl/vbaProject.bin"), "macros"),
        ("minutes.exe", b"%PDF-1.7 ...", "wrong_name"),
        ("minutes", b"%PDF-1.7 ...", "wrong_name"),
        ("lettings.docx", office("xl/workbook.xml"), "wrong_name"),
        ("page.html", b"<script>alert(1)</script>", "wrong_name"),
        ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "wrong_name"),
        ("run.bat", b"echo hello", "wrong_name"),
    ],
)
def test_anything_else_is_refused_whatever_it_calls_itself(filename: str, content: bytes, code: str) -> None:
    assert _refusal(filename, content) == (422, code)


def test_a_file_may_be_as_large_as_the_limit_and_no_larger() -> None:
    assert media_type_of("a.txt", b"x" * LIMIT, LIMIT) == "text/plain"
    assert _refusal("a.txt", b"x" * (LIMIT + 1)) == (413, "too-large")


@pytest.mark.parametrize(
    "given, plain",
    [
        ("minutes.pdf", "minutes.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\someone\\minutes.pdf", "minutes.pdf"),
        ("two\r\nlines\x00.pdf", "twolines.pdf"),
        ("‮fdp.exe", "fdp.exe"),
        ("café № 1.pdf", "café № 1.pdf"),
        (f"{'x' * 400}.pdf", f"{'x' * 196}.pdf"),
        ("x" * 400, "x" * 200),
        (None, ""),
    ],
)
def test_a_files_name_is_its_own_alone(given: str | None, plain: str) -> None:
    assert plain_name(given) == plain
