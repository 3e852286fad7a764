"""Decisions on the time axis of a chart: when which body approved, noted or returned a figure, when a target or the
definition was changed by decision, from when limits were rebased. Pure.

They stand in a lane of their own below the plot, each at its day, as a mark that is no rating's and no signal's. Where
several would touch, one mark of dots stands for all of them. `<g class="chart-events">` is what the pointer finds;
in it a `<g class="chart-event">` for each says in `data-*` the day, the words, and which periods' figures it is about.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from quarterdeck.core.words import day_words
from quarterdeck.framework.periods import Period
from quarterdeck.measures import chart_marks as marks
from quarterdeck.measures.chart_axes import month_of
from quarterdeck.measures.chart_frame import LANE, Frame
from quarterdeck.measures.chart_marks import INK, px
from quarterdeck.measures.words import listed

APART: Final = 13.0
"""How far apart two marks stand at least, in pixels."""
TOLD: Final = 4
"""How many changes a description tells one by one."""


class EventKind(StrEnum):
    """What was decided. The first three of a figure; a rebase stands at the period from which it counts."""

    APPROVED = "approved"
    NOTED = "noted"
    RETURNED = "returned"
    TARGET = "target"
    DEFINITION = "definition"
    REBASE = "rebase"


OF_FIGURES: Final = (EventKind.APPROVED, EventKind.NOTED, EventKind.RETURNED)
WORDS: Final = {
    EventKind.APPROVED: "Figure approved",
    EventKind.NOTED: "Figure noted",
    EventKind.RETURNED: "Figure returned",
    EventKind.TARGET: "Target changed",
    EventKind.DEFINITION: "Definition decided",
    EventKind.REBASE: "Limits rebased",
}
SEVERAL: Final = "several"
SAID_SEVERAL: Final = "Several decisions"
# Strokes from the mark's middle: a tick, two lines of a note, an arrow back, a step, two slanting strokes, a flag.
STROKES: Final = {
    EventKind.APPROVED: "m-4 0l3 3.5l5.5 -7",
    EventKind.NOTED: "m-4 -2h8m-8 4h8",
    EventKind.RETURNED: "m4 3.5v-5h-8m2.8 -2.8l-2.8 2.8l2.8 2.8",
    EventKind.TARGET: "m-5 3h5v-6h5",
    EventKind.DEFINITION: "m-4.5 4l3 -8m3 8l3 -8",
    EventKind.REBASE: "m-2 4.5v-9h6l-2.5 3l2.5 3h-6",
}


@dataclass(frozen=True)
class ChartEvent:
    """A decision. who: the body or post that decided; about: codes of the periods whose figures it concerns."""

    day: date
    kind: EventKind
    words: str
    who: str = ""
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Placed:
    """Events that share a mark, in order of time, with the middle of the mark."""

    x: float
    events: tuple[ChartEvent, ...]

    @property
    def mark(self) -> str:
        """The kind that they all are, or `several`."""
        kinds = {event.kind for event in self.events}
        return self.events[0].kind.value if len(kinds) == 1 else SEVERAL


def events_shown(events: Sequence[ChartEvent], periods: Sequence[Period]) -> list[ChartEvent]:
    """Those since the first period began, in order of time."""
    if not periods:
        return []
    shown = [event for event in events if event.day >= periods[0].start]
    return sorted(shown, key=lambda event: (event.day, event.kind, event.words))


def place_events(frame: Frame, events: Sequence[ChartEvent]) -> list[Placed]:
    """The marks of events that `events_shown` gave. What came after the end of the axis stands at its end."""
    placed: list[Placed] = []
    for event in events:
        x = min(frame.x(month_of(event.day)), frame.right)
        if placed and x - placed[-1].x < APART:
            placed[-1] = Placed(placed[-1].x, (*placed[-1].events, event))
        else:
            placed.append(Placed(x, (event,)))
    return placed


def draw_events(frame: Frame, placed: Sequence[Placed]) -> Iterator[str]:
    """The lane of marks below the plot."""
    y = frame.bottom + LANE / 2 + 2
    for each in placed:
        yield '<g class="chart-events">'
        unseen = 'fill="none" pointer-events="all"'
        yield marks.rect("chart-hit", each.x - APART / 2, frame.bottom + 2, APART, LANE, unseen)
        yield event_mark(each.x, y, each.mark)
        for event in each.events:
            said = {
                "day": event.day.isoformat(),
                "kind": event.kind.value,
                "words": event.words,
                "about": " ".join(event.about),
            }
            yield f'<g class="chart-event"{marks.data(said)}/>'
        yield "</g>"


def event_mark(x: float, y: float, mark: str) -> str:
    """The mark of a kind of event, or of several."""
    if mark == SEVERAL:
        dots = "".join(f'<circle cx="{px(x + each)}" cy="{px(y)}" r="1.5"/>' for each in (-4, 0, 4))
        return f'<g class="chart-several" fill="{INK}">{dots}</g>'
    return (
        f'<path class="chart-decided" d="M{px(x)} {px(y)}{STROKES[EventKind(mark)]}" fill="none" stroke="{INK}" '
        'stroke-width="1.5"/>'
    )


def events_legend(placed: Sequence[Placed]) -> Iterator[tuple[str, str]]:
    """(mark, words) of the marks that are shown."""
    shown = {each.mark for each in placed}
    for kind in EventKind:
        if kind.value in shown:
            yield f"event {kind.value}", WORDS[kind]
    if SEVERAL in shown:
        yield f"event {SEVERAL}", SAID_SEVERAL


def describe_events(events: Sequence[ChartEvent]) -> list[str]:
    """What a description says of them: how often who decided what of figures, and each other change."""
    decided: dict[tuple[str, EventKind], list[ChartEvent]] = defaultdict(list)
    for event in events:
        if event.kind in OF_FIGURES:
            decided[event.who, event.kind].append(event)
    said = [_decided(who, kind, found) for (who, kind), found in decided.items()]
    others = [f"{event.words} ({day_words(event.day)})" for event in events if event.kind not in OF_FIGURES]
    if others:
        said.append(f"{listed(others, TOLD)}.")
    return said


def _decided(who: str, kind: EventKind, found: Sequence[ChartEvent]) -> str:
    figures = len({code for event in found for code in event.about})
    last = day_words(max(event.day for event in found))
    if figures == 1:
        return f"{who} {kind} one figure on {last}."
    return f"{who} {kind} {figures} of the figures, last on {last}."
