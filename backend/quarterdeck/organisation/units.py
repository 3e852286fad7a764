"""Units: one tree a council, with the days they are valid and which took over from which."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Select, delete, select, true
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal, refs
from quarterdeck.core.actor import Actor
from quarterdeck.core.belonging import require_ours
from quarterdeck.core.errors import conflict, invalid
from quarterdeck.core.http import changes
from quarterdeck.core.refs import Referent
from quarterdeck.core.workflow import check_version
from quarterdeck.organisation.models import Unit, UnitKind, UnitSuccession, unit_place
from quarterdeck.organisation.records import (
    check_dates,
    find,
    note_creation,
    note_update,
    refuse_taken,
    require,
    visible,
)
from quarterdeck.organisation.roles import Permission
from quarterdeck.organisation.schemas.units import UnitCreate, UnitRead, UnitUpdate


def list_units(
    actor: Actor, *, code: str | None = None, kind: UnitKind | None = None, parent_id: int | None = None
) -> Select[Unit]:
    """Units of the actor's council, by code, kind, or the unit right above."""
    return visible(actor, Unit).where(
        true() if code is None else Unit.code == code,
        true() if kind is None else Unit.kind == kind,
        true() if parent_id is None else Unit.parent_id == parent_id,
    )


def create_unit(session: Session, actor: Actor, data: UnitCreate) -> Unit:
    """Add a unit below another. Raises 422 for units that are not the council's, 403, and 409 for a code in use."""
    journal.lock(session, actor.council_id)
    parent = require_ours(session, actor, Unit, data.parent_id, "/parent_id")
    require(actor, Permission.MANAGE_ORGANISATION, unit_place(parent))
    check_dates(data.valid_from, data.valid_to)
    refuse_taken(session, select(Unit.id).where(Unit.council_id == actor.council_id, Unit.code == data.code))
    unit = Unit(council_id=actor.council_id, version=1, **data.model_dump(exclude={"predecessor_ids"}))
    detail = {"code": unit.code, "kind": str(unit.kind), "parent_id": unit.parent_id}
    note_creation(session, actor, unit, "unit", {**detail, "predecessor_ids": sorted(set(data.predecessor_ids))})
    _set_predecessors(session, actor, unit, data.predecessor_ids)
    return unit


def update_unit(session: Session, actor: Actor, unit_id: int, data: UnitUpdate, version: int) -> Unit:
    """Rename, move, open or close a unit. Raises 404, 403, 412, 409 for the council itself, 422.

    Figures stay with the unit that reported them; whoever is granted a unit reaches what stands below it today.
    """
    unit = find(session, actor, Unit, unit_id, for_update=True)
    require(actor, Permission.MANAGE_ORGANISATION, unit_place(unit))
    check_version(unit, version)
    if unit.parent_id is None:
        raise conflict("This unit is the council itself; change it at /councils.", "root-unit")
    values = data.given()
    if data.parent_id is not None:
        require_ours(session, actor, Unit, data.parent_id, "/parent_id")
        if data.parent_id in below(session, actor.council_id, unit.id):
            raise invalid("/parent_id", "circular", "A unit cannot stand below itself.")
    predecessor_ids = values.pop("predecessor_ids", None)
    changed = changes(unit, values)
    check_dates(unit.valid_from, unit.valid_to)
    if predecessor_ids is not None and _set_predecessors(session, actor, unit, predecessor_ids):
        changed["predecessor_ids"] = sorted(set(predecessor_ids))
    note_update(session, actor, unit, "unit", changed)
    return unit


def below(session: Session, council_id: int, unit_id: int) -> frozenset[int]:
    """The unit and every unit below it, whatever their dates."""
    reached = select(Unit.id).where(Unit.council_id == council_id, Unit.id == unit_id).cte("reached", recursive=True)
    reached = reached.union(
        select(Unit.id).join(reached, Unit.parent_id == reached.c.id).where(Unit.council_id == council_id)
    )
    return frozenset(session.scalars(select(reached.c.id)))


def unit_reads(session: Session, rows: Iterable[Unit]) -> list[UnitRead]:
    """Units as they are answered, with their predecessors."""
    rows = list(rows)
    predecessors: dict[int, list[int]] = defaultdict(list)
    query = select(UnitSuccession.successor_id, UnitSuccession.predecessor_id).where(
        UnitSuccession.successor_id.in_([unit.id for unit in rows])
    )
    for successor_id, predecessor_id in session.execute(query.order_by(UnitSuccession.predecessor_id)):
        predecessors[successor_id].append(predecessor_id)
    names = UnitRead.model_fields.keys() - {"predecessor_ids"}
    return [
        UnitRead.model_validate(
            {**{name: getattr(unit, name) for name in names}, "predecessor_ids": predecessors[unit.id]}
        )
        for unit in rows
    ]


def unit_read(session: Session, unit: Unit) -> UnitRead:
    return unit_reads(session, [unit])[0]


def _set_predecessors(session: Session, actor: Actor, unit: Unit, predecessor_ids: Sequence[int]) -> bool:
    """Make these the units that `unit` took over from, since its first day. Returns whether that changed anything."""
    for number, predecessor_id in enumerate(predecessor_ids):
        require_ours(session, actor, Unit, predecessor_id, f"/predecessor_ids/{number}")
        if predecessor_id == unit.id:
            raise invalid(f"/predecessor_ids/{number}", "circular", "A unit cannot take over from itself.")
    ours = UnitSuccession.successor_id == unit.id
    wanted = set(predecessor_ids)
    known = set(session.scalars(select(UnitSuccession.predecessor_id).where(ours)))
    session.execute(delete(UnitSuccession).where(ours, UnitSuccession.predecessor_id.in_(known - wanted)))
    since = unit.valid_from or clock.today()
    session.add_all(
        UnitSuccession(council_id=unit.council_id, predecessor_id=each, successor_id=unit.id, since=since)
        for each in sorted(wanted - known)
    )
    session.flush()
    return wanted != known


def _refer(session: Session, actor: Actor, unit_id: int) -> Referent | None:
    unit = session.scalars(visible(actor, Unit).where(Unit.id == unit_id)).one_or_none()
    return Referent("unit", unit.id, unit.name, unit_place(unit)) if unit else None


refs.register("unit", _refer)
