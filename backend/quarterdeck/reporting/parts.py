"""What of an edition one may read: all of it, or the part that belongs to one's portfolios today."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.measures.editions import PackEdition, public_editions, whole_editions
from quarterdeck.measures.links import in_portfolios
from quarterdeck.measures.models import Series
from quarterdeck.organisation.models import Portfolio
from quarterdeck.organisation.roles import Permission
from quarterdeck.planning.models import ActivityPortfolio
from quarterdeck.reporting.content import EditionContent
from quarterdeck.reporting.exempt import Parts, exempt_parts, without
from quarterdeck.reporting.narrowing import narrowed
from quarterdeck.reporting.year_content import content_of


@dataclass(frozen=True)
class Reading:
    """An edition's content as one may read it. `part`: the portfolios (code, name) it is limited to; None for all.

    left_out: the exempt figures and activities that it is without. exempt: those that it holds.
    """

    content: EditionContent
    part: tuple[tuple[str, str], ...] | None
    left_out: Parts = field(default_factory=Parts)
    exempt: Parts = field(default_factory=Parts)

    @property
    def is_whole(self) -> bool:
        return self.part is None and not self.left_out


def read_content(session: Session, actor: Actor, edition: PackEdition, *, as_public: bool = False) -> Reading:
    """The content of an edition that the actor may see, whole or in part. What is less than the whole is counted anew.

    Once its papers are public everyone reads it but for the exempt parts; those of their own portfolios holders read
    all the same. as_public: without any exempt part, whoever reads.
    """
    content = content_of(edition.content)
    part, exempt, kept = None, exempt_parts(session, edition), Parts()
    if not _is(session, edition, whole_editions(actor)):
        if _is(session, edition, public_editions(actor)):
            kept = _but_own(session, actor, exempt)
        else:
            content, part = _part(session, actor, edition, content)
    if as_public:
        kept = exempt
    left = without(content, kept)
    return Reading(left, part, left_out=kept.within(content), exempt=exempt.within(left))


def _part(
    session: Session, actor: Actor, edition: PackEdition, content: EditionContent
) -> tuple[EditionContent, tuple[tuple[str, str], ...]]:
    """What of a content is of the actor's portfolios, and those (code, name)."""
    portfolio_ids = actor.reach(Permission.READ_EDITIONS).portfolio_ids
    rows = session.execute(
        select(Portfolio.code, Portfolio.name)
        .where(Portfolio.council_id == edition.council_id, Portfolio.id.in_(portfolio_ids))
        .order_by(Portfolio.code)
    )
    part = tuple((row.code, row.name) for row in rows)
    series_ids, activity_ids = _series_in(session, portfolio_ids), set(session.scalars(activities_in(portfolio_ids)))
    return part_of(content, {code for code, _ in part}, series_ids, activity_ids), part


def _is(session: Session, edition: PackEdition, among: Select[PackEdition]) -> bool:
    query = among.where(PackEdition.id == edition.id).with_only_columns(PackEdition.id)
    return session.scalar(query) is not None


def _but_own(session: Session, actor: Actor, exempt: Parts) -> Parts:
    """What is exempt, but for what belongs to portfolios whose holder the actor is."""
    portfolio_ids = actor.reach(Permission.READ_EDITIONS).portfolio_ids
    if not portfolio_ids:
        return exempt
    return exempt.but(_series_in(session, portfolio_ids), set(session.scalars(activities_in(portfolio_ids))))


def part_of(
    content: EditionContent, portfolios: Collection[str], series_ids: Collection[int], activity_ids: Collection[int]
) -> EditionContent:
    """What of a content is of these portfolios, series and activities, with a summary of that alone."""
    figures = [each for each in content.figures if each.series_id in series_ids]
    missing = [each for each in content.missing if each.series_id in series_ids]
    activities = [each for each in content.activities if each.activity_id in activity_ids]
    part = narrowed(content, lambda series_id, _: series_id in series_ids, figures, missing, activities)
    return part.model_copy(update={"portfolios": [each for each in content.portfolios if each.code in portfolios]})


def activities_in(portfolio_ids: Collection[int]) -> Select[int]:
    """The activities that belong to these portfolios today."""
    p, today = ActivityPortfolio, clock.today()
    ends = or_(p.valid_to.is_(None), p.valid_to >= today)
    return select(p.activity_id).where(p.portfolio_id.in_(portfolio_ids), p.valid_from <= today, ends)


def _series_in(session: Session, portfolio_ids: Collection[int]) -> set[int]:
    return set(session.scalars(select(Series.id).where(Series.indicator_id.in_(in_portfolios(portfolio_ids)))))
