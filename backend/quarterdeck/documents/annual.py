"""The annual part of a sealed edition → the document model of the annual report."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from quarterdeck.documents.assemble import EditionFacts, header, opening_callouts, with_own_anchors
from quarterdeck.documents.cells import anchor, count, text
from quarterdeck.documents.changes import corrections_table
from quarterdeck.documents.markdown import plain, read_markdown
from quarterdeck.documents.model import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    NumberCell,
    Status,
    StatusCell,
    Table,
    TextBlock,
    TextCell,
)
from quarterdeck.documents.wording import counted, figure_words, rating_words, target_said
from quarterdeck.framework.periods import Period
from quarterdeck.reporting.annual_content import (
    AnnualContent,
    AnnualCorrection,
    AnnualMeasure,
    AnnualOutturn,
    AnnualPriority,
    NextTarget,
)
from quarterdeck.reporting.breaks import why_apart
from quarterdeck.reporting.content import EditionContent

MISSED = ("red", "amber")
NO_OUTTURN = "No outturn"
Apart = Callable[[int, str], str]
"""Why the outturn of a year of a series may not be compared with the report's year; empty where it may."""
DATA_ONLY = Status(word="Data only", shape="ring", tone="no_data")


def assemble_annual_report(content: EditionContent, edition: EditionFacts, annual: AnnualContent) -> Document:
    """The annual report of the year that an edition's period ended. Everything comes from the edition itself."""
    return Document(
        title=f"Annual report: {annual.year_label}",
        subtitle=content.council.name,
        language="en-GB",
        facts=header(content, edition),
        blocks=with_own_anchors(_body(content, edition, annual)),
    )


def _body(content: EditionContent, edition: EditionFacts, annual: AnnualContent) -> Iterator[Block]:
    ratings = rating_words(content.framework.legend)
    yield from opening_callouts(edition)
    yield _h2("The year at a glance", "glance")
    yield from _glance(annual, ratings)
    yield _h2("Progress on each priority", "progress")
    yield from _progress(annual, ratings, lambda series_id, code: why_apart(content, series_id, code, annual.year_code))
    yield _h2("What was missed, and why", "missed")
    yield from _missed(annual, ratings)
    yield _h2(f"Targets for {annual.next_year_label}", "targets")
    yield from _targets(annual)
    yield _h2("Corrections to figures of the year", "corrections")
    yield from _corrections(annual.corrections)
    yield _h2("How outturns are made", "how")
    yield from _how()


def _h2(words: str, where: str) -> Heading:
    return Heading(level=2, text=words, anchor=where)


def _measures(annual: AnnualContent) -> list[AnnualMeasure]:
    """Every measure once, in the order of the report."""
    return list({each.series_id: each for priority in annual.priorities for each in priority.measures}.values())


def _last(measure: AnnualMeasure, annual: AnnualContent) -> AnnualOutturn | None:
    return next((each for each in measure.outturns if each.year_code == annual.year_code), None)


def _glance(annual: AnnualContent, ratings: Mapping[str, Status]) -> Iterator[Block]:
    """How the year's outturns were rated, beside the years before: counts that add up."""
    measures = _measures(annual)
    if not measures:
        yield plain("No measure is linked to a priority of the plans of this year.")
        return
    rows: list[list[Cell]] = []
    for code in annual.years:
        found = [each for one in measures for each in one.outturns if each.year_code == code]
        label = found[0].year_label if found else code
        counted = [each.rating for each in found if not each.contextual]
        data_only = len(found) - len(counted)
        rows.append(
            [text(label), *(count(counted.count(each)) for each in ratings), count(data_only), count(len(found))]
        )
    yield Table(
        caption="Measures by the rating of their outturn, a row each year; each row adds up to all measures",
        columns=[
            Column(title="Year"),
            *(Column(title=status.word, width="number") for status in ratings.values()),
            Column(title=DATA_ONLY.word, width="number"),
            Column(title="All measures", width="number"),
        ],
        rows=rows,
    )


def _progress(annual: AnnualContent, ratings: Mapping[str, Status], apart: Apart) -> Iterator[Block]:
    """Each priority under its plan: the words on its year, then its measures' outturns of the years."""
    plans = list(dict.fromkeys(each.plan for each in annual.priorities))
    for plan in plans:
        if len(plans) > 1:
            yield Heading(level=3, text=plan, anchor=f"plan-{anchor(plan)}")
        for priority in (each for each in annual.priorities if each.plan == plan):
            yield from _priority(priority, annual, ratings, apart, 4 if len(plans) > 1 else 3)
    if not plans:
        yield plain("No plan with priorities was in force in this year.")


def _priority(
    priority: AnnualPriority, annual: AnnualContent, ratings: Mapping[str, Status], apart: Apart, level: int
) -> Iterator[Block]:
    name = f"{priority.theme}: {priority.priority}"
    yield Heading.model_validate({"level": level, "text": name, "anchor": f"priority-{anchor(name)}"})
    yield from read_markdown(priority.progress or "Nothing was written of this priority's year.")
    if priority.measures:
        yield _outturns(priority, annual, ratings, apart)


def _outturns(priority: AnnualPriority, annual: AnnualContent, ratings: Mapping[str, Status], apart: Apart) -> Table:
    labels = {each.year_code: each.year_label for one in priority.measures for each in one.outturns}
    before = [code for code in annual.years if code != annual.year_code]
    return Table(
        caption=f"Outturns against targets: {priority.priority}",
        columns=[
            Column(title="Measure", width="name"),
            *(Column(title=labels.get(code, code), width="number") for code in before),
            Column(title=annual.year_label, width="number"),
            Column(title="Target", width="number"),
            Column(title="Rating", width="status"),
            Column(title="How the outturn was made", width="prose"),
        ],
        rows=[_row(each, before, annual, ratings, apart) for each in priority.measures],
    )


def _row(
    measure: AnnualMeasure, before: Sequence[str], annual: AnnualContent, ratings: Mapping[str, Status], apart: Apart
) -> list[Cell]:
    known = {each.year_code: each for each in measure.outturns}
    last = known.get(annual.year_code)
    return [
        text(_named(measure)),
        *(_earlier(known.get(code), ratings, apart(measure.series_id, code)) for code in before),
        _value(last),
        NumberCell(text=_target(last)),
        StatusCell(status=_status(last, ratings)),
        text(last.said if last else "It may not be read here."),
    ]


def _named(measure: AnnualMeasure) -> str:
    where = f" ({measure.measured_in})" if measure.measured_in else ""
    return f"{measure.ref} {measure.name}{where}"


def _value(each: AnnualOutturn | None) -> NumberCell:
    if each is None or each.value is None:
        return NumberCell(text=NO_OUTTURN)
    words = figure_words(each.value_state, each.value, each.unit_of_measure, each.decimals)
    return NumberCell(text=words, mark="provisional" if each.provisional else "")


def _earlier(each: AnnualOutturn | None, ratings: Mapping[str, Status], apart: str) -> NumberCell:
    """An outturn of an earlier year, with its rating in words; across a break in the series, that it stands apart."""
    cell = _value(each)
    if each is None or each.value is None:
        return cell
    rated = each.rating in ratings and each.rating != "unrated"
    marks = [ratings[each.rating].word.lower()] if rated else []
    marks += [f"{apart[0].lower()}{apart[1:]}"] if apart else []
    return NumberCell(text=cell.text, mark="; ".join(marks) or cell.mark)


def _target(each: AnnualOutturn | None) -> str:
    if each is None:
        return ""
    low, high = each.target_low, each.target_high
    return target_said(each.target, low, high, each.target_text, each.unit_of_measure, each.decimals)


def _status(each: AnnualOutturn | None, ratings: Mapping[str, Status]) -> Status:
    if each is not None and each.contextual:
        return DATA_ONLY
    return ratings[each.rating if each is not None else "unrated"]


def _missed(annual: AnnualContent, ratings: Mapping[str, Status]) -> Iterator[Block]:
    """The measures whose outturn is off or near its target, the worst first, with what was last said of them."""
    found = [
        (measure, last)
        for rating in MISSED
        for measure in _measures(annual)
        if (last := _last(measure, annual)) is not None and last.rating == rating and not last.contextual
    ]
    if not found:
        yield plain("No measure with a target missed it.")
        return
    yield Table(
        caption=f"{counted(len(found), 'measure')} whose outturn did not reach the target",
        columns=[
            Column(title="Measure", width="name"),
            Column(title="Outturn", width="number"),
            Column(title="Target", width="number"),
            Column(title="Rating", width="status"),
            Column(title="Why", width="prose"),
            Column(title="Service"),
        ],
        rows=[
            [
                text(_named(measure)),
                _value(last),
                NumberCell(text=_target(last)),
                StatusCell(status=ratings[last.rating]),
                TextCell(blocks=_why(measure, annual)),
                text(measure.unit),
            ]
            for measure, last in found
        ],
    )


def _why(measure: AnnualMeasure, annual: AnnualContent) -> list[TextBlock]:
    """What was last said of a measure in the year; of which period, where that was not the year's last."""
    if not measure.why:
        return [plain("No commentary was given.")]
    said_of = Period.of_code(measure.why_period)
    ends_the_year = said_of.end == Period.of_code(annual.year_code).end
    return [*read_markdown(measure.why), *([] if ends_the_year else [plain(f"Said of {said_of.short_label}.")])]


def _targets(annual: AnnualContent) -> Iterator[Block]:
    """The approved targets of the year to come, and which measures have none yet or are measured no more."""
    going_on = [each for each in _measures(annual) if not each.ended]
    with_target = [each for each in going_on if each.next_targets]
    if with_target:
        yield Table(
            caption=f"Targets approved for {annual.next_year_label}",
            columns=[
                Column(title="Measure", width="name"),
                Column(title=f"Outturn {annual.year_label}", width="number"),
                Column(title=f"Target {annual.next_year_label}", width="number"),
                Column(title="Why this target", width="prose"),
            ],
            rows=[
                [
                    text(_named(each)),
                    _value(_last(each, annual)),
                    NumberCell(text=_next(each, annual)),
                    TextCell(blocks=read_markdown(_rationale(each.next_targets))),
                ]
                for each in with_target
            ],
        )
    # What is data only never has one.
    without = [_named(each) for each in going_on if not each.next_targets and not each.outturns[-1].contextual]
    if without:
        yield plain(f"No target was approved yet when this edition was sealed: {'; '.join(without)}.")
    if ended := [_named(each) for each in _measures(annual) if each.ended]:
        yield plain(f"Not measured in {annual.next_year_label}: {'; '.join(ended)}.")


def _next(measure: AnnualMeasure, annual: AnnualContent) -> str:
    """The year's target; where it has none, each period's with its period: a quarter's is no target of the year."""
    unit, decimals = measure.outturns[-1].unit_of_measure, measure.outturns[-1].decimals
    said = [target_said(each.value, each.low, each.high, each.text, unit, decimals) for each in measure.next_targets]
    if [each.period_label for each in measure.next_targets] == [annual.next_year_label]:
        return said[0]
    pairs = zip(measure.next_targets, said, strict=True)
    return "; ".join(f"{each.period_label}: {words}" for each, words in pairs)


def _rationale(targets: Sequence[NextTarget]) -> str:
    said = list(dict.fromkeys(each.rationale.strip() for each in targets if each.rationale.strip()))
    return "\n\n".join(said) or "No reason was given."


def _corrections(corrections: Sequence[AnnualCorrection]) -> Iterator[Block]:
    if not corrections:
        yield plain("No figure of the year was changed after members had seen it.")
        return
    yield corrections_table(corrections)


def _how() -> Iterator[Block]:
    yield plain(
        "A figure reported for the year is its outturn. Otherwise counts and amounts are added up over the year's "
        "periods; shares, rates and averages are made from their numerators and denominators; what runs through the "
        "year, or stands at a day, is the figure of its last period. Where a period has no figure the year has no "
        "outturn: nothing is estimated. Ratings go by the rule that was in force."
    )
