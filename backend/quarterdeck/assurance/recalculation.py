"""Recalculation: a figure computed again from its numerator and denominator, its rating again by its rule.

What is on record is held against what comes out now, from the same inputs: the parts that were reported, and the
versions that the rating was made with.
"""

from collections.abc import Iterable
from enum import StrEnum

from quarterdeck.assurance.recorded import Recorded
from quarterdeck.core.http import Output
from quarterdeck.measures.models import IndicatorKind
from quarterdeck.measures.rating import Beside, Polarity, Rating, Unrated, as_displayed, rate, rule_from
from quarterdeck.measures.rating_inputs import target_figure
from quarterdeck.measures.ratio import value_of_ratio
from quarterdeck.measures.words import MINUS, number_words


class Verdict(StrEnum):
    """Whether what was computed again is what stands on record, as displayed; or that there is nothing to compute."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOTHING = "nothing"


class Recalculation(Output):
    """A figure and its rating computed again. `value` is in the unit of measure, null where nothing was computed.

    `rating` is what the rule gives by itself: a rating by judgement is held against that.
    """

    value_verdict: Verdict
    value: float | None
    value_sentence: str
    rating_verdict: Verdict
    rating: Rating
    rating_sentence: str


class RecalculationCounts(Output):
    """How many figures were looked at, and what computing them again gave."""

    figures: int
    values_agree: int
    values_differ: int
    values_without_parts: int
    ratings_agree: int
    ratings_differ: int


def recalculate(figure: Recorded) -> Recalculation:
    """One figure and its rating, computed again now."""
    verdict, value, sentence = _value(figure)
    rating, reason = _rating(figure)
    on_record = figure.rating.ruled_rating or figure.rating.rating
    same = rating == on_record and (figure.rating.ruled_rating is not None or reason == figure.rating.unrated_reason)
    return Recalculation(
        value_verdict=verdict,
        value=value,
        value_sentence=sentence,
        rating_verdict=Verdict.AGREES if same else Verdict.DIFFERS,
        rating=rating,
        rating_sentence=_rating_sentence(figure, rating, reason, on_record, same),
    )


def count(recalculated: Iterable[Recalculation]) -> RecalculationCounts:
    """Recalculations counted up."""
    every = list(recalculated)
    values = [each.value_verdict for each in every]
    ratings = [each.rating_verdict for each in every]
    return RecalculationCounts(
        figures=len(every),
        values_agree=values.count(Verdict.AGREES),
        values_differ=values.count(Verdict.DIFFERS),
        values_without_parts=values.count(Verdict.NOTHING),
        ratings_agree=ratings.count(Verdict.AGREES),
        ratings_differ=ratings.count(Verdict.DIFFERS),
    )


def _value(figure: Recorded) -> tuple[Verdict, float | None, str]:
    observation, definition = figure.observation, figure.definition
    if observation.value is None:
        return Verdict.NOTHING, None, "There is no figure to compute again."
    if observation.numerator is None or observation.denominator is None:
        return (
            Verdict.NOTHING,
            None,
            "No numerator and denominator were given: it can be re-performed from source only.",
        )
    value = value_of_ratio(observation.numerator, observation.denominator, definition.unit_of_measure)
    unit, decimals = definition.unit_of_measure, definition.decimals
    parts = f"{_plain(observation.numerator)} of {_plain(observation.denominator)}"
    if value is None:
        return (
            Verdict.DIFFERS,
            None,
            f"{parts} makes no figure; {number_words(observation.value, unit, decimals)} is on record.",
        )
    made = number_words(value, unit, decimals)
    # Compared as displayed: what a committee reads has to come out, not the last bit of a double.
    if as_displayed(value, decimals) == as_displayed(observation.value, decimals):
        return Verdict.AGREES, value, f"{parts} makes {made}, as on record."
    return (
        Verdict.DIFFERS,
        value,
        f"{parts} makes {made}; {number_words(observation.value, unit, decimals)} is on record.",
    )


def _rating(figure: Recorded) -> tuple[Rating, str | None]:
    """What the rule gives by itself, and why it gives nothing."""
    if figure.indicator.kind == IndicatorKind.CONTEXTUAL:
        return Rating.UNRATED, Unrated.CONTEXTUAL
    beside = Beside(
        last_year=None if figure.last_year is None else figure.last_year.value,
        forecast=figure.rating.forecast,
        year_target=None if figure.forecast_target is None else target_figure(figure.forecast_target),
    )
    rated = rate(
        None if figure.rule is None else rule_from(figure.rule.kind, figure.rule.parameters),
        Polarity(figure.definition.polarity),
        figure.definition.decimals,
        figure.observation.value_state,
        figure.observation.value,
        None if figure.target is None else target_figure(figure.target),
        beside,
    )
    return rated.rating, None if rated.reason is None else rated.reason.value


def _rating_sentence(figure: Recorded, rating: Rating, reason: str | None, on_record: str, same: bool) -> str:
    by = "" if figure.rule is None else f" by version {figure.rule.number} of the rule"
    given = f"{rating.value.capitalize()}{by}"
    if reason is not None:
        given = f"Not rated ({Unrated(reason).sentence[0].lower()}{Unrated(reason).sentence[1:-1]})"
    if not same:
        return f"{given}; {on_record} is on record."
    judged = "" if figure.rating.ruled_rating is None else f" By judgement it stands as {figure.rating.rating}."
    return f"{given}, as on record.{judged}"


def _plain(number: float) -> str:
    """A part as it was typed: no more digits than it has."""
    return f"{number:,.15g}".replace("-", MINUS)
