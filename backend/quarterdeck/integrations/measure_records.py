"""Making the indicators that a printed table needs, and adding what a mapping file says to provisional ones."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from quarterdeck.core.actor import Actor
from quarterdeck.framework.periods import Period
from quarterdeck.integrations.mapping import as_compared
from quarterdeck.integrations.matching import Known, Measure, Record
from quarterdeck.integrations.on_record import units_of_tables
from quarterdeck.integrations.recording import MeasurePlan
from quarterdeck.measures import definitions, indicators, rules
from quarterdeck.measures.bulk import insert_all
from quarterdeck.measures.models import Indicator, IndicatorAlias
from quarterdeck.measures.rating_rules import Polarity
from quarterdeck.measures.schemas import DefinitionCreate, IndicatorCreate, IndicatorUpdate, RuleCreate
from quarterdeck.measures.series import ensure_series

NOT_SAID = "Read from a printed table. Not stated there or in a mapping file: {}."
READ = "Read from a printed table."
SAID = "A printed table or its mapping file says so."


def ensure_indicators(session: Session, actor: Actor, plans: Sequence[MeasurePlan], unit_id: int) -> None:
    """Make the indicators of the plans or bring them up to what is said of them, with the series that figures go to.

    unit_id: the council's root. Refs and names as printed are kept as aliases under the caller's event; a table may
    print no ref.
    """
    aliases: list[dict[str, Any]] = []
    for plan in plans:
        if plan.measure.known is None:
            indicator = _made(session, actor, plan, unit_id)
        else:
            indicator = plan.measure.known.indicator
            _changed(session, actor, plan.measure.known, plan.changes)
        plan.indicator_id = indicator.id
        owned = {"council_id": actor.council_id, "indicator_id": indicator.id}
        aliases += [{**owned, "ref": ref, "name": name} for ref, name in plan.aliases]
    insert_all(session, IndicatorAlias, aliases)
    units = units_of_tables(session, actor.council_id, unit_id, [plan.indicator_id for plan in plans])
    for plan in plans:
        # What nobody collects yet belongs where it will be asked for: the responsible unit, the root of a new one.
        known = plan.measure.known
        where = units.get(plan.indicator_id, known.indicator.unit_id if known else unit_id)
        plan.series_id = ensure_series(session, actor.council_id, plan.indicator_id, where).id


def name_all(plans: Sequence[MeasurePlan], record: Record) -> None:
    """Give each plan its indicator's ref and name, the aliases it needs, and what changes about it.

    A new indicator takes the ref that the mapping file gives it where no other has it; otherwise a
    provisional one, PROV-001 and on.
    """
    taken = set(record.refs)
    provisional = (ref for ref in map("PROV-{:03d}".format, count(1)) if ref not in taken)
    for plan in plans:
        measure = plan.measure
        ref, plan.name = measure.ref_and_name
        if measure.known is not None:
            plan.ref, plan.name = measure.known.indicator.ref, measure.known.indicator.name
        elif measure.mapped is not None and ref and ref not in taken:
            plan.ref = ref
        else:
            plan.ref = next(provisional)
        taken.add(plan.ref)
        own = as_compared(plan.ref, plan.name)
        plan.aliases = [
            names for printed, names in measure.names.items() if printed != own and printed not in record.by_printing
        ]
        plan.changes = changes_to(measure)


def _made(session: Session, actor: Actor, plan: MeasurePlan, unit_id: int) -> Indicator:
    """A provisional indicator of a unit, with what table and mapping file say, from its first period on."""
    measure = plan.measure
    definition = {
        "unit_of_measure": measure.unit,
        "decimals": _decimals(measure),
        "polarity": measure.polarity,
        "aggregation": measure.aggregation,
        "effective_from": _first_day(measure),
        "reason": NOT_SAID.format(", ".join(measure.not_said)) if measure.not_said else READ,
    }
    values = {
        "ref": plan.ref,
        "name": plan.name,
        "unit_id": unit_id,
        "kind": measure.kind,
        "frequency": measure.frequency,
        "definition": definition,
        "rating_rule": _rule(measure),
    }
    return indicators.create_indicator(session, actor, IndicatorCreate.model_validate(values), provisional=True)


def _first_day(measure: Measure) -> date:
    """The start of the earliest period that anything is printed of."""
    codes = [row.period.code for row in measure.rows] + [each.period_code for each in measure.printings]
    return min(Period.of_code(code).start for code in codes)


def _decimals(measure: Measure) -> int:
    """The mapping file's, or the most that any of its figures is printed with."""
    if measure.mapped is not None and measure.mapped.decimals is not None:
        return measure.mapped.decimals
    return max((getattr(each.said, "decimals", 0) for each in measure.printings), default=0)


def changes_to(measure: Measure) -> dict[str, dict[str, Any]]:
    """What table and mapping file now say beyond the record of a provisional indicator: definition, kind, rule.

    An indicator that a person has confirmed is left as it is.
    """
    known = measure.known
    if known is None or not known.indicator.provisional:
        return {}
    changed: dict[str, dict[str, Any]] = {}
    if differing := dict(_definition_changes(measure, known)):
        changed["definition"] = differing
    if measure.mapped is not None and measure.mapped.kind not in (None, known.indicator.kind):
        changed["kind"] = {"kind": measure.mapped.kind}
    rule = _rule(measure)
    if rule is not None and not _same_rule(rule, known):
        changed["rule"] = rule
    return changed


def _changed(session: Session, actor: Actor, known: Known, changed: dict[str, dict[str, Any]]) -> None:
    """Append what `changes_to` found; the figures are rated again."""
    indicator = known.indicator
    if "kind" in changed:
        update = IndicatorUpdate.model_validate(changed["kind"])
        indicators.update_indicator(session, actor, indicator.id, update, indicator.version)
    if "definition" in changed:
        names = DefinitionCreate.model_fields.keys() - {"reason", "breaks_series"}
        values = {name: getattr(known.definition, name) for name in names} | changed["definition"]
        definition = DefinitionCreate.model_validate({**values, "reason": SAID})
        definitions.add_definition(session, actor, indicator.id, definition)
    if "rule" in changed:
        rules.add_rule(session, actor, indicator.id, RuleCreate.model_validate(changed["rule"]))


def _definition_changes(measure: Measure, known: Known) -> Iterator[tuple[str, Any]]:
    mapped, definition = measure.mapped, known.definition
    if measure.unit != definition.unit_of_measure:
        yield "unit_of_measure", measure.unit
    if definition.polarity == Polarity.NONE and measure.polarity is not Polarity.NONE:
        yield "polarity", measure.polarity
    for name in ("polarity", "aggregation", "decimals"):
        said = getattr(mapped, name, None)
        if said is not None and said != getattr(definition, name):
            yield name, said


def _rule(measure: Measure) -> dict[str, Any] | None:
    scheme = measure.rating
    if scheme is None:
        return None
    return {"kind": scheme.kind, "parameters": scheme.parameters, "reason": SAID}


def _same_rule(rule: dict[str, Any], known: Known) -> bool:
    on_record = known.rule
    return on_record is not None and (on_record.kind, on_record.parameters) == (rule["kind"], rule["parameters"])
