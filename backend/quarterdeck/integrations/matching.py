"""Which indicator each row of a printed table is about, and what is known of that indicator.

A row is an indicator's when ref *and* name agree with the record's or an alias's, or when the mapping file
says so. Otherwise the indicator is new: it is made with a provisional ref and listed, with what it resembles,
for a person to merge or confirm.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.framework.periods import Period, Span
from quarterdeck.integrations.mapping import (
    MappedCouncil,
    MappedIndicator,
    Printed,
    RatingScheme,
    as_compared,
    as_written,
)
from quarterdeck.integrations.printings import Printing
from quarterdeck.integrations.units import common_unit
from quarterdeck.measures.models import (
    Aggregation,
    Frequency,
    Indicator,
    IndicatorAlias,
    IndicatorDefinition,
    IndicatorKind,
    RatingRule,
)
from quarterdeck.measures.printed import PrintedRow
from quarterdeck.measures.rating_rules import BadRule, Polarity, check_polarity
from quarterdeck.measures.versions import definitions_of

FREQUENCIES = {
    Span.MONTH: Frequency.MONTHLY,
    Span.QUARTER: Frequency.QUARTERLY,
    Span.HALF: Frequency.HALF_YEARLY,
    Span.YEAR: Frequency.ANNUAL,
}
COLOURS = frozenset({"green", "amber", "red"})


@dataclass(frozen=True)
class Known:
    """An indicator on record, with the newest version of its definition and of its rule."""

    indicator: Indicator
    definition: IndicatorDefinition
    rule: RatingRule | None


@dataclass(frozen=True)
class Record:
    """A council's indicators by every ref and name they go by, as compared."""

    by_printing: dict[Printed, Known] = field(default_factory=dict)
    refs: frozenset[str] = frozenset()


@dataclass
class Measure:
    """One indicator as a file prints it: its rows, every ref and name they give it, what else is known of it.

    scheme: the council's rating rule by the mapping file. unit: of measure, blank where nothing tells.
    """

    known: Known | None
    mapped: MappedIndicator | None
    scheme: RatingScheme | None
    unit: str = ""
    names: dict[Printed, tuple[str, str]] = field(default_factory=dict)
    rows: list[PrintedRow] = field(default_factory=list)
    printings: list[Printing] = field(default_factory=list)

    @property
    def ref_and_name(self) -> tuple[str, str]:
        """As the mapping file has them, or as first printed."""
        if self.mapped is not None:
            return as_written(self.mapped.ref), as_written(self.mapped.name)
        return next(iter(self.names.values()))

    @property
    def kind(self) -> IndicatorKind:
        """The mapping file's, the record's, or contextual where the rows say so and none has a target or a rating."""
        if self.mapped is not None and self.mapped.kind is not None:
            return self.mapped.kind
        if self.known is not None:
            return IndicatorKind(self.known.indicator.kind)
        judged = any(
            row.rating in COLOURS or (row.target is not None and row.target.kind != "none" and not row.contextual)
            for row in self.rows
        )
        if judged or not any(row.contextual for row in self.rows):
            return IndicatorKind.PERFORMANCE
        return IndicatorKind.CONTEXTUAL

    @property
    def stated_polarity(self) -> Polarity | None:
        """The mapping file's, or the one that the rows state; None where neither does, or the rows differ."""
        if self.mapped is not None and self.mapped.polarity is not None:
            return self.mapped.polarity
        stated = {row.polarity for row in self.rows if row.polarity is not None}
        return Polarity(stated.pop()) if len(stated) == 1 else None

    @property
    def polarity(self) -> Polarity:
        """The stated one, or else the record's; none where nothing says."""
        on_record = Polarity(self.known.definition.polarity) if self.known else Polarity.NONE
        return self.stated_polarity or on_record

    @property
    def aggregation(self) -> Aggregation:
        return (self.mapped and self.mapped.aggregation) or Aggregation.FLOW

    @property
    def frequency(self) -> Frequency:
        """The mapping file's, or the span that most rows report; quarterly where they report odd dates alone."""
        if self.mapped is not None and self.mapped.frequency is not None:
            return self.mapped.frequency
        spans = Counter(Period.of_code(row.period.code).span for row in self.rows)
        regular = [span for span, _ in spans.most_common() if span in FREQUENCIES]
        return FREQUENCIES[regular[0]] if regular else Frequency.QUARTERLY

    @property
    def rating(self) -> RatingScheme | None:
        """The mapping file's rule for this indicator or its council, where it fits; none for a contextual measure."""
        scheme = (self.mapped and self.mapped.rating) or self.scheme
        if scheme is None or self.kind is IndicatorKind.CONTEXTUAL:
            return None
        try:
            check_polarity(scheme.rule, self.polarity)
        except BadRule:
            return None
        return scheme

    @property
    def not_said(self) -> list[str]:
        """What neither the table nor the mapping file says."""
        said = {
            "polarity": self.stated_polarity is not None or self.kind is IndicatorKind.CONTEXTUAL,
            "aggregation": bool(self.mapped and self.mapped.aggregation),
            "unit": bool(self.unit),
        }
        return [name for name, is_said in said.items() if not is_said]


def known_indicators(session: Session, council_id: int) -> Record:
    """Every indicator of a council, by its own ref and name and by its aliases: four queries."""
    ours = select(Indicator).where(Indicator.council_id == council_id).order_by(Indicator.id)
    indicators = session.scalars(ours).all()
    definitions = definitions_of(session, [each.id for each in indicators])
    rules = select(RatingRule).where(RatingRule.council_id == council_id).order_by(RatingRule.number)
    rule_of = {rule.indicator_id: rule for rule in session.scalars(rules)}
    known = {each.id: Known(each, definitions[each.id][-1], rule_of.get(each.id)) for each in indicators}
    by_printing: dict[Printed, Known] = {}
    for alias in session.scalars(select(IndicatorAlias).where(IndicatorAlias.council_id == council_id)):
        by_printing[as_compared(alias.ref, alias.name)] = known[alias.indicator_id]
    # What an indicator is called itself goes before what another was called.
    by_printing |= {as_compared(each.indicator.ref, each.indicator.name): each for each in known.values()}
    return Record(by_printing, frozenset(each.ref for each in indicators))


def measures_of(rows: Iterable[PrintedRow], council: MappedCouncil | None, record: Record) -> list[Measure]:
    """The rows of one council by the indicator they are about, in the order of first appearance."""
    found: dict[object, Measure] = {}
    for row in rows:
        printed = as_compared(row.ref, row.indicator)
        mapped = council.by_printing.get(printed) if council else None
        known = next((record.by_printing[each] for each in _names(printed, mapped) if each in record.by_printing), None)
        key = known.indicator.id if known else mapped.printings if mapped else printed
        measure = found.setdefault(key, Measure(known, mapped, council.rating if council else None))
        measure.mapped = measure.mapped or mapped
        measure.names.setdefault(printed, (as_written(row.ref), as_written(row.indicator)))
        measure.rows.append(row)
    for measure in found.values():
        measure.unit = _unit(measure)
    return list(found.values())


def _unit(measure: Measure) -> str:
    """The record's, the mapping file's, or that of most cells."""
    known, mapped = measure.known, measure.mapped
    on_record = known.definition.unit_of_measure if known else ""
    return on_record or (mapped and mapped.unit) or common_unit(row.unit_of_measure for row in measure.rows)


def _names(printed: Printed, mapped: MappedIndicator | None) -> Sequence[Printed]:
    """The names to look an indicator up by: as printed first, then as the mapping file says it is printed elsewhere."""
    return [printed, *sorted(mapped.printings)] if mapped else [printed]
