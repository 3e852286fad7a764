"""The text of a file that somebody saved from a spreadsheet."""

from typing import Final

# What people send for a CSV file, told by its first bytes.
_NO_TEXT: Final = {
    b"PK\x03\x04": "a workbook or another zip file, not a CSV file",
    b"\xd0\xcf\x11\xe0": "an old Office file, not a CSV file",
    b"%PDF": "a PDF, not a CSV file",
    b"\xff\xfe": "in UTF-16",
    b"\xfe\xff": "in UTF-16",
}
_ENCODINGS: Final = ("utf-8-sig", "windows-1252")


class NoText(ValueError):
    """Bytes that are no text to read; its words are what they are, as a sentence."""


def text_of(content: bytes) -> str:
    """The text of a CSV file: UTF-8 with or without a byte order mark, or windows-1252. Raises NoText."""
    for signature, what in _NO_TEXT.items():
        if content.startswith(signature):
            raise NoText(f"The file is {what}.")
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoText("The file is neither in UTF-8 nor in windows-1252.")
