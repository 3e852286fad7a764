"""What process limits say, in words for people who never heard of them: what happened, what it means, what to do. Pure.

A signal is a fact about the figures and no judgement of a service: the sentences say so.
"""

from typing import Final

from quarterdeck.measures.process import Judged, Without
from quarterdeck.measures.process_limits import (
    FEWEST,
    TRIAL_TO,
    Assurance,
    LimitBasis,
    LimitSettings,
    ProcessPoint,
    Signal,
    Variation,
)
from quarterdeck.measures.words import number_words

VARIATION: Final = {
    Variation.IMPROVING: "Improving",
    Variation.WORSENING: "Worsening",
    Variation.COMMON: "Routine variation",
    Variation.CHANGED: "Changed",
}
ASSURANCE: Final = {
    Assurance.ALWAYS: "Expected to meet its target",
    Assurance.SOMETIMES: "Meets its target by chance",
    Assurance.NEVER: "Not expected to meet its target",
}
MEANING: Final = {
    Variation.IMPROVING: "This is a real change for the better: routine ups and downs do not explain it.",
    Variation.WORSENING: "This is a real change for the worse: routine ups and downs do not explain it.",
    Variation.COMMON: "This is routine variation: rises and falls like it are what the process produces anyway.",
    Variation.CHANGED: "This is a real change: routine ups and downs do not explain it.",
}
ADVICE: Final = {
    Variation.IMPROVING: "Find out what has gone right and keep it. Once the change has lasted and its cause is known, "
    "limits can be rebased.",
    Variation.WORSENING: "Find the cause, and say in the commentary what is being done about it.",
    Variation.COMMON: "Do not look for a reason behind this one figure. To do better, change how the work is done.",
    Variation.CHANGED: "Find out what has changed, and say so in the commentary.",
}
EXPECTED: Final = {
    Assurance.ALWAYS: "The target of {} lies on the safe side of both: if nothing changes, it will be met. A single "
    "figure may miss it all the same.",
    Assurance.SOMETIMES: "The target of {} lies between them: if nothing changes, it will sometimes be met and "
    "sometimes missed, by chance.",
    Assurance.NEVER: "The target of {} lies beyond both: if nothing changes, it is not to be expected that it will be "
    "met. A single figure may meet it all the same.",
}
NEVER: Final = {
    Without.YEAR_TO_DATE: "No process limits: figures for the year to date rise through the year and start again in "
    "April, so they cannot show routine variation.",
    Without.ANNUAL: "No process limits: one figure a year is too few to tell change from routine variation.",
}


def signal_said(point: ProcessPoint, settings: LimitSettings) -> str:
    """By which rule a figure is a signal, e.g. `Above the upper limit`; empty where it is none."""
    high = point.heading > 0
    match point.signal:
        case Signal.BEYOND_LIMIT:
            return "Above the upper limit" if high else "Below the lower limit"
        case Signal.TREND:
            return f"One of {settings.run} or more figures in a row that {'rise' if high else 'fall'}"
        case Signal.NEAR_LIMIT:
            return f"One of two in three figures close to the {'upper' if high else 'lower'} limit"
        case Signal.RUN:
            return f"One of {settings.run} or more figures in a row {'above' if high else 'below'} the mean"
        case None:
            return ""


def judged_said(judged: Judged, settings: LimitSettings) -> str:
    """What the latest figure says, in one or two sentences; of a series without limits, why it has none."""
    if judged.latest is None:
        return without_said(judged)
    period, point = judged.latest
    signal = signal_said(point, settings)
    said = f"{period.short_label}: {signal[0].lower()}{signal[1:]}. " if signal else ""
    return said + MEANING[point.variation]


def without_said(judged: Judged) -> str:
    """Why a series has no limits; empty where it has."""
    match judged.without:
        case None:
            return ""
        case Without.TOO_FEW:
            since = f" since {judged.since.short_label}" if judged.anew and judged.since else ""
            return f"Too few figures for process limits: {judged.count} of {FEWEST}{since}."
        case never:
            return NEVER[never]


def basis_said(judged: Judged) -> str:
    """That limits are on trial; empty where they are not."""
    if judged.basis is not LimitBasis.TRIAL:
        return ""
    return f"Trial limits: they rest on {judged.count} figures, and move with each new one up to {TRIAL_TO + 1}."


def expected_said(judged: Judged, target: float | None, unit_of_measure: str, decimals: int) -> str:
    """Whether the target is met if nothing changes, and by which limits; empty without limits or a target to meet.

    A rating is of one figure and this is of the process: "On target" may stand beside a target that is not expected
    to be met, so the sentence says so.
    """
    if judged.assurance is None or judged.limits is None or target is None:
        return ""
    said = EXPECTED[judged.assurance].format(number_words(target, unit_of_measure, decimals))
    lower, upper = (
        number_words(each, unit_of_measure, decimals) for each in (judged.limits.lower, judged.limits.upper)
    )
    since = "" if judged.since is None else f" since {judged.since.short_label}"
    return f"Judged by limits of {lower} to {upper}, which rest on {judged.count} figures{since}. {said}"


def settings_said(settings: LimitSettings) -> str:
    """The settings as they are printed with every chart."""
    ranges = "left out" if settings.screened else "kept"
    return f"A run or trend is {settings.run} figures; unusually large steps are {ranges} when limits are worked out."
