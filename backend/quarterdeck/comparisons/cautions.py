"""What a comparison says in words, and why to take it with care."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quarterdeck.comparisons.schemas import AreaFigure, Caution, ComparisonSource, OwnFigure
from quarterdeck.comparisons.spread import OLD, lie_of
from quarterdeck.framework.periods import Period
from quarterdeck.measures.ratio import is_percentage
from quarterdeck.measures.words import figure_words, listed, number_words


@dataclass(frozen=True)
class Seen:
    """A comparison as far as it is read. unit and decimals are the indicator's; members: of the group, but us."""

    period: Period | None
    unit: str
    decimals: int
    own: OwnFigure | None
    no_own: str
    areas: Sequence[AreaFigure]
    wider: Sequence[AreaFigure]
    sources: Sequence[ComparisonSource]
    members: int


def cautions_of(seen: Seen) -> list[Caution]:
    """Why to take the comparison with care; none where nothing is to be compared."""
    if seen.period is None or not (seen.areas or seen.wider):
        return []
    return [Caution(code=code, sentence=sentence) for code, sentence in _all(seen)]


def _all(seen: Seen) -> Iterator[tuple[str, str]]:
    if seen.no_own:
        yield "no_own_figure", seen.no_own
    if seen.own is not None and seen.own.provisional:
        yield "own_provisional", "Your council's figure is provisional."
    yield from _definitions(seen)
    yield from _units(seen)
    yield from _own_as_published(seen)
    yield from _coverage(seen)
    if len(seen.sources) > 1:
        yield (
            "several_sources",
            f"The figures are from {len(seen.sources)} publications: look whether they count alike.",
        )
    for source in seen.sources:
        if source.age_days > OLD:
            yield "old_source", f"“{source.title}” was published {source.age} ago."


def _definitions(seen: Seen) -> Iterator[tuple[str, str]]:
    for source in seen.sources:
        if source.definition_note:
            yield "definition_note", f"“{source.title}” counts otherwise: {source.definition_note}"


def _units(seen: Seen) -> Iterator[tuple[str, str]]:
    others = {each.unit for each in (*seen.areas, *seen.wider) if each.unit and not _same_unit(each.unit, seen.unit)}
    if others:
        ours = seen.unit or "number"
        yield "unit_differs", f"Some figures are measured in {listed(sorted(others), 3)}; your indicator in {ours}."


def _same_unit(one: str, other: str) -> bool:
    if is_percentage(one) or is_percentage(other):
        return is_percentage(one) and is_percentage(other)
    return one.strip().casefold() == other.strip().casefold()


def _own_as_published(seen: Seen) -> Iterator[tuple[str, str]]:
    published = next((each for each in seen.areas if each.is_own and each.value is not None), None)
    if published is None or published.value is None or seen.own is None or seen.own.value is None:
        return
    theirs, ours = (number_words(each, seen.unit, seen.decimals) for each in (published.value, seen.own.value))
    if theirs != ours:
        yield "own_differs", f"The source has {theirs} for your council, your own record {ours}. Find out why."


def _coverage(seen: Seen) -> Iterator[tuple[str, str]]:
    others = [each for each in seen.areas if not each.is_own]
    reported = sum(each.value is not None for each in others)
    if reported * 2 < seen.members:
        yield "few_reported", f"Only {reported} of {seen.members} councils have a figure."
    if gone := [each for each in others if each.value_state is None and each.sentence != "No figure was loaded."]:
        yield "not_valid_then", f"{listed([each.name for each in gone], 3)}: {gone[0].sentence}"


def summary_of(seen: Seen) -> str:
    """The comparison in a sentence or two: where we stand beside others, in words that rank nobody."""
    if seen.period is None:
        return "No figures of others are on record for this indicator."
    values = [each.value for each in seen.areas if each.value is not None and not each.is_own]
    lie = lie_of(values)
    said = [] if seen.own is None else [_own_said(seen, seen.own)]
    said += [f"{each.name} {_words(seen, each)}." for each in seen.wider if each.value is not None]
    if lie is not None:
        said.append(
            f"{len(values)} of {seen.members} other councils have a figure, from {_number(seen, lie.lowest)} to "
            f"{_number(seen, lie.highest)}; the median is {_number(seen, lie.median)}."
        )
        if lie.lower_quartile is not None and lie.upper_quartile is not None:
            said.append(
                f"The middle half lies between {_number(seen, lie.lower_quartile)} and "
                f"{_number(seen, lie.upper_quartile)}."
            )
    return " ".join([f"{seen.period.short_label}:", *(said or ["no figures to compare."])])


def _own_said(seen: Seen, own: OwnFigure) -> str:
    return f"your council {figure_words(own.value_state, own.value, seen.unit, seen.decimals)}."


def _words(seen: Seen, each: AreaFigure) -> str:
    return figure_words(each.value_state or "", each.value, seen.unit, seen.decimals)


def _number(seen: Seen, value: float) -> str:
    return number_words(value, seen.unit, seen.decimals)
