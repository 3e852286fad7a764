"""Part 2 of a report: indicators by theme, contextual measures apart, and what is off target again."""

from collections.abc import Iterator, Mapping, Sequence

from quarterdeck.documents.cells import anchor, earlier, named, text
from quarterdeck.documents.markdown import plain, read_markdown
from quarterdeck.documents.model import Block, Cell, Column, Heading, NumberCell, Status, StatusCell, Table, TextCell
from quarterdeck.documents.wording import MOVES, POLARITY, figure_words, reason_words, target_words
from quarterdeck.framework.periods import Period
from quarterdeck.reporting.content import FigureContent
from quarterdeck.reporting.counting import period_before

NO_THEME = "Not under a theme"
OFF_TARGET = "red"


def performance(figures: Sequence[FigureContent], period_code: str, ratings: Mapping[str, Status]) -> Iterator[Block]:
    """A table of performance indicators for each theme, in the edition's order.

    period_code: the report's own. ratings: in the council's own words.
    """
    shown = [each for each in figures if each.kind == "performance"]
    if not shown:
        yield plain("No performance indicator is reported in this period.")
    for theme, group in _by_theme(shown):
        yield Heading(level=3, text=theme, anchor=f"performance-{anchor(theme)}")
        yield _performance_table(theme, group, period_code, ratings)


def contextual(figures: Sequence[FigureContent], period_code: str) -> Iterator[Block]:
    """Volumes and demand: reported, never rated."""
    shown = [each for each in figures if each.kind == "contextual"]
    if not shown:
        yield plain("No contextual measure is reported in this period.")
        return
    yield plain("These measures describe volume and demand. They have no target and are never rated.")
    before = _earlier_labels(shown, period_code)
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
                text(named(each)),
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
        (each, before)
        for each in figures
        if each.rating == OFF_TARGET and (before := period_before(each)) and before.rating == OFF_TARGET
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
                text(named(each)),
                earlier(each, before),
                _value(each, period_code),
                NumberCell(text=target_words(each)),
                _commentary(each),
                text(_owner(each)),
            ]
            for each, before in again
        ],
    )


def _performance_table(
    theme: str, figures: Sequence[FigureContent], period_code: str, ratings: Mapping[str, Status]
) -> Table:
    before = _earlier_labels(figures, period_code)
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
        rows=[_performance_row(each, before, period_code, ratings) for each in figures],
    )


def _performance_row(
    figure: FigureContent, before: Sequence[str], period_code: str, ratings: Mapping[str, Status]
) -> list[Cell]:
    return [
        text(named(figure)),
        text(POLARITY[figure.polarity]),
        *_earlier_cells(figure, before),
        _value(figure, period_code),
        NumberCell(text=target_words(figure)),
        StatusCell(status=ratings[figure.rating], note=reason_words(figure.unrated_reason)),
        text(MOVES[figure.short_travel]),
        text(MOVES[figure.long_travel]),
        _commentary(figure),
        text(_owner(figure)),
    ]


def _by_theme(figures: Sequence[FigureContent]) -> Iterator[tuple[str, list[FigureContent]]]:
    """Figures by theme, themes in the edition's order; those without one come last."""
    groups: dict[str | None, list[FigureContent]] = {}
    for each in figures:
        groups.setdefault(each.theme, []).append(each)
    without = groups.pop(None, [])
    yield from ((theme, group) for theme, group in groups.items() if theme is not None)
    if without:
        yield NO_THEME, without


def _earlier_labels(figures: Sequence[FigureContent], period_code: str) -> list[str]:
    """The earlier periods that a table needs columns for, oldest first.

    Years do not mix with the quarters of a quarterly report, and the same period last year has its own column.
    """
    span = Period.of_code(period_code).span
    found = {
        each.period_code: each.label
        for figure in figures
        for each in figure.previous
        if each != figure.previous_year and Period.of_code(each.period_code).span is span
    }
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
