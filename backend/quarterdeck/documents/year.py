"""The annual round's document: the indicators and targets that are proposed for a year, by theme, and why."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from quarterdeck.documents.cells import anchor, count, led, text
from quarterdeck.documents.markdown import plain, read_markdown
from quarterdeck.documents.model import Block, Column, Heading, NumberCell, Run, Table, TextBlock, TextCell
from quarterdeck.documents.wording import figure_words, target_said
from quarterdeck.measures.check_catalogue import name_of
from quarterdeck.reporting.breaks import why_apart
from quarterdeck.reporting.content import TargetSaid
from quarterdeck.reporting.year_content import OutturnContent, ProposalContent, YearContent

CHANGES = {"keep": "Kept", "change": "Changed", "new": "New", "drop": "Dropped"}
BASES = {"sum": "sum of its periods", "ratio": "over all its periods", "last": "its last figure"}
NO_THEME = "Not linked to a priority"
WHY = Column(title="Why", width="prose")


def year_blocks(content: YearContent) -> Iterator[Block]:
    """Summary, what changes, targets by theme, and who did not propose."""
    label = content.period.label
    targets = [each for each in content.proposals if each.targets]
    yield Heading(level=2, text="Summary", anchor="summary")
    yield plain(
        f"This is what services propose to measure in {label}, and the targets they propose to be held to. "
        "When it is approved, every target here counts, and what is dropped is measured no longer."
    )
    yield _counts(content)
    if content.not_proposed:
        names = "; ".join(each.unit for each in content.not_proposed)
        why = next((each.reason for each in content.not_proposed if each.reason), "No reason was given.")
        yield plain(f"Without the proposals of {names}, which were not confirmed in time: {why}")
    yield from _new(content, label)
    yield from _dropped(content, label)
    yield Heading(level=2, text="Indicators and targets by theme", anchor="targets")
    for theme, rows in groupby(targets, key=lambda each: each.theme):
        words = theme or NO_THEME
        yield Heading(level=3, text=words, anchor=f"targets-{anchor(words)}")
        yield _targets(content, words, list(rows))
    if not targets:
        yield plain("No targets are proposed.")
    yield from _contextual(content)
    yield Heading(level=2, text="How targets are spread over the year", anchor="profiles")
    yield from _methods(targets)


def _counts(content: YearContent) -> Table:
    changes = [each.change for each in content.proposals]
    return Table(
        caption="What is proposed",
        columns=[Column(title="Proposal", width="name"), Column(title="Measures", width="number")],
        rows=[[text(word), count(changes.count(change))] for change, word in CHANGES.items()]
        + [[text("All"), count(len(changes))]],
    )


def _new(content: YearContent, label: str) -> Iterator[Block]:
    new = [each for each in content.proposals if each.change == "new"]
    if new:
        yield Heading(level=2, text="New indicators", anchor="new")
        yield Table(
            caption=f"New in {label}",
            columns=[Column(title="Measure", width="name"), Column(title="Service"), WHY],
            rows=[[text(_named(each)), text(each.unit), _prose(each.rationale)] for each in new],
        )


def _dropped(content: YearContent, label: str) -> Iterator[Block]:
    dropped = [each for each in content.proposals if each.change == "drop"]
    if dropped:
        yield Heading(level=2, text="Dropped indicators", anchor="dropped")
        yield Table(
            caption=f"Dropped from {label}",
            columns=[
                Column(title="Measure", width="name"),
                Column(title="Service"),
                Column(title="Last outturns", width="prose"),
                WHY,
            ],
            rows=[
                [text(_named(each)), text(each.unit), _outturns(content, each), _prose(each.rationale)]
                for each in dropped
            ],
        )


def _contextual(content: YearContent) -> Iterator[Block]:
    rows = [each for each in content.proposals if each.kind == "contextual" and each.change != "drop"]
    if rows:
        yield Heading(level=2, text="Contextual measures", anchor="contextual")
        yield plain("Measures of demand or context have no target: " + "; ".join(_named(each) for each in rows) + ".")


def _targets(content: YearContent, theme: str, rows: Sequence[ProposalContent]) -> Table:
    return Table(
        caption=f"{theme}: indicators and targets",
        columns=[
            Column(title="Measure", width="name"),
            Column(title="Last outturns", width="prose"),
            Column(title="Target now", width="number"),
            Column(title="Proposed", width="number"),
            Column(title="Through the year", width="prose"),
            WHY,
            Column(title="Benchmark", width="prose"),
        ],
        rows=[
            [
                _measure(each),
                _outturns(content, each),
                NumberCell(text=_said(each, each.before) if each.before else "None"),
                NumberCell(text=_said(each, each.targets[0].said), mark=CHANGES[each.change].lower()),
                _periods(each),
                _why(each),
                _benchmark(each),
            ]
            for each in rows
        ],
    )


def _measure(each: ProposalContent) -> TextCell:
    good = {"higher": "High is good", "lower": "Low is good", "range": "Within a range is good"}.get(each.polarity, "")
    said = "; ".join(words for words in (each.unit, good) if words)
    return TextCell(blocks=[plain(_named(each)), plain(said)])


def _outturns(content: YearContent, each: ProposalContent) -> TextCell:
    known: list[TextBlock] = [plain(_outturn(content, each, year)) for year in each.past if year.outturn is not None]
    if each.so_far:
        newest = each.so_far[-1]
        words = figure_words(newest.value_state, newest.value, each.unit_of_measure, each.decimals)
        known.append(plain(f"Newest: {newest.period_label}: {words}"))
    return TextCell(blocks=known or [plain("None on record")])


def _outturn(content: YearContent, each: ProposalContent, year: OutturnContent) -> str:
    figure = figure_words("value", year.outturn, each.unit_of_measure, each.decimals)
    notes = [] if year.target is None else [f"target {_said(each, year.target)}"]
    notes += [BASES[year.basis]] if year.basis in BASES else []
    if apart := why_apart(content, each.series_id, year.period_code, content.period.code):
        notes.append(f"{apart[0].lower()}{apart[1:]}")
    return f"{year.period_label}: {figure}" + (f" ({'; '.join(notes)})" if notes else "")


def _periods(each: ProposalContent) -> TextCell:
    parts = each.targets[1:]
    if not parts:
        return text("Measured once a year")
    said = [_said(each, part.said) for part in parts]
    if len(set(said)) == 1:
        return text(f"{said[0]} in every period")
    pairs = zip(parts, said, strict=True)
    return TextCell(blocks=[plain(f"{part.period_label}: {words}") for part, words in pairs])


def _why(each: ProposalContent) -> TextCell:
    blocks = list(read_markdown(each.rationale)) or [plain("As it was.")]
    for code, words in each.explanations.items():
        blocks += led(Run(text=f"{name_of(code)}: ", bold=True), read_markdown(words))
    return TextCell(blocks=blocks)


def _benchmark(each: ProposalContent) -> TextCell:
    figure = ""
    if each.benchmark_value is not None:
        figure = figure_words("value", each.benchmark_value, each.unit_of_measure, each.decimals)
    words = ": ".join(part for part in (each.benchmark, figure) if part)
    source = f"Source: {each.benchmark_source}" if each.benchmark_source else ""
    return TextCell(blocks=[plain(part) for part in (words, source) if part] or [plain("None given")])


def _methods(targets: Sequence[ProposalContent]) -> Iterator[Block]:
    """Each method once, with the measures whose targets were made so."""
    of_method: dict[str, list[str]] = {}
    for each in targets:
        if each.method:
            of_method.setdefault(each.method, []).append(each.ref)
    if not of_method:
        yield plain("Every target is the year's own, or was kept as it was.")
    for method, refs in of_method.items():
        yield plain(f"{', '.join(refs)}: {method}")


def _prose(words: str) -> TextCell:
    return TextCell(blocks=list(read_markdown(words)) or [plain("No reason was given.")])


def _said(each: ProposalContent, said: TargetSaid) -> str:
    return target_said(said.value, said.low, said.high, said.text, each.unit_of_measure, each.decimals)


def _named(each: ProposalContent) -> str:
    part = "" if each.breakdown == "all" else each.breakdown.replace(":", ": ")
    told_apart = ", ".join(words for words in (each.measured_in, part) if words)
    return f"{each.ref} {each.name} ({told_apart})" if told_apart else f"{each.ref} {each.name}"
