"""The quarter at a glance: counts that state their denominators, tables by theme, service or portfolio, what needs
attention, and how it compares with the period before: now, as of a moment, or in an edition.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.dashboards import attention
from quarterdeck.dashboards.around import Around
from quarterdeck.dashboards.attention import Attention
from quarterdeck.dashboards.glanced import Glanced, read_glanced
from quarterdeck.dashboards.quarters import Window, window
from quarterdeck.framework.service import period_of
from quarterdeck.measures.figure_schemas import counts_content, summary_content
from quarterdeck.measures.summaries import By, Heading, headings_of
from quarterdeck.measures.summary import Summary, add_up, count_ratings, summarise
from quarterdeck.measures.viewpoint import NOW, Viewpoint


@dataclass(frozen=True)
class Asked:
    """Which dashboard: of which period, from which viewpoint, grouped by what."""

    period: str
    viewpoint: Viewpoint
    by: By


@dataclass(frozen=True)
class Glance:
    """A dashboard: its figures in groups, counted, with what needs attention."""

    window: Window
    viewpoint: Viewpoint
    by: By
    groups: Sequence[tuple[Heading, Summary, Sequence[Glanced]]]
    summary: Summary
    before: Summary | None
    attention: Sequence[Attention]


def glance(session: Session, actor: Actor, asked: Asked, around: Around) -> Glance:
    """The dashboard. One query for the figures and one for their headings. Raises 422 for a code that is no period."""
    shown = window(period_of(asked.period, "period"))
    figures, before = read_glanced(session, actor, asked.viewpoint, shown)
    groups = _groups(session, actor, figures, asked.by)
    return Glance(
        window=shown,
        viewpoint=asked.viewpoint,
        by=asked.by,
        groups=groups,
        summary=add_up(summary for _, summary, _ in groups),
        before=count_ratings(before) if before else None,
        attention=_attention(figures, around, asked.viewpoint),
    )


def _groups(
    session: Session, actor: Actor, figures: Sequence[Glanced], by: By
) -> list[tuple[Heading, Summary, list[Glanced]]]:
    headings = headings_of(session, actor, figures, by)
    members: dict[Heading, list[Glanced]] = {heading: [] for heading in headings.order}
    for figure in figures:
        members[headings.of(figure)].append(figure)
    return [(heading, summarise(found), found) for heading, found in members.items() if found]


def _attention(figures: Sequence[Glanced], around: Around, viewpoint: Viewpoint) -> list[Attention]:
    found = attention.of_figures(figures)
    if viewpoint == NOW:
        # What is overdue or late is so today; no edition and no moment past knows of it.
        found.append(attention.of_others(attention.ACTIONS, around.actions))
        found.append(attention.of_others(attention.SUBMISSIONS, around.submissions))
    return found


def as_bytes(glance: Glance) -> bytes:
    """The answer as JSON, written without a detour through models: this is read more than anything else."""
    before = glance.window.before
    body: dict[str, Any] = {
        "period": glance.window.now.code,
        "period_label": glance.window.now.label,
        "as_of_change": glance.viewpoint.change_no,
        "pack": glance.viewpoint.edition_id,
        "by": glance.by.value,
        "summary": summary_content(glance.summary),
        "previous": None
        if glance.before is None or before is None
        else {"period": before.code, "period_label": before.label, "summary": counts_content(glance.before)},
        "groups": [
            {
                "code": heading.code,
                "name": heading.name,
                "plan": heading.plan,
                "summary": summary_content(summary),
                "figures": figures,
            }
            for heading, summary, figures in glance.groups
        ],
        "attention": glance.attention,
    }
    return orjson.dumps(body)
