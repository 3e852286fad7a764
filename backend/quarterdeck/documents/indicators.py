"""Part 2 of a report: indicators by theme, contextual measures apart, and what is off target again."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from quarterdeck.documents.cells import anchor, earlier, text
from quarterdeck.documents.markdown import plain, read_markdown
from quarterdeck.documents.model import Block, Cell, Column, Heading, NumberCell, StatusCell, Table, TextCell
from quarterdeck.documents.wording import MOVES, POLARITY, RATINGS, figure_words, reason_words, target_words
from quarterdeck.reporting.content import FigureContent

NO_THEME = "Not under a theme"
OFF_TARGET = "red"


def performance(figures: Sequence[FigureContent], period_code: str) -> Iterator[Block]:
    """A table of performance indicators for each theme, in the edition's order. period_code: the report's own."""
    shown = [each for each in figures if each.kind == "performance"]
    if not shown:
        yield plain("No performance indicator is reported in this period.")
    for theme, group in _by_theme(shown):
        yield Heading(level=3, text=theme, anchor=f"performance-{anchor(theme)}")
        yield _performance_table(theme, group, period_code)


def contextual(figures: Sequence[FigureContent], period_code: str) -> Iterator[Block]:
    """Volumes and demand: reported, never rated."""
    shown = [each for each in figures if each.kind == "contextual"]
    if not shown:
        yield plain("No contextual measure is reported in this period.")
        return
    yield plain("These measures describe volume and demand. They have no target and are never rated.")
    before = _earlier_labels(shown)
    yield Table(
        caption="Contextual measures",
        columns=[
            Column(title="Measure", width="name"),
            *_earlier_columns(before),
            Column(title="This period", width="number"),
            Column(title="Commentary", width="prose"),
            Column(title="Owner"),
        ],
        rows=[
            [
                text(_named(each)),
                *_earlier_cells(each, before),
                _value(each, period_code),
                _commentary(each),
                text(_owner(each)),
            ]
            for each in shown
        ],
    )


def exceptions(figures: Sequence[FigureContent], period_code: str) -> Iterator[Block]:
    """What was off target in this period and in the one before, with what the service says it does about it."""
    again = [
        each
        for each in figures
        if each.rating == OFF_TARGET and each.previous and each.previous[-1].rating == OFF_TARGET
    ]
    if not again:
        yield plain("No indicator is off target for two periods running.")
        return
    yield Table(
        caption="Indicators off target in this period and the one before",
        columns=[
            Column(title="Indicator", width="name"),
            Column(title="Period before", width="number"),
            Column(title="This period", width="number"),
            Column(title="Target", width="number"),
            Column(title="Recovery", width="prose"),
            Column(title="Owner"),
        ],
        rows=[
            [
                text(_named(each)),
                earlier(each, each.previous[-1]),
                _value(each, period_code),
                NumberCell(text=target_words(each)),
                _commentary(each),
                text(_owner(each)),
            ]
            for each in again
        ],
    )


def _performance_table(theme: str, figures: Sequence[FigureContent], period_code: str) -> Table:
    before = _earlier_labels(figures)
    return Table(
        caption=f"{theme}: performance indicators",
        columns=[
            Column(title="Indicator", width="name"),
            Column(title="Good is"),
            *_earlier_columns(before),
            Column(title="This period", width="number"),
            Column(title="Target", width="number"),
            Column(title="Rating", width="status"),
            Column(title="Against the period before", width="status"),
            Column(title="Against last year", width="status"),
            Column(title="Commentary", width="prose"),
            Column(title="Owner"),
        ],
        rows=[_performance_row(each, before, period_code) for each in figures],
    )


def _performance_row(figure: FigureContent, before: Sequence[str], period_code: str) -> list[Cell]:
    return [
        text(_named(figure)),
        text(POLARITY[figure.polarity]),
        *_earlier_cells(figure, before),
        _value(figure, period_code),
        NumberCell(text=target_words(figure)),
        StatusCell(status=RATINGS[figure.rating], note=reason_words(figure.unrated_reason)),
        text(MOVES[figure.short_travel]),
        text(MOVES[figure.long_travel]),
        _commentary(figure),
        text(_owner(figure)),
    ]


def _by_theme(figures: Sequence[FigureContent]) -> Iterator[tuple[str, list[FigureContent]]]:
    """Figures of one theme stand together in an edition; those without one come last."""
    for theme, group in groupby(figures, key=lambda each: each.theme or NO_THEME):
        yield theme, list(group)


def _earlier_labels(figures: Sequence[FigureContent]) -> list[str]:
    """The earlier periods that a table needs columns for, oldest first."""
    found = {each.period_code: each.label for figure in figures for each in figure.previous}
    return [found[code] for code in sorted(found)]


def _earlier_columns(labels: Sequence[str]) -> list[Column]:
    return [
        Column(title="Same period last year", width="number"),
        *(Column(title=each, width="number") for each in labels),
    ]


def _earlier_cells(figure: FigureContent, labels: Sequence[str]) -> list[Cell]:
    by_label = {each.label: each for each in figure.previous}
    cells: list[Cell] = [earlier(figure, figure.previous_year)]
    for label in labels:
        # A late figure's own period may be a column of the others' earlier periods.
        late = label == figure.period_label
        cells.append(_value(figure, figure.period_code) if late else earlier(figure, by_label.get(label)))
    return cells


def _named(figure: FigureContent) -> str:
    """Ref and name; with its part where a breakdown is shown."""
    part = "" if figure.breakdown == "all" else f" ({figure.breakdown.replace(':', ': ')})"
    return f"{figure.ref} {figure.name}{part}"


def _value(figure: FigureContent, period_code: str) -> NumberCell:
    """The figure of the report's period; one that comes late by its nature says which period it is for."""
    marks = [word for word, shown in (("provisional", figure.provisional), ("revised", figure.revised)) if shown]
    if figure.period_code != period_code:
        marks.append(f"for {figure.period_label}")
    words = figure_words(figure.value_state, figure.value, figure.unit_of_measure, figure.decimals)
    return NumberCell(text=words, mark=", ".join(marks))


def _commentary(figure: FigureContent) -> TextCell:
    """The service's commentary, and its explanations of what the checks at entry warned of."""
    blocks = read_markdown(figure.commentary)
    for warning, explanation in sorted(figure.explanations.items()):
        if explanation.strip():
            blocks += read_markdown(f"*{reason_words(warning).capitalize()}:* {explanation}")
    return TextCell(blocks=blocks)


def _owner(figure: FigureContent) -> str:
    return figure.owner_post or figure.unit
