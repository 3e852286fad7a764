"""What changed since the last report: figures put right, and what measures and targets say otherwise than before."""

from collections.abc import Iterator, Mapping, Sequence

from quarterdeck.documents.cells import text
from quarterdeck.documents.markdown import plain, read_markdown
from quarterdeck.documents.model import Block, Column, Heading, NumberCell, Paragraph, Run, Status, Table, TextCell
from quarterdeck.documents.summary import move_blocks
from quarterdeck.documents.wording import day_words, field_words, figure_words, said_words, target_said
from quarterdeck.reporting.annual_content import AnnualCorrection
from quarterdeck.reporting.content import CorrectionContent, DefinitionChange, EditionContent, TargetChange

NOTHING = "No figure that members have seen has changed since the last report, nor any definition, rule or target."
REASON = Column(title="Why", width="prose")


def change_blocks(content: EditionContent, ratings: Mapping[str, Status]) -> Iterator[Block]:
    """A table for each kind of change that there is; one sentence where only ratings moved, or nothing did."""
    yield from move_blocks(content, ratings)
    if not (content.corrections or content.definitions or content.targets):
        yield plain(NOTHING)
    if content.corrections:
        yield Heading(level=3, text="Corrections to earlier periods", anchor="corrections")
        yield corrections_table(content.corrections)
    if content.definitions:
        yield Heading(level=3, text="Changed definitions", anchor="definitions")
        yield _definitions(content.definitions)
    if content.targets:
        yield Heading(level=3, text="Changed and late targets", anchor="targets")
        yield _targets(content.targets)


def corrections_table(corrections: Sequence[CorrectionContent | AnnualCorrection]) -> Table:
    """Figures that changed after members had seen them: what each was, is now, and why."""
    return Table(
        caption="Figures changed since members saw them",
        columns=[
            Column(title="Measure", width="name"),
            Column(title="Period"),
            Column(title="Was", width="number"),
            Column(title="Is now", width="number"),
            REASON,
            Column(title="Accepted", width="date"),
        ],
        rows=[
            [
                text(f"{each.ref} {each.name}"),
                text(each.period_label),
                NumberCell(text=figure_words(each.was_state, each.was, each.unit_of_measure, each.decimals)),
                NumberCell(text=figure_words(each.now_state, each.now, each.unit_of_measure, each.decimals)),
                TextCell(blocks=read_markdown(each.reason)),
                text(day_words(each.accepted_on)),
            ]
            for each in corrections
        ],
    )


def _definitions(changes: Sequence[DefinitionChange]) -> Table:
    # A measure of several units is defined once.
    once = {(each.ref, each.effective_from): each for each in reversed(changes)}
    return Table(
        caption="Measures that are defined or rated otherwise than in the last report",
        columns=[
            Column(title="Measure", width="name"),
            Column(title="What changed", width="prose"),
            Column(title="For periods from", width="date"),
            REASON,
        ],
        rows=[
            [
                text(f"{each.ref} {each.name}"),
                _what_changed(each),
                text(day_words(each.effective_from)),
                TextCell(blocks=read_markdown(each.reason or "No reason was given.")),
            ]
            for each in changes
            if once[each.ref, each.effective_from] is each
        ],
    )


def _what_changed(change: DefinitionChange) -> TextCell:
    blocks = [
        Paragraph(
            runs=[
                Run(text=f"{field_words(each.field_code)}: ", bold=True),
                Run(text=f"{_said(each.field_code, each.now)} Before: {_said(each.field_code, each.was)}"),
            ]
        )
        for each in change.changed
    ]
    if change.breaks_series:
        blocks.append(plain("Figures from before cannot be compared with those from then on."))
    return TextCell(blocks=blocks)


def _said(field_code: str, value: str) -> str:
    """What a definition says, as a sentence of its own."""
    words = said_words(field_code, value).strip()
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _targets(changes: Sequence[TargetChange]) -> Table:
    return Table(
        caption="Targets that took the place of others, or were approved after their period had begun",
        columns=[
            Column(title="Measure", width="name"),
            Column(title="Period"),
            Column(title="Was", width="number"),
            Column(title="Is now", width="number"),
            Column(title="Approved", width="date"),
            REASON,
        ],
        rows=[
            [
                text(f"{each.ref} {each.name}"),
                text(each.period_label),
                NumberCell(text=_target(each, was=True)),
                NumberCell(text=_target(each)),
                _approved(each),
                TextCell(blocks=read_markdown(each.reason or "No reason was given.")),
            ]
            for each in changes
        ],
    )


def _target(change: TargetChange, *, was: bool = False) -> str:
    said = change.was if was else change.now
    if said is None:
        return "None set"
    return target_said(said.value, said.low, said.high, said.text, change.unit_of_measure, change.decimals)


def _approved(change: TargetChange) -> TextCell:
    late = [plain("Approved after the period began.")] if change.late else []
    return TextCell(blocks=[plain(day_words(change.approved_on)), *late])
