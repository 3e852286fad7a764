"""What an uploaded file may be: its size, and a type told by its content rather than its name."""

from quarterdeck.core.errors import Problem, invalid

# First bytes → media type. Anything else that is UTF-8 without control characters is text.
SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"PK\x03\x04", "application/zip"),
)
OFFICE = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


def media_type_of(filename: str, content: bytes, limit: int) -> str:
    """The media type by content. Raises 413 for too large a file, 422 for an empty or unknown one."""
    if len(content) > limit:
        raise Problem(413, "too-large", f"A file may have at most {limit} bytes.")
    if not content:
        raise invalid("/file", "empty_file", "The file is empty.")
    for signature, media_type in SIGNATURES:
        if content.startswith(signature):
            if media_type != "application/zip":
                return media_type
            suffix = "." + filename.lower().rpartition(".")[2]
            if suffix in OFFICE and b"[Content_Types].xml" in content[:4096]:
                return OFFICE[suffix]
    if _is_text(content):
        return "text/csv" if filename.lower().endswith(".csv") else "text/plain"
    raise invalid("/file", "unknown_type", "Send a PDF, PNG, JPEG, Word, Excel, PowerPoint, CSV or text file.")


def _is_text(content: bytes) -> bool:
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return all(character in "\t\n\r\f" or ord(character) >= 32 for character in decoded)
