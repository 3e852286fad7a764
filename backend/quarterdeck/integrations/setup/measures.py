"""Loading what is measured: indicators with their owners, definitions and rating rules."""

from typing import Any

from sqlalchemy import select

from quarterdeck.core import clock
from quarterdeck.integrations.setup.book import Book
from quarterdeck.integrations.setup.loading import Cells, Key, Loading, RowFault, Standing, Subject
from quarterdeck.integrations.setup.organisation import IDS
from quarterdeck.integrations.setup.planning import place_of_priority, priority_of
from quarterdeck.integrations.setup.sheets import BY_KEY
from quarterdeck.measures import definitions, indicators, links, rules
from quarterdeck.measures.models import Indicator, IndicatorDefinition, RatingRule
from quarterdeck.measures.schemas import DefinitionCreate, IndicatorCreate, IndicatorUpdate, RuleCreate
from quarterdeck.organisation.models import Portfolio, Post, Unit

OWN = ("ref", "name", "kind", "frequency", "lag", "valid_from", "valid_to")
MEANT = ("definition", "numerator_label", "denominator_label", "data_source", "unit_of_measure", "decimals", "polarity",
         "aggregation", "breaks_series", "reason", "effective_from")  # fmt: skip
TEXTS = ("definition", "numerator_label", "denominator_label", "data_source", "reason")
PARAMETERS = ("green_within", "amber_within", "green", "amber", "low", "high")


def note_first_versions(loading: Loading, book: Book) -> None:
    """Remember the first definition and rule that the workbook gives each indicator: a new one is made with them."""
    for sheet in ("definitions", "rules"):
        first: dict[str, Any] = {}
        for row in (row for each in book.sheets if each.kind.key == sheet for row in each.rows):
            ref, since = row.cells.get("indicator"), row.cells.get("effective_from")
            if ref and since and (ref not in first or since < first[ref].cells["effective_from"]):
                first[ref] = row
        loading.beside[f"first_{sheet}"] = first
    loading.beside["made_with"] = set()


def _indicators(loading: Loading) -> dict[Key, Standing]:
    rows = list(loading.session.scalars(indicators.visible_indicators(loading.actor)))
    loading.beside["indicators"] = {row.id: row for row in rows}
    codes: dict[Any, dict[int, str]] = {
        model: {row.id: row.code for row in loading.session.execute(
            select(model.id, model.code).where(model.council_id == loading.actor.council_id))}
        for model in (Unit, Post, Portfolio)
    }  # fmt: skip
    linked = links.links_on(loading.session, [row.id for row in rows], clock.today())
    found: dict[Key, Standing] = {}
    for row in rows:
        of = linked[row.id]
        cells = {name: getattr(row, name) for name in OWN} | {
            "unit": codes[Unit][row.unit_id],
            "owner_post": codes[Post].get(row.owner_post_id or 0),
            "portfolios": tuple(sorted(codes[Portfolio][each] for each in of.portfolio_ids)),
            "priorities": tuple(sorted(
                "/".join(place_of_priority(loading, each))
                for each in of.priority_ids if each in loading.beside["priorities"]
            )),
        }  # fmt: skip
        found[row.ref,] = Standing(cells, row)
    return found


def _indicator_values(loading: Loading, cells: Cells) -> Cells:
    values = {key: cells[key] for key in OWN if key in cells}
    if "unit" in cells:
        values["unit_id"] = loading.find("units", cells["unit"], "unit").id
    if "owner_post" in cells:
        post = loading.find("posts", cells["owner_post"], "owner_post")
        values["owner_post_id"] = post and post.id
    if "portfolios" in cells:
        values["portfolio_ids"] = [loading.find("portfolios", each, "portfolios").id for each in cells["portfolios"]]
    if "priorities" in cells:
        values["priority_ids"] = [priority_of(loading, each).id for each in cells["priorities"]]
    return values


def _defaults(_loading: Loading, cells: Cells) -> None:
    """A blank kind is performance, a blank lag none."""
    if "kind" in cells and cells["kind"] is None:
        cells["kind"] = "performance"
    if "lag" in cells and cells["lag"] is None:
        cells["lag"] = 0


def _create_indicator(loading: Loading, cells: Cells) -> Indicator:
    ref, values = cells["ref"], _indicator_values(loading, cells)
    row = loading.beside["first_definitions"].get(ref)
    if row is None:
        detail = "A new indicator needs a row on the sheet Definitions: what it means, its unit and which way is good."
        raise RowFault("ref", "no_definition", detail)
    values["definition"] = _checked_first(loading, "definitions", ref)
    if ref in loading.beside["first_rules"]:
        values["rating_rule"] = _checked_first(loading, "rules", ref)
    indicator = indicators.create_indicator(loading.session, loading.actor, IndicatorCreate.model_validate(values))
    loading.beside["indicators"][indicator.id] = indicator
    return indicator


def _checked_first(loading: Loading, sheet: str, ref: str) -> Cells:
    """The first version that the workbook gives, as the service takes it. Raises RowFault where its row is faulty."""
    row, kind = loading.beside[f"first_{sheet}"][ref], BY_KEY[sheet]
    missing = [each.head for each in kind.columns if each.needed and row.cells.get(each.key) in (None, "")]
    if row.faults or missing:
        detail = f"Row {row.number} of the sheet {kind.title} has a fault. Mend that first."
        raise RowFault("ref", "faulty_reference", detail)
    loading.beside["made_with"].add((sheet, ref, row.cells["effective_from"]))
    return _meaning(row.cells) if sheet == "definitions" else _rule(row.cells)


def _update_indicator(loading: Loading, current: Standing, changed: Cells) -> None:
    row = current.thing
    data = IndicatorUpdate.model_validate(_indicator_values(loading, changed))
    indicators.update_indicator(loading.session, loading.actor, row.id, data, row.version)


def _meaning(cells: Cells) -> Cells:
    """A definition's row as the service takes it: blank texts are empty ones."""
    values = {name: cells[name] for name in MEANT if cells.get(name) is not None}
    return {**dict.fromkeys(TEXTS, ""), **values}


def _rule(cells: Cells) -> Cells:
    return {
        "kind": cells["kind"],
        "parameters": {name: cells[name] for name in PARAMETERS if cells.get(name) is not None},
        "effective_from": cells["effective_from"],
        "reason": cells.get("reason") or "",
    }


def _versions(loading: Loading, sheet: str, model: Any, cells_of: Any) -> dict[Key, Standing]:
    """The newest version of each first day, but for those that this workbook has just made its indicators with."""
    by_id: dict[int, Indicator] = loading.beside["indicators"]
    rows = loading.session.scalars(
        select(model).where(model.council_id == loading.actor.council_id).order_by(model.number)
    )
    found: dict[Key, Standing] = {}
    for row in rows:
        ref = by_id[row.indicator_id].ref
        if (sheet, ref, row.effective_from) not in loading.beside["made_with"]:
            cells = cells_of(row) | {"indicator": ref, "effective_from": row.effective_from}
            found[ref, row.effective_from] = Standing(cells, by_id[row.indicator_id])
    return found


def _definitions(loading: Loading) -> dict[Key, Standing]:
    model = IndicatorDefinition
    return _versions(loading, "definitions", model, lambda row: {name: getattr(row, name) for name in MEANT})


def _rules(loading: Loading) -> dict[Key, Standing]:
    def cells_of(row: RatingRule) -> Cells:
        numbers = {name: row.parameters.get(name) for name in PARAMETERS}
        floats = {name: None if value is None else float(value) for name, value in numbers.items()}
        return {"kind": row.kind, "reason": row.reason, **floats}

    return _versions(loading, "rules", RatingRule, cells_of)


def _create_definition(loading: Loading, cells: Cells) -> Any:
    indicator = loading.find("indicators", cells["indicator"], "indicator")
    if ("definitions", cells["indicator"], cells["effective_from"]) in loading.beside["made_with"]:
        return indicator
    data = DefinitionCreate.model_validate(_meaning(cells))
    definitions.add_definition(loading.session, loading.actor, indicator.id, data)
    return indicator


def _update_definition(loading: Loading, current: Standing, changed: Cells) -> None:
    cells = {**current.cells, **changed, "reason": _new_reason(current, changed)}
    data = DefinitionCreate.model_validate(_meaning(cells))
    definitions.add_definition(loading.session, loading.actor, current.thing.id, data)
    loading.notes.append("A new version; what it said before stays on record.")


def _new_reason(current: Standing, changed: Cells) -> str:
    """Why this version comes: the reason of the one before it is none for this one."""
    reason: str | None = changed.get("reason")
    if not reason:
        raise RowFault(
            "reason", "missing", "Say why this changes: the version on record stays, and this one follows it."
        )
    return reason


def _create_rule(loading: Loading, cells: Cells) -> Any:
    indicator = loading.find("indicators", cells["indicator"], "indicator")
    if ("rules", cells["indicator"], cells["effective_from"]) in loading.beside["made_with"]:
        return indicator
    rules.add_rule(loading.session, loading.actor, indicator.id, RuleCreate.model_validate(_rule(cells)))
    return indicator


def _update_rule(loading: Loading, current: Standing, changed: Cells) -> None:
    cells = {**current.cells, **changed, "reason": _new_reason(current, changed)}
    rules.add_rule(loading.session, loading.actor, current.thing.id, RuleCreate.model_validate(_rule(cells)))
    loading.notes.append("A new version; figures are rated again by it.")


FIELDS = {**IDS, "owner_post_id": "owner_post", "portfolio_ids": "portfolios", "priority_ids": "priorities"}
REASON = frozenset({"reason"})
SUBJECTS = (
    Subject(BY_KEY["indicators"], _indicators, _create_indicator, _update_indicator, FIELDS, tidy=_defaults),
    Subject(BY_KEY["definitions"], _definitions, _create_definition, _update_definition, ignored=REASON),
    Subject(BY_KEY["rules"], _rules, _create_rule, _update_rule, ignored=REASON),
)
"""How each sheet of what is measured is loaded, but for targets."""
