"""Which figures of the dashboard are a real change, and which only vary as they always have: beside their ratings.

Red, amber and green say whether a target was met; a signal says whether something has changed. So red may be routine,
and green a warning.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.dashboards.glanced import Glanced, read_glanced
from quarterdeck.dashboards.quarters import window
from quarterdeck.framework.service import period_of
from quarterdeck.measures import process_words as words
from quarterdeck.measures.limit_settings import settings_in_force
from quarterdeck.measures.process import Judged
from quarterdeck.measures.process_limits import LimitSettings
from quarterdeck.measures.process_reads import Shown, judge_shown
from quarterdeck.measures.viewpoint import Viewpoint


@dataclass(frozen=True)
class Signals:
    """What the figures of a dashboard signal, in its order, by which settings."""

    period: str
    settings: LimitSettings
    figures: Sequence[tuple[Glanced, Judged]]


def read_signals(session: Session, actor: Actor, code: str, viewpoint: Viewpoint) -> Signals:
    """The signals of the figures that the dashboard of a period shows. Five queries, however many they are.

    Raises 422 for a code that is no period.
    """
    settings = settings_in_force(session, actor, viewpoint)
    figures, _ = read_glanced(session, actor, viewpoint, window(period_of(code, "period")))
    shown = [Shown(each.series_id, each.indicator_id, each.period, each.polarity, each.target) for each in figures]
    judged = judge_shown(session, actor, viewpoint, shown, settings)
    return Signals(code, settings, [(each, judged[each.series_id]) for each in figures])


def as_bytes(signals: Signals) -> bytes:
    """The answer as JSON, written without a detour through models."""
    settings = signals.settings
    body = {
        "period": signals.period,
        "run": settings.run,
        "screened": settings.screened,
        "settings_words": words.settings_said(settings),
        "items": [_item(figure, judged, settings) for figure, judged in signals.figures],
    }
    return orjson.dumps(body)


def _item(figure: Glanced, judged: Judged, settings: LimitSettings) -> dict[str, Any]:
    return {
        "series_id": figure.series_id,
        "indicator_id": figure.indicator_id,
        "ref": figure.ref,
        "unit": figure.unit,
        "kind": figure.kind,
        "rating": figure.rating,
        "variation": judged.variation,
        "variation_words": "" if judged.variation is None else words.VARIATION[judged.variation],
        "signal": judged.signal,
        "meaning": words.judged_said(judged, settings),
        "latest_period": None if judged.latest is None else judged.latest[0].code,
        "assurance": judged.assurance,
        "assurance_words": "" if judged.assurance is None else words.ASSURANCE[judged.assurance],
        "basis": judged.basis,
        "count": judged.count,
        "without": judged.without,
        "without_words": words.without_said(judged),
    }
