"""Notes on how figures and ratings came about that are not the usual way."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from quarterdeck.documents.cells import led, named
from quarterdeck.documents.markdown import plain, read_markdown
from quarterdeck.documents.model import Block, ListBlock, Run, Status, TextBlock
from quarterdeck.documents.wording import counted, day_words
from quarterdeck.reporting.content import EditionContent, FigureContent, OffSystemContent


def note_blocks(content: EditionContent, ratings: Mapping[str, Status]) -> list[Block]:
    """What a reader has to know of single figures: provisional, rated by judgement, confirmed outside the system."""
    return list(_notes(content, ratings))


def _notes(content: EditionContent, ratings: Mapping[str, Status]) -> Iterator[Block]:
    judged = [each for each in content.figures if each.override_reason is not None]
    if judged:
        yield plain("Rated by judgement, and not by the rule:")
        yield ListBlock(ordered=False, items=[[*_judged(each, ratings)] for each in judged])
    if content.off_system:
        yield plain("Confirmed in writing by a post outside the system, where the service could not confirm itself:")
        yield ListBlock(ordered=False, items=[[*_confirmed(each)] for each in content.off_system])
    provisional = [each for each in content.figures if each.provisional]
    if provisional:
        yield plain(f"Provisional, to be confirmed or changed later: {counted(len(provisional), 'figure')}.")
        yield ListBlock(ordered=False, items=[[plain(each)] for each in _with_periods(provisional)])


def _judged(figure: FigureContent, ratings: Mapping[str, Status]) -> list[TextBlock]:
    rated, ruled = (ratings[each].word.lower() for each in (figure.rating, figure.ruled_rating or "unrated"))
    lead = f"{named(figure)}, {figure.period_label}: {rated}; by the rule it would be {ruled}. "
    return led(Run(text=lead), read_markdown(figure.override_reason or ""))


def _confirmed(service: OffSystemContent) -> list[TextBlock]:
    lead = f"{service.unit}: by the {service.post}, recorded on {day_words(service.confirmed_on)}. "
    return led(Run(text=lead), read_markdown(service.reason))


def _with_periods(figures: list[FigureContent]) -> Iterator[str]:
    """Each measure once, with the periods whose figures are provisional."""
    for name, group in groupby(figures, key=named):
        yield f"{name} ({', '.join(each.period_label for each in group)})"
