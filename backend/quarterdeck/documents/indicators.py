"""Part 2 of a report: indicators by theme, those of other periods than the report's and contextual measures apart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quarterdeck.documents.cells import anchor, earlier, led, named, text
from quarterdeck.documents.markdown import plain, read_markdown
from quarterdeck.documents.model import (
    Block,
    Cell,
    Column,
    Heading,
    NumberCell,
    Run,
    Status,
    StatusCell,
    Table,
    TextBlock,
    TextCell,
)
from quarterdeck.documents.wording import MOVES, POLARITY, figure_words, reason_words, target_words
from quarterdeck.framework.periods import Period, Span, earlier_period
from quarterdeck.measures.check_catalogue import name_of
from quarterdeck.reporting.breaks import before_of, why_apart
from quarterdeck.reporting.content import EditionContent, FigureContent
from quarterdeck.reporting.counting import EARLIER

NO_THEME = "Not under a theme"
REPORTED = {
    Span.YEAR: "reported yearly",
    Span.HALF: "reported half-yearly",
    Span.QUARTER: "reported quarterly",
    Span.MONTH: "reported monthly",
    Span.CUSTOM: "reported for periods of their own",
}
SPANS = tuple(REPORTED)


@dataclass(frozen=True)
class Rows:
    """Indicators that share their columns: each with its newest figure in the report.

    within: the figures of earlier months of a quarterly report, by series; their texts stand with the newest's.
    """

    span: Span
    figures: list[FigureContent]
    within: Mapping[int, list[FigureContent]]


@dataclass(frozen=True)
class Shown:
    """What a table shows beside a figure: the report's period, and the earlier periods (code, label), oldest first."""

    period_code: str
    last_year: bool
    earlier: list[tuple[str, str]]


def performance(content: EditionContent, ratings: Mapping[str, Status]) -> Iterator[Block]:
    """A table of performance indicators for each theme, in the edition's order.

    ratings: in the council's own words.
    """
    figures, period_code = content.figures, content.period.code
    shown = [each for each in figures if each.kind == "performance"]
    if not shown:
        yield plain("No performance indicator is reported in this period.")
    for theme, group in _by_theme(shown):
        yield Heading(level=3, text=theme, anchor=f"performance-{anchor(theme)}")
        for rows in _by_span(group, period_code):
            apart = "" if rows.span is Period.of_code(period_code).span else f" {REPORTED[rows.span]}"
            yield _performance_table(f"{theme}: performance indicators{apart}", rows, content, ratings)
    yield from _late(figures, period_code, ratings)


def contextual(figures: Sequence[FigureContent], period_code: str) -> Iterator[Block]:
    """Volumes and demand: reported, never rated."""
    shown = [each for each in figures if each.kind == "contextual"]
    if not shown:
        yield plain("No contextual measure is reported in this period.")
        return
    yield plain("These measures describe volume and demand. They have no target and are never rated.")
    for rows in _by_span(shown, period_code):
        beside = _beside(rows, period_code)
        apart = "" if rows.span is Period.of_code(period_code).span else f" {REPORTED[rows.span]}"
        yield Table(
            caption=f"Contextual measures{apart}",
            columns=[
                Column(title="Measure", width="name"),
                *_earlier_columns(beside),
                Column(title="This period", width="number"),
                Column(title="Commentary", width="prose"),
                Column(title="Owner"),
            ],
            rows=[
                [
                    text(named(each)),
                    *_earlier_cells(each, beside),
                    value_cell(each, period_code),
                    _commentary(each, rows),
                    text(owner(each)),
                ]
                for each in rows.figures
            ],
        )


def value_cell(figure: FigureContent, period_code: str) -> NumberCell:
    """The figure of the report's period; one that is for another says which."""
    marks = [word for word, shown in (("provisional", figure.provisional), ("revised", figure.revised)) if shown]
    if figure.period_code != period_code:
        marks.append(f"for {figure.period_label}")
    return NumberCell(text=_words(figure), mark=", ".join(marks))


def commentary_blocks(figure: FigureContent, ratings: Mapping[str, Status]) -> list[TextBlock]:
    """What is said of a figure: commentary, what the checks at entry asked of it and of its target, and a judgement."""
    blocks = read_markdown(figure.commentary)
    for warning, explanation in (*sorted(figure.explanations.items()), *sorted(figure.target_explanations.items())):
        if explanation.strip():
            blocks += led(Run(text=f"{name_of(warning)}: ", italic=True), read_markdown(explanation))
    if figure.override_reason is not None:
        rated, ruled = ratings[figure.rating].word.lower(), ratings[figure.ruled_rating or "unrated"].word.lower()
        lead = Run(text=f"Rated {rated} by judgement; by the rule {ruled}: ", italic=True)
        blocks += led(lead, read_markdown(figure.override_reason))
    return blocks


def owner(figure: FigureContent) -> str:
    """The post that answers for a figure, or the unit."""
    return figure.owner_post or figure.unit


def _performance_table(caption: str, rows: Rows, content: EditionContent, ratings: Mapping[str, Status]) -> Table:
    period_code = content.period.code
    beside = _beside(rows, period_code)
    return Table(
        caption=caption,
        columns=[
            Column(title="Indicator", width="name"),
            Column(title="Good is"),
            *_earlier_columns(beside),
            Column(title="This period", width="number"),
            Column(title="Target", width="number"),
            Column(title="Rating", width="status"),
            Column(title="Against the period before", width="status"),
            Column(title="Against last year", width="status"),
            Column(title="Commentary", width="prose"),
            Column(title="Owner"),
        ],
        rows=[
            [
                text(named(each)),
                text(POLARITY[each.polarity]),
                *_earlier_cells(each, beside),
                value_cell(each, period_code),
                NumberCell(text=target_words(each)),
                _rating(each, ratings),
                *_moves(each, content),
                _commentary(each, rows, ratings),
                text(owner(each)),
            ]
            for each in rows.figures
        ],
    )


def _moves(figure: FigureContent, content: EditionContent) -> list[Cell]:
    """Its directions of travel; across a break in its series, why there is none."""
    ways = zip((figure.short_travel, figure.long_travel), before_of(figure.period_code), strict=True)
    return [
        text(why_apart(content, figure.series_id, code, figure.period_code) or MOVES[travel]) for travel, code in ways
    ]


def _late(figures: Sequence[FigureContent], period_code: str, ratings: Mapping[str, Status]) -> Iterator[Block]:
    """Figures of earlier periods beside a newer one of the same measure: final ones, or those of a merged quarter."""
    newest = _newest(figures)
    late = [each for each in figures if _is_late(each, newest[each.series_id], period_code)]
    if not late:
        return
    yield Heading(level=3, text="Figures of earlier periods", anchor="performance-earlier")
    yield Table(
        caption="Figures of earlier periods that were reported for this report, beside the newest ones above",
        columns=[
            Column(title="Measure", width="name"),
            Column(title="Period"),
            Column(title="Figure", width="number"),
            Column(title="Target", width="number"),
            Column(title="Rating", width="status"),
            Column(title="Commentary", width="prose"),
        ],
        rows=[
            [
                text(named(each)),
                text(each.period_label),
                value_cell(each, each.period_code),
                NumberCell(text=target_words(each)),
                _rating(each, ratings),
                TextCell(blocks=commentary_blocks(each, ratings)),
            ]
            for each in late
        ],
    )


def _rating(figure: FigureContent, ratings: Mapping[str, Status]) -> StatusCell:
    """Its rating; beside it that it was made by judgement, or why there is none."""
    note = reason_words(figure.unrated_reason) if figure.override_reason is None else "by judgement"
    return StatusCell(status=ratings[figure.rating], note=note)


def _by_theme(figures: Sequence[FigureContent]) -> Iterator[tuple[str, list[FigureContent]]]:
    """Figures by theme, themes in the edition's order; those without one come last."""
    groups: dict[str | None, list[FigureContent]] = {}
    for each in figures:
        groups.setdefault(each.theme, []).append(each)
    without = groups.pop(None, [])
    yield from ((theme, group) for theme, group in groups.items() if theme is not None)
    if without:
        yield NO_THEME, without


def _newest(figures: Sequence[FigureContent]) -> dict[int, FigureContent]:
    """The figure of each series that is of its newest period."""
    ordered = sorted(figures, key=lambda each: Period.of_code(each.period_code))
    return {each.series_id: each for each in ordered}


def _by_span(figures: Sequence[FigureContent], period_code: str) -> Iterator[Rows]:
    """The newest figures in tables by how long their periods are: the report's own length first."""
    newest = _newest(figures)
    own = Period.of_code(period_code).span
    for span in sorted(SPANS, key=lambda each: (each is not own, SPANS.index(each))):
        rows = [
            each for each in figures if newest[each.series_id] is each and Period.of_code(each.period_code).span is span
        ]
        if rows:
            yield Rows(span, rows, {each.series_id: _within(each, figures, period_code) for each in rows})


def _within(newest: FigureContent, figures: Sequence[FigureContent], period_code: str) -> list[FigureContent]:
    """The earlier figures of a series that stand in the columns before its newest one."""
    return [
        each
        for each in figures
        if each.series_id == newest.series_id and each is not newest and not _is_late(each, newest, period_code)
    ]


def _is_late(figure: FigureContent, newest: FigureContent, period_code: str) -> bool:
    """Whether a figure needs a row of its own: the month before last does not, the quarter before does."""
    same_length = Period.of_code(figure.period_code).span is Period.of_code(period_code).span
    printed = {each.period_code for each in newest.previous}
    return figure is not newest and (same_length or figure.period_code not in printed)


def _beside(rows: Rows, period_code: str) -> Shown:
    """The earlier periods that a table has columns for: those of its own length, as many as are printed.

    The same period last year has its own column, unless a year is reported.
    """
    yearly = rows.span is Span.YEAR
    own = Period.of_code(period_code).span is rows.span
    last = Period.of_code(period_code) if own else max(Period.of_code(each.period_code) for each in rows.figures)
    found = {
        Period.of_code(each.period_code): (each.period_code, each.label)
        for figure in rows.figures
        for each in figure.previous
        if Period.of_code(each.period_code).span is rows.span and (yearly or each != figure.previous_year)
    }
    before = sorted(period for period in found if period < last)[-EARLIER:]
    year_ago = None if yearly else earlier_period(last, Period.same_period_last_year)
    if year_ago is not None:
        # A late figure reaches one period further back than the others.
        before = [period for period in before if period > year_ago]
    return Shown(period_code, not yearly, [found[period] for period in before])


def _earlier_columns(beside: Shown) -> list[Column]:
    titles = ["Same period last year"] if beside.last_year else []
    return [Column(title=title, width="number") for title in (*titles, *(label for _, label in beside.earlier))]


def _earlier_cells(figure: FigureContent, beside: Shown) -> list[Cell]:
    by_code = {each.period_code: each for each in figure.previous}
    cells: list[Cell] = [earlier(figure, figure.previous_year)] if beside.last_year else []
    for code, _ in beside.earlier:
        # A late figure's own period may be a column of the others' earlier periods.
        own = code == figure.period_code
        cells.append(value_cell(figure, code) if own else earlier(figure, by_code.get(code)))
    return cells


def _words(figure: FigureContent) -> str:
    return figure_words(figure.value_state, figure.value, figure.unit_of_measure, figure.decimals)


def _commentary(figure: FigureContent, rows: Rows, ratings: Mapping[str, Status] | None = None) -> TextCell:
    """What is said of the newest figure, and of the months before it in the same report."""
    blocks = commentary_blocks(figure, ratings or {})
    for each in rows.within.get(figure.series_id, ()):
        said = [block for block in commentary_blocks(each, ratings or {}) if block not in blocks]
        if said:
            blocks += led(Run(text=f"{each.period_label}: ", bold=True), said)
    return TextCell(blocks=blocks)
