"""Loading the organisation: units, posts, portfolios, bodies, people, who holds which post, and role grants."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from quarterdeck.core import clock
from quarterdeck.core.actor import Scope
from quarterdeck.integrations.setup.book import Row
from quarterdeck.integrations.setup.loading import Cells, Key, Loading, RowFault, Standing, Subject
from quarterdeck.integrations.setup.sheets import BY_KEY
from quarterdeck.organisation import grants, meetings, people, posts, units
from quarterdeck.organisation.models import (
    Body,
    Person,
    Portfolio,
    Post,
    PostHolding,
    RoleGrant,
    Unit,
    UnitSuccession,
)
from quarterdeck.organisation.schemas.meetings import BodyCreate, BodyUpdate, PortfolioCreate, PortfolioUpdate
from quarterdeck.organisation.schemas.people import (
    HoldingCreate,
    HoldingUpdate,
    PersonCreate,
    PersonUpdate,
    PostCreate,
    PostUpdate,
    RoleGrantCreate,
    RoleGrantUpdate,
)
from quarterdeck.organisation.schemas.units import UnitCreate, UnitUpdate

EMAIL = re.compile(r"[!-?A-~]{1,64}@[!-?A-~]{1,185}")
IDS = {"parent_id": "parent", "unit_id": "unit", "predecessor_ids": "predecessors", "scope_id": "scope_code",
       "person_id": "email", "post_id": "post"}  # fmt: skip


def _rows(loading: Loading, model: Any) -> list[Any]:
    return list(loading.session.scalars(select(model).where(model.council_id == loading.actor.council_id)))


def root_of(loading: Loading) -> Unit:
    """The unit that is the council itself."""
    units_by_id: dict[int, Unit] = loading.beside["units"]
    return next(unit for unit in units_by_id.values() if unit.parent_id is None)


def _units(loading: Loading) -> dict[Key, Standing]:
    rows = _rows(loading, Unit)
    by_id = loading.beside["units"] = {unit.id: unit for unit in rows}
    before: dict[int, list[str]] = defaultdict(list)
    s = UnitSuccession
    for row in loading.session.scalars(select(s).where(s.council_id == loading.actor.council_id)):
        before[row.successor_id].append(by_id[row.predecessor_id].code)
    root = root_of(loading)
    loading.known.setdefault("units", {})[root.code,] = root
    return {
        (unit.code,): Standing(
            {"code": unit.code, "name": unit.name, "kind": unit.kind, "valid_from": unit.valid_from,
             "valid_to": unit.valid_to, "predecessors": tuple(sorted(before[unit.id])),
             "parent": None if unit.parent_id == root.id else by_id[unit.parent_id].code},
            unit,
        )
        for unit in rows
        if unit.parent_id is not None
    }  # fmt: skip


def _parents_first(rows: Sequence[Row]) -> Sequence[Row]:
    """Rows so that a unit comes after those it is part of or took over from, as far as the sheet has them."""
    by_code = {row.cells.get("code"): row for row in reversed(rows)}
    done: list[Row] = []
    under_way: set[int] = set()

    def visit(row: Row) -> None:
        if row.number in under_way:
            return
        under_way.add(row.number)
        for code in (row.cells.get("parent"), *(row.cells.get("predecessors") or ())):
            if code in by_code and by_code[code] is not row:
                visit(by_code[code])
        done.append(row)

    for row in rows:
        visit(row)
    return done


def _below_root(loading: Loading, cells: Cells) -> None:
    """A unit that names the council itself stands where one does that names none."""
    if cells.get("parent") == root_of(loading).code:
        cells["parent"] = None


def _unit_values(loading: Loading, cells: Cells) -> Cells:
    values = {key: value for key, value in cells.items() if key not in ("parent", "predecessors")}
    if "parent" in cells:
        values["parent_id"] = (loading.find("units", cells["parent"], "parent") or root_of(loading)).id
    if "predecessors" in cells:
        values["predecessor_ids"] = [loading.find("units", each, "predecessors").id for each in cells["predecessors"]]
    return values


def _create_unit(loading: Loading, cells: Cells) -> Unit:
    data = UnitCreate.model_validate(_unit_values(loading, {"parent": None, **cells}))
    unit = units.create_unit(loading.session, loading.actor, data)
    loading.beside["units"][unit.id] = unit
    return unit


def _update_unit(loading: Loading, current: Standing, changed: Cells) -> None:
    data = UnitUpdate.model_validate(_unit_values(loading, changed))
    units.update_unit(loading.session, loading.actor, current.thing.id, data, current.thing.version)


def _posts(loading: Loading) -> dict[Key, Standing]:
    unit = {each.id: each.code for each in _rows(loading, Unit)}
    return {
        (post.code,): Standing({"code": post.code, "title": post.title, "unit": unit[post.unit_id]}, post)
        for post in _rows(loading, Post)
    }


def _post_values(loading: Loading, cells: Cells) -> Cells:
    values = {key: value for key, value in cells.items() if key != "unit"}
    return values | ({"unit_id": loading.find("units", cells["unit"], "unit").id} if "unit" in cells else {})


def _create_post(loading: Loading, cells: Cells) -> Post:
    return posts.create_post(loading.session, loading.actor, PostCreate.model_validate(_post_values(loading, cells)))


def _update_post(loading: Loading, current: Standing, changed: Cells) -> None:
    data, post = PostUpdate.model_validate(_post_values(loading, changed)), current.thing
    posts.update_post(loading.session, loading.actor, post.id, data, post.version)


def _dated(names: tuple[str, ...], model: Any) -> Any:
    def on_record(loading: Loading) -> dict[Key, Standing]:
        return {
            (row.code,): Standing({name: getattr(row, name) for name in names}, row) for row in _rows(loading, model)
        }

    return on_record


def _create_portfolio(loading: Loading, cells: Cells) -> Portfolio:
    return meetings.create_portfolio(loading.session, loading.actor, PortfolioCreate.model_validate(cells))


def _update_portfolio(loading: Loading, current: Standing, changed: Cells) -> None:
    data, row = PortfolioUpdate.model_validate(changed), current.thing
    meetings.update_portfolio(loading.session, loading.actor, row.id, data, row.version)


def _create_body(loading: Loading, cells: Cells) -> Body:
    return meetings.create_body(loading.session, loading.actor, BodyCreate.model_validate(cells))


def _update_body(loading: Loading, current: Standing, changed: Cells) -> None:
    data, row = BodyUpdate.model_validate(changed), current.thing
    meetings.update_body(loading.session, loading.actor, row.id, data, row.version)


def _people(loading: Loading) -> dict[Key, Standing]:
    return {
        (row.email,): Standing({"email": row.email, "name": row.name, "active": row.active}, row)
        for row in loading.session.scalars(people.list_people(loading.actor))
        if row.email is not None
    }


def _tidy_person(_loading: Loading, cells: Cells) -> None:
    """An e-mail address has to be one; a blank says nothing of whether somebody has left."""
    if cells.get("email") and not EMAIL.fullmatch(cells["email"]):
        raise RowFault("email", "no_address", "Give an e-mail address, as officer@council.gov.uk.")
    if cells.get("active") is None:
        cells.pop("active", None)


def _create_person(loading: Loading, cells: Cells) -> Person:
    if cells.get("active") is False:
        raise RowFault("active", "new_and_left", "Somebody who is not on record cannot have left; delete the row.")
    data = PersonCreate.model_validate({"email": cells["email"], "name": cells["name"]})
    return people.create_person(loading.session, loading.actor, data)


def _update_person(loading: Loading, current: Standing, changed: Cells) -> None:
    data, person = PersonUpdate.model_validate(changed), current.thing
    people.update_person(loading.session, loading.actor, person.id, data, person.version)


def _holdings(loading: Loading) -> dict[Key, Standing]:
    post = {each.id: each.code for each in _rows(loading, Post)}
    email = {each.id: each.email for each in _rows(loading, Person)}
    return {
        (post[row.post_id], email[row.person_id], row.valid_from): Standing(
            {"post": post[row.post_id], "email": email[row.person_id], "valid_from": row.valid_from,
             "valid_to": row.valid_to},
            row,
        )
        for row in _rows(loading, PostHolding)
        if email[row.person_id] is not None and (row.valid_to is None or row.valid_to >= row.valid_from)
    }  # fmt: skip


def _same_or_current(loading: Loading, cells: Cells, standing: Mapping[Key, Standing], by: Sequence[str]) -> Key | None:
    """The row on record that a row means: of its first day, or, where that is blank, the one that counts now."""
    wanted = tuple(cells.get(name) for name in by)
    wanted = tuple(each.lower() if isinstance(each, str) and "@" in each else each for each in wanted)
    since, today = cells.get("valid_from"), clock.today()
    for key in sorted(standing, key=lambda each: each[-1] or date.min, reverse=True):
        ends = standing[key].cells["valid_to"]
        counts = key[-1] == since if since else ends is None or ends >= today
        if key[:-1] == wanted and counts:
            return key
    return None


def _held(loading: Loading, cells: Cells, standing: Mapping[Key, Standing]) -> Key | None:
    return _same_or_current(loading, cells, standing, ("post", "email"))


def _create_holding(loading: Loading, cells: Cells) -> Post:
    post = loading.find("posts", cells["post"], "post")
    person = loading.find("people", cells["email"], "email")
    values = {"person_id": person.id, **_days(cells)}
    return posts.add_holding(loading.session, loading.actor, post.id, HoldingCreate.model_validate(values))


def _update_holding(loading: Loading, current: Standing, changed: Cells) -> None:
    holding, post = current.thing, loading.session.get_one(Post, current.thing.post_id)
    data = HoldingUpdate.model_validate({"valid_to": changed.get("valid_to")})
    posts.end_holding(loading.session, loading.actor, post.id, holding.id, data, post.version)


def _days(cells: Cells) -> Cells:
    return {name: cells[name] for name in ("valid_from", "valid_to") if cells.get(name)}


SCOPED = {Scope.UNIT: "units", Scope.PORTFOLIO: "portfolios", Scope.BODY: "bodies"}


def _grants(loading: Loading) -> dict[Key, Standing]:
    codes = {scope: {row.id: row.code for row in _rows(loading, model)} for scope, model in grants.SCOPED.items()}
    post = {each.id: each.code for each in _rows(loading, Post)}
    email = {each.id: each.email for each in _rows(loading, Person)}
    found: dict[Key, Standing] = {}
    for row in _rows(loading, RoleGrant):
        if row.valid_to is not None and row.valid_to < row.valid_from:
            continue
        holder = email.get(row.person_id or 0), post.get(row.post_id or 0)
        cells = {"role": row.role, "scope": row.scope, "scope_code": _scope_code(codes, row), "post": holder[1],
                 "email": holder[0], "valid_from": row.valid_from, "valid_to": row.valid_to}  # fmt: skip
        if any(holder):
            found[tuple(cells[name] for name in BY_KEY["roles"].by)] = Standing(cells, row)
    return found


def _scope_code(codes: Mapping[Scope, Mapping[int, str]], row: RoleGrant) -> str | None:
    return None if row.scope_id is None else codes[Scope(row.scope)][row.scope_id]


def _granted(loading: Loading, cells: Cells, standing: Mapping[Key, Standing]) -> Key | None:
    return _same_or_current(loading, cells, standing, BY_KEY["roles"].by[:-1])


def _create_grant(loading: Loading, cells: Cells) -> RoleGrant:
    scope, code = Scope(cells["scope"]), cells.get("scope_code")
    if scope in SCOPED and not code:
        raise RowFault("scope_code", "missing", f"Say which {scope.value}: its code.")
    if scope not in SCOPED and code:
        raise RowFault("scope_code", "wrong_scope", "Leave this blank for the council.")
    if bool(cells.get("post")) == bool(cells.get("email")):
        raise RowFault("post", "one_holder", "Give the role to a post or to a person: one of the two.")
    scoped = loading.find(SCOPED[scope], code, "scope_code") if scope in SCOPED else None
    post = loading.find("posts", cells.get("post"), "post")
    person = loading.find("people", cells.get("email"), "email")
    values = {"role": cells["role"], "scope": scope, "scope_id": scoped and scoped.id, "post_id": post and post.id,
              "person_id": person and person.id, **_days(cells)}  # fmt: skip
    return grants.grant_role(loading.session, loading.actor, RoleGrantCreate.model_validate(values))


def _update_grant(loading: Loading, current: Standing, changed: Cells) -> None:
    grant = current.thing
    data = RoleGrantUpdate.model_validate({"valid_to": changed.get("valid_to")})
    grants.end_grant(loading.session, loading.actor, grant.id, data, grant.version)


NAMED = ("code", "name", "valid_from", "valid_to")
SUBJECTS = (
    Subject(BY_KEY["units"], _units, _create_unit, _update_unit, IDS, first=_parents_first, tidy=_below_root),
    Subject(BY_KEY["posts"], _posts, _create_post, _update_post, IDS),
    Subject(BY_KEY["portfolios"], _dated(NAMED, Portfolio), _create_portfolio, _update_portfolio),
    Subject(BY_KEY["bodies"], _dated((*NAMED, "kind"), Body), _create_body, _update_body, fixed=frozenset({"kind"})),
    Subject(BY_KEY["people"], _people, _create_person, _update_person, tidy=_tidy_person),
    Subject(BY_KEY["holders"], _holdings, _create_holding, _update_holding, IDS, match=_held),
    Subject(BY_KEY["roles"], _grants, _create_grant, _update_grant, IDS, match=_granted),
)
"""How each sheet of the organisation is loaded, in the order in which they build on each other."""
