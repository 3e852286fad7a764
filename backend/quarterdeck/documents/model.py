"""The document model: what every renderer walks. Blocks in reading order; nothing in it knows HTML, Word or PDF."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def without_controls(text: str) -> str:
    """The text without control characters, which break documents; tabs and line ends stay."""
    return "".join(letter for letter in text if letter in "\n\t" or (ord(letter) >= 32 and ord(letter) != 127))


Text = Annotated[str, AfterValidator(without_controls)]


class Part(BaseModel):
    """Base of the model's parts."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Run(Part):
    """A stretch of text in one style; with `href`, a link."""

    text: Text
    bold: bool = False
    italic: bool = False
    href: str | None = None


class Heading(Part):
    """A heading below the title. Levels are never skipped; the title alone is level 1."""

    block: Literal["heading"] = "heading"
    level: Literal[2, 3, 4]
    text: Text
    anchor: str


class Paragraph(Part):
    block: Literal["paragraph"] = "paragraph"
    runs: list[Run]


class ListBlock(Part):
    """A list whose items are blocks, because an item may hold a list. An ordered one counts from `start`."""

    block: Literal["list"] = "list"
    ordered: bool
    start: int = 1
    items: list[list["TextBlock"]]


TextBlock = Annotated[Paragraph | ListBlock, Field(discriminator="block")]


class Status(Part):
    """A status: its word, and the name of its shape, which has its own colour."""

    word: Text
    shape: Literal["circle", "triangle", "diamond", "ring", "square"]
    tone: Literal["on_target", "near_target", "off_target", "no_data", "completed"]


class TextCell(Part):
    cell: Literal["text"] = "text"
    blocks: list[TextBlock]


class NumberCell(Part):
    """A figure in words, as printed ("94.2%", "Not available"). `mark` is a note such as "revised"."""

    cell: Literal["number"] = "number"
    text: Text
    mark: Text = ""


class StatusCell(Part):
    cell: Literal["status"] = "status"
    status: Status
    note: Text = ""


Cell = Annotated[TextCell | NumberCell | StatusCell, Field(discriminator="cell")]


class Column(Part):
    """A column. The first column of every table names its row. `width` says how much text it holds."""

    title: Text
    width: Literal["narrow", "name", "number", "prose", "status", "date"] = "narrow"


class Table(Part):
    """A table without merged cells; each row has as many cells as there are columns."""

    block: Literal["table"] = "table"
    caption: Text
    columns: list[Column]
    rows: list[list[Cell]]


class Fact(Part):
    """A term and what it is, as in a report's header. `exact` marks codes to be shown letter by letter."""

    term: Text
    text: Text
    exact: bool = False


class Facts(Part):
    block: Literal["facts"] = "facts"
    facts: list[Fact]


class Callout(Part):
    """A short passage set apart."""

    block: Literal["callout"] = "callout"
    title: Text
    blocks: list[TextBlock]


class KeyEntry(Part):
    status: Status
    meaning: Text


class Key(Part):
    """What each status means: the legend."""

    block: Literal["key"] = "key"
    entries: list[KeyEntry]


Block = Annotated[Heading | Paragraph | ListBlock | Table | Facts | Callout | Key, Field(discriminator="block")]


class Document(Part):
    """A document: title (its one heading of level 1), a line below it, header facts, and the body."""

    title: Text
    subtitle: Text
    language: str
    facts: Facts
    blocks: list[Block]
