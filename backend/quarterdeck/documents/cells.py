"""Small pieces of a table that several parts of a document share."""

from collections.abc import Sequence

from quarterdeck.documents.markdown import plain
from quarterdeck.documents.model import NumberCell, Paragraph, Run, TextBlock, TextCell
from quarterdeck.documents.wording import figure_words
from quarterdeck.reporting.content import EarlierFigure, FigureContent, MissingContent, ReportedBefore


def text(words: str) -> TextCell:
    """A cell of plain text."""
    return TextCell(blocks=[plain(words)])


def led(lead: Run, blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """The words of an officer behind a word of the report, in one paragraph where theirs begin with one."""
    if blocks and isinstance(blocks[0], Paragraph):
        return [Paragraph(runs=[lead, *blocks[0].runs]), *blocks[1:]]
    return [Paragraph(runs=[lead]), *blocks]


def count(number: int) -> NumberCell:
    return NumberCell(text=f"{number:,}")


def earlier(figure: FigureContent, before: EarlierFigure | None) -> NumberCell:
    """What stood for an earlier period, in the figure's own unit of measure."""
    if before is None:
        return NumberCell(text="No figure")
    words = figure_words(before.value_state, before.value, figure.unit_of_measure, figure.decimals)
    return NumberCell(text=words, mark="provisional" if before.provisional else "")


def named(measure: FigureContent | MissingContent | ReportedBefore) -> str:
    """Ref and name; with where it is measured and its part, where several rows would read alike."""
    part = "" if measure.breakdown == "all" else measure.breakdown.replace(":", ": ")
    told_apart = ", ".join(each for each in (measure.measured_in, part) if each)
    return f"{measure.ref} {measure.name} ({told_apart})" if told_apart else f"{measure.ref} {measure.name}"


def anchor(words: str) -> str:
    """A heading's id: letters and digits of its words, joined by hyphens."""
    return "-".join("".join(letter if letter.isalnum() else " " for letter in words.lower()).split())
