"""Which editions pin which revision of a figure."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.measures.editions import PackEdition, PackFigure, visible_editions
from quarterdeck.measures.figure_schemas import PinningEdition
from quarterdeck.measures.models import Observation
from quarterdeck.measures.viewpoint import Viewpoint


def pinning_editions(
    session: Session, actor: Actor, viewpoint: Viewpoint, revisions: Sequence[Observation]
) -> dict[int, list[PinningEdition]]:
    """The editions that pin each of these revisions of one figure, by the revisions' ids, the oldest edition first.

    Those that the actor may read, and of an earlier viewpoint those that were sealed by then. One query.
    """
    found: dict[int, list[PinningEdition]] = defaultdict(list)
    if not revisions:
        return found
    f, e, cell = PackFigure, PackEdition, revisions[0]
    query = (
        select(f.observation_id, e.id, e.number, e.period_code)
        .join(e, e.id == f.edition_id)
        .where(
            f.council_id == cell.council_id,
            f.series_id == cell.series_id,
            f.period_code == cell.period_code,
            e.id.in_(visible_editions(actor).with_only_columns(e.id)),
        )
        .order_by(e.id)
    )
    if viewpoint.change_no is not None:
        query = query.where(e.change_no <= viewpoint.change_no)
    for observation_id, edition_id, number, period_code in session.execute(query):
        found[observation_id].append(PinningEdition(edition_id=edition_id, number=number, period_code=period_code))
    return found
