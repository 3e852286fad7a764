"""What an uploaded file may be: its size, and a type told by its content; its name has to agree."""

from quarterdeck.core.errors import Problem, invalid

# First bytes → media type. Anything else is text, or nothing we take.
SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
ZIP = b"PK\x03\x04"
# A part that every file of the kind has. Names of parts stand in a ZIP file uncompressed, at its end at the latest.
OFFICE = (
    (b"xl/workbook.", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"word/document.", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"ppt/presentation.", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
MACROS = b"vbaProject.bin"
SUFFIXES = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    OFFICE[0][1]: (".xlsx",),
    OFFICE[1][1]: (".docx",),
    OFFICE[2][1]: (".pptx",),
    "text/csv": (".csv",),
    "text/plain": (".txt",),
}
"""Every media type we take, and how names of such files end. A page or a script is text too: its name is refused."""
CONTROL = bytes(number for number in (*range(32), 127) if number not in b"\t\n\r\f")
LONGEST_NAME = 200


def media_type_of(filename: str, content: bytes, limit: int) -> str:
    """The media type by content.

    Raises 413 for a file of more than `limit` bytes; 422 for an empty one, an unknown type, macros, and a
    name that does not end as its type's do (what is saved under `x.exe` is run, whatever it holds).
    """
    if len(content) > limit:
        raise Problem(413, "too-large", f"A file may have at most {limit} bytes.")
    if not content:
        raise invalid("/file", "empty_file", "The file is empty.")
    suffix = "." + filename.lower().rpartition(".")[2]
    media_type = _binary_type(content) or _text_type(content, suffix)
    if media_type is None:
        raise invalid("/file", "unknown_type", "Send a PDF, PNG, JPEG, Word, Excel, PowerPoint, CSV or text file.")
    if suffix not in SUFFIXES[media_type]:
        detail = f"By its content this is {media_type}; its name has to end in {' or '.join(SUFFIXES[media_type])}."
        raise invalid("/file", "wrong_name", detail)
    return media_type


def plain_name(filename: str | None) -> str:
    """The file's own name: without folders, control characters or more than 200 characters."""
    name = (filename or "").replace("\\", "/").rpartition("/")[2]
    name = "".join(character for character in name if character.isprintable()).strip()
    stem, dot, suffix = name.rpartition(".")
    return stem[: LONGEST_NAME - len(suffix) - 1] + dot + suffix if len(suffix) < 10 else name[:LONGEST_NAME]


def _binary_type(content: bytes) -> str | None:
    for signature, media_type in SIGNATURES:
        if content.startswith(signature):
            return media_type
    if not content.startswith(ZIP) or b"[Content_Types].xml" not in content:
        return None
    if MACROS in content:
        raise invalid("/file", "macros", "Files with macros are not taken; save it without them.")
    return next((media_type for part, media_type in OFFICE if part in content), None)


def _text_type(content: bytes, suffix: str) -> str | None:
    """Text is what has no control characters and reads as UTF-8, or as Windows-1252 as Excel saves CSV."""
    if len(content.translate(None, CONTROL)) != len(content):
        return None
    for encoding in ("utf-8", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return "text/csv" if suffix == ".csv" else "text/plain"
    return None
