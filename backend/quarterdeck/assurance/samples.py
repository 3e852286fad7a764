"""Samples: drawn, recorded with all that it takes to draw them again, and read."""

import secrets
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select, true
from sqlalchemy.orm import Session

from quarterdeck.assurance.drawing import Drawable, draw, rank
from quarterdeck.assurance.models import AssuranceSample, SampledIndicator
from quarterdeck.assurance.sample_schemas import DrawnIndicator, SampleCreate, SampleRead
from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.belonging import require_ours
from quarterdeck.core.errors import invalid, not_found
from quarterdeck.core.journal import Event
from quarterdeck.framework.periods import Period
from quarterdeck.framework.service import ensure_period
from quarterdeck.measures.editions import PackEdition, find_edition
from quarterdeck.measures.links import linked_on
from quarterdeck.measures.models import Indicator, IndicatorPriority
from quarterdeck.measures.viewpoint import NOW, Viewpoint, figures
from quarterdeck.organisation.models import Unit
from quarterdeck.organisation.roles import Permission
from quarterdeck.organisation.units import below
from quarterdeck.planning.models import Priority, Theme
from quarterdeck.planning.service import units_with_code


def visible_samples(actor: Actor) -> Select[AssuranceSample]:
    """Every sample for whoever draws for the whole council; of others, those that they drew."""
    reach = actor.reach(Permission.DRAW_SAMPLE)
    s = AssuranceSample
    own = true() if reach.everywhere else s.drawn_by == actor.person_id
    return select(s).where(s.council_id == actor.council_id, own)


def find_sample(session: Session, actor: Actor, sample_id: int) -> AssuranceSample:
    """One sample. Raises 404."""
    found = session.scalars(visible_samples(actor).where(AssuranceSample.id == sample_id)).one_or_none()
    if found is None:
        raise not_found("sample")
    return found


def draw_sample(session: Session, actor: Actor, data: SampleCreate) -> AssuranceSample:
    """Draw a sample and record it: who, when, from what, with which seed.

    Raises 422 for a period, edition, unit or theme that is none, for both or neither of period and edition, and where
    there is nothing to draw from.
    """
    change = journal.change(session, actor.council_id)
    edition = _edition(session, actor, data)
    period = ensure_period(session, edition.period_code if edition else data.period or "")
    unit_id = _unit(session, actor, data.unit)
    if data.theme_id is not None:
        require_ours(session, actor, Theme, data.theme_id, "/theme_id")
    rows = _population(session, actor, edition, period.code, unit_id, data.theme_id)
    if not rows:
        raise invalid("/size", "nothing_to_draw", "No indicator has a figure there. Choose another period or scope.")
    seed = data.seed or secrets.token_hex(8)
    drawn = draw([Drawable(row.ref, row.unit) for row in rows], seed, data.size, by_unit=data.by_unit)
    sample = AssuranceSample(
        council_id=actor.council_id,
        number=_next_number(session, actor.council_id),
        seed=seed,
        size=data.size,
        period_code=period.code,
        edition_id=edition.id if edition else None,
        unit_id=unit_id,
        theme_id=data.theme_id,
        by_unit=data.by_unit,
        purpose=data.purpose.strip(),
        population=[{"ref": row.ref, "name": row.name, "unit": row.unit, "unit_name": row.unit_name} for row in rows],
        drawn_by=actor.person_id,
        drawn_at=change.recorded_at,
        change_no=change.number,
    )
    session.add(sample)
    session.flush()
    ids = {row.ref: row.id for row in rows}
    session.add_all(
        SampledIndicator(
            sample_id=sample.id,
            position=position,
            council_id=actor.council_id,
            indicator_id=ids[ref],
            ref=ref,
            rank=rank(seed, ref),
        )
        for position, ref in enumerate(drawn, 1)
    )
    session.flush()
    detail = {"seed": seed, "size": data.size, "period_code": period.code, "edition_id": sample.edition_id,
              "unit_id": unit_id, "theme_id": data.theme_id, "by_unit": data.by_unit, "population": len(rows),
              "drawn": drawn}  # fmt: skip
    journal.record(session, actor, Event("assurance_sample.draw", "assurance_sample", sample.id, detail))
    return sample


def sample_reads(session: Session, samples: Sequence[AssuranceSample]) -> list[SampleRead]:
    """Samples as they are answered. Three queries, however many there are."""
    query = (
        select(SampledIndicator, Indicator.name, Unit.name)
        .join(Indicator, Indicator.id == SampledIndicator.indicator_id)
        .join(Unit, Unit.id == Indicator.unit_id)
        .where(SampledIndicator.sample_id.in_([each.id for each in samples]))
        .order_by(SampledIndicator.position)
    )
    drawn: dict[int, list[DrawnIndicator]] = defaultdict(list)
    for row, name, unit_name in session.execute(query):
        drawn[row.sample_id].append(
            DrawnIndicator(
                position=row.position,
                indicator_id=row.indicator_id,
                ref=row.ref,
                name=name,
                unit_name=unit_name,
                rank=row.rank,
            )
        )
    scopes = _scopes(session, samples)
    return [_read(each, drawn[each.id], scopes[each.id]) for each in samples]


def _read(sample: AssuranceSample, drawn: list[DrawnIndicator], scope: Any) -> SampleRead:
    same = ("id", "number", "seed", "size", "edition_id", "theme_id", "by_unit", "purpose", "drawn_by", "drawn_at")
    return SampleRead(
        **{name: getattr(sample, name) for name in same},
        period=sample.period_code,
        period_label=Period.of_code(sample.period_code).short_label,
        edition_number=scope.number,
        unit=scope.code,
        unit_name=scope.unit_name,
        theme_name=scope.theme_name,
        population=len(sample.population),
        drawn=drawn,
    )


def _scopes(session: Session, samples: Sequence[AssuranceSample]) -> dict[int, Any]:
    s = AssuranceSample
    query = (
        select(s.id, PackEdition.number, Unit.code, Unit.name.label("unit_name"), Theme.name.label("theme_name"))
        .outerjoin(PackEdition, PackEdition.id == s.edition_id)
        .outerjoin(Unit, Unit.id == s.unit_id)
        .outerjoin(Theme, Theme.id == s.theme_id)
        .where(s.id.in_([each.id for each in samples]))
    )
    return {row.id: row for row in session.execute(query)}


def _edition(session: Session, actor: Actor, data: SampleCreate) -> PackEdition | None:
    if (data.period is None) == (data.edition_id is None):
        raise invalid("/period", "one_of_two", "Name a period or an edition; not both.")
    return None if data.edition_id is None else find_edition(session, actor, data.edition_id)


def _unit(session: Session, actor: Actor, code: str | None) -> int | None:
    if code is None:
        return None
    found = session.scalar(units_with_code(actor, code))
    if found is None:
        raise invalid("/unit", "unknown_unit", "There is no unit with this code.")
    return found


def _population(
    session: Session,
    actor: Actor,
    edition: PackEdition | None,
    period: str,
    unit_id: int | None,
    theme_id: int | None,
) -> Sequence[Any]:
    """The indicators that can be drawn, by ref: those with a figure there, within reach of the one who draws."""
    viewpoint = Viewpoint(edition.change_no, edition.id) if edition else NOW
    cells = figures(actor, viewpoint).subquery("there").c
    of_period = true() if edition else cells.period_code == period
    reach = actor.reach(Permission.DRAW_SAMPLE)
    p = IndicatorPriority
    of_theme = (
        select(p.indicator_id)
        .join(Priority, Priority.id == p.priority_id)
        .where(Priority.theme_id == theme_id, linked_on(p, clock.today()))
    )
    query = (
        select(Indicator.id, Indicator.ref, Indicator.name, Unit.code.label("unit"), Unit.name.label("unit_name"))
        .join(Unit, Unit.id == Indicator.unit_id)
        .where(
            Indicator.id.in_(select(cells.indicator_id).where(of_period)),
            true() if unit_id is None else Indicator.unit_id.in_(below(session, actor.council_id, unit_id)),
            true() if reach.everywhere else Indicator.unit_id.in_(reach.unit_ids),
            true() if theme_id is None else Indicator.id.in_(of_theme),
        )
    )
    # By code points, as any language sorts them: databases collate differently.
    return sorted(session.execute(query).all(), key=lambda row: row.ref)


def _next_number(session: Session, council_id: int) -> int:
    """The council's samples are numbered; its journal is locked by now, so nobody else takes this one."""
    highest = session.scalar(select(func.max(AssuranceSample.number)).where(AssuranceSample.council_id == council_id))
    return (highest or 0) + 1
