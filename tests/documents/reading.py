"""Reading a document back: its sections, tables and sentences as plain words."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from quarterdeck.documents.assemble import assemble_document
from quarterdeck.documents.model import Block, Document, Heading, ListBlock, Paragraph, Table
from quarterdeck.reporting.content import EditionContent
from tests.documents.example import CONTENT, EDITION


def changed(**parts: Any) -> EditionContent:
    return CONTENT.model_copy(update=parts)


def document(content: EditionContent = CONTENT, **edition: Any) -> Document:
    return assemble_document(content, replace(EDITION, **edition))


def section(made: Document, anchor: str) -> list[Block]:
    """The blocks under a heading of level 2."""
    starts = [n for n, block in enumerate(made.blocks) if isinstance(block, Heading) and block.level == 2]
    start = next(n for n in starts if made.blocks[n].anchor == anchor)  # type: ignore[union-attr]
    end = next((n for n in starts if n > start), len(made.blocks))
    return made.blocks[start + 1 : end]


def tables(blocks: Sequence[Block]) -> list[Table]:
    return [each for each in blocks if isinstance(each, Table)]


def columns(table: Table) -> list[str]:
    return [each.title for each in table.columns]


def words(cell: Any) -> str:
    """A cell's text, in one line."""
    match cell.cell:
        case "number":
            return f"{cell.text} ({cell.mark})" if cell.mark else cell.text
        case "status":
            return f"{cell.status.word} ({cell.note})" if cell.note else cell.status.word
    found = [each for block in cell.blocks for each in (bullets([block]) or sentences([block]))]
    return " ".join(found)


def rows(table: Table) -> list[dict[str, str]]:
    return [dict(zip(columns(table), map(words, row), strict=True)) for row in table.rows]


def sentences(blocks: Sequence[Block]) -> list[str]:
    return ["".join(run.text for run in each.runs) for each in blocks if isinstance(each, Paragraph)]


def headings(blocks: Sequence[Block]) -> list[str]:
    return [each.text for each in blocks if isinstance(each, Heading)]


def bullets(blocks: Sequence[Block]) -> list[str]:
    """The items of every list, each in one line."""
    items = [item for each in blocks if isinstance(each, ListBlock) for item in each.items]
    return ["".join(run.text for block in item if isinstance(block, Paragraph) for run in block.runs) for item in items]
