"""What needs attention, by stated rules: each rule is a sentence that stands beside what it finds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from quarterdeck.dashboards.glanced import Glanced
from quarterdeck.measures.breaks import not_comparable
from quarterdeck.measures.rating import HAS_NUMBER, Rating
from quarterdeck.measures.travel import Travel

# A figure that is not due, does not apply or is suppressed says so itself.
MISSING: Final = frozenset({"awaited", "not_available", "error"})


@dataclass(frozen=True)
class Found:
    """One thing to look at: a figure, an action or a submission, by its own id."""

    kind: str
    id: int
    ref: str
    name: str
    sentence: str


@dataclass(frozen=True)
class Attention:
    """A rule, in words, and what it found; empty where it found nothing."""

    rule: str
    sentence: str
    found: tuple[Found, ...]


@dataclass(frozen=True)
class Rule:
    """A rule about figures: when it holds, and what it says of one."""

    key: str
    sentence: str
    holds: Callable[[Glanced], bool]
    says: Callable[[Glanced], str]


def _off_target_twice(figure: Glanced) -> bool:
    return figure.rating == Rating.RED and figure.rating_before == Rating.RED


def _newly_off_target(figure: Glanced) -> bool:
    return figure.rating == Rating.RED and figure.rating_before in (Rating.GREEN, Rating.AMBER)


def _newly_said(figure: Glanced) -> str:
    if figure.short_broken_from:
        return f"Off target now. {not_comparable(figure.short_broken_from)}."
    return f"Off target now; it was rated {figure.rating_before} before."


def _worsening(figure: Glanced) -> bool:
    return figure.short_travel == Travel.WORSENING and figure.long_travel == Travel.WORSENING


def _missing(figure: Glanced) -> bool:
    return figure.value_state in MISSING


def _revised(figure: Glanced) -> bool:
    return figure.revised and figure.value_state == HAS_NUMBER


RULES: Final = (
    Rule(
        "off_target_twice",
        "Rated red in this period and in the one before.",
        _off_target_twice,
        lambda _: "Off target two periods running.",
    ),
    Rule(
        "newly_off_target",
        "Rated red in this period, and green or amber in the one before.",
        _newly_off_target,
        _newly_said,
    ),
    Rule(
        "worsening",
        "Worse than in the period before and than in the same period last year.",
        _worsening,
        lambda _: "Worse than before and than a year ago.",
    ),
    Rule(
        "no_figure",
        "Reported without a figure: awaited, not available, or an error.",
        _missing,
        lambda figure: f"No figure: {figure.value_state.replace('_', ' ')}.",
    ),
    Rule(
        "revised",
        "Changed by a restatement after members had seen it.",
        _revised,
        lambda _: "Changed after members had seen it.",
    ),
)
ACTIONS: Final = ("overdue_actions", "Actions past the day they were due by.")
SUBMISSIONS: Final = ("late_submissions", "Submissions that have not come and are past their day.")


def of_figures(figures: Sequence[Glanced]) -> list[Attention]:
    """Every rule about figures with what it finds, in the order of the figures."""
    return [
        Attention(rule.key, rule.sentence, tuple(_found(each, rule) for each in figures if rule.holds(each)))
        for rule in RULES
    ]


def of_others(rule: tuple[str, str], found: Iterable[Found]) -> Attention:
    """A rule about actions or submissions with what it found."""
    return Attention(*rule, tuple(found))


def _found(figure: Glanced, rule: Rule) -> Found:
    return Found("observation", figure.observation_id, figure.ref, figure.name, rule.says(figure))
