"""One drawn indicator as the record had it when the sample was drawn: what its folder in the archive tells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy.orm import Session

from quarterdeck.assurance.assessed import assessment_reads, visible_assessments
from quarterdeck.assurance.models import AssuranceSample, DataQualityAssessment
from quarterdeck.assurance.quality_schemas import QualityAssessmentRead
from quarterdeck.assurance.recalculation import recalculate
from quarterdeck.assurance.recorded import Recorded, recorded
from quarterdeck.assurance.sample_schemas import DrawnIndicator
from quarterdeck.assurance.trail import trail_lines
from quarterdeck.assurance.trail_rows import Looked, pins, revisions
from quarterdeck.assurance.trail_schemas import TrailLine
from quarterdeck.core.actor import Actor
from quarterdeck.core.http import Paging
from quarterdeck.measures.editions import PackFigure
from quarterdeck.measures.models import Indicator, Observation
from quarterdeck.measures.versions import definitions_of, rules_of
from quarterdeck.measures.viewpoint import newest_rating

MOST_LINES: Final = 2_000
PAGE: Final = 500
UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")
DEFINITION: Final = (
    "number", "definition", "numerator_label", "denominator_label", "data_source", "unit_of_measure", "decimals",
    "polarity", "aggregation", "effective_from", "breaks_series", "break_note", "reason", "recorded_at",
)  # fmt: skip
RULE: Final = ("number", "kind", "parameters", "effective_from", "reason", "recorded_at")
OBSERVATION: Final = (
    "revision", "breakdown", "provisional", "commentary", "as_printed", "printed_on", "origin", "source", "reason",
    "recorded_at", "explanations",
)  # fmt: skip
TARGET: Final = ("value", "low", "high", "text")


@dataclass
class IndicatorRecord:
    """What is told of one indicator. `evidence`: its files, each with where it stands in the folder (`path`)."""

    folder: str
    indicator: dict[str, Any]
    definitions: list[dict[str, Any]]
    rules: list[dict[str, Any]]
    figures: list[Recorded]
    sampled: frozenset[int]
    trail: list[TrailLine]
    assessments: list[QualityAssessmentRead]
    evidence: list[dict[str, Any]] = field(default_factory=list)

    @property
    def told(self) -> dict[str, Any]:
        """The content of `record.json`."""
        return {
            "indicator": self.indicator,
            "definitions": self.definitions,
            "rules": self.rules,
            "figures": [_figure(each, each.rating.id in self.sampled) for each in self.figures],
            "trail": [line.model_dump(mode="json") for line in self.trail],
            "evidence": self.evidence,
        }


def read_record(session: Session, actor: Actor, sample: AssuranceSample, drawn: DrawnIndicator) -> IndicatorRecord:
    """A drawn indicator up to the moment of the draw: versions, figures with all revisions, its trail, its files."""
    looked = Looked(drawn.indicator_id, sample.period_code, sample.drawn_at, sample.change_no)
    sampled, every = _ratings(session, actor, sample, looked)
    if sample.edition_id is not None and (late := _periods(session, actor, sample, looked)):
        # An edition may report a figure a period late: then that period's record is what is asked for.
        looked = Looked(drawn.indicator_id, late[0], sample.drawn_at, sample.change_no)
        sampled, every = _ratings(session, actor, sample, looked)
    indicator = session.get_one(Indicator, drawn.indicator_id)
    trail = _trail(session, actor, looked)
    definitions = definitions_of(session, [indicator.id])[indicator.id]
    return IndicatorRecord(
        folder=f"indicators/{drawn.position:02d}-{safe(drawn.ref)}",
        indicator={"ref": drawn.ref, "name": drawn.name, "unit": drawn.unit_name, "kind": indicator.kind,
                   "frequency": indicator.frequency, "position": drawn.position},
        definitions=[_columns(row, DEFINITION) for row in definitions if row.change_no <= sample.change_no],
        rules=[_columns(row, RULE) for row in rules_of(session, indicator.id) if row.change_no <= sample.change_no],
        figures=sorted(
            recorded(session, actor.council_id, [*sampled, *every]).values(),
            key=lambda each: (each.unit.code, each.observation.breakdown, each.observation.revision, each.rating.id),
        ),
        sampled=frozenset(sampled),
        trail=trail,
        assessments=_assessments(session, actor, sample, indicator.id),
        evidence=_evidence(trail),
    )  # fmt: skip


def safe(name: str) -> str:
    """A name that every archive and file system takes, and that leads nowhere else."""
    return UNSAFE.sub("_", name).strip("._-")[-80:] or "unnamed"


def _ratings(session: Session, actor: Actor, sample: AssuranceSample, looked: Looked) -> tuple[list[int], list[int]]:
    """The ratings of the sampled figures, and those of every revision as it stood at the draw."""
    o = Observation
    rows = session.execute(
        revisions(actor, looked)
        .where(o.change_no <= sample.change_no)
        .with_only_columns(o.series_id, o.period_code, newest_rating(o, sample.change_no).label("rating_id"))
        .order_by(o.revision)
    ).all()
    every = [row.rating_id for row in rows if row.rating_id is not None]
    if sample.edition_id is not None:
        f = PackFigure
        pinned = pins(actor, looked).where(f.edition_id == sample.edition_id).with_only_columns(f.rating_id)
        return list(session.scalars(pinned)), every
    return list({(row.series_id, row.period_code): row.rating_id for row in rows if row.rating_id}.values()), every


def _periods(session: Session, actor: Actor, sample: AssuranceSample, looked: Looked) -> Sequence[str]:
    """The periods of the indicator's figures in the sample's edition, where its own is not among them."""
    f = PackFigure
    everywhere = Looked(looked.indicator_id, None, looked.until, looked.change_no)
    query = pins(actor, everywhere).where(f.edition_id == sample.edition_id).with_only_columns(f.period_code)
    periods = sorted(set(session.scalars(query)), reverse=True)
    return [] if looked.period in periods else periods


def _trail(session: Session, actor: Actor, looked: Looked) -> list[TrailLine]:
    lines: list[TrailLine] = []
    cursor: str | None = None
    while len(lines) < MOST_LINES:
        found, cursor = trail_lines(session, actor, looked, Paging(PAGE, cursor))
        lines += found
        if cursor is None:
            break
    return lines


def _assessments(
    session: Session, actor: Actor, sample: AssuranceSample, indicator_id: int
) -> list[QualityAssessmentRead]:
    """What had been judged of its data quality by the draw, the newest first."""
    a = DataQualityAssessment
    query = visible_assessments(actor).where(a.indicator_id == indicator_id, a.change_no <= sample.change_no)
    rows = session.scalars(query.order_by(a.number.desc())).all()
    return assessment_reads(session, [(row, number == 0) for number, row in enumerate(rows)])


def _evidence(trail: Sequence[TrailLine]) -> list[dict[str, Any]]:
    """The files beside the lines of a trail, each once, with a name for the archive."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for line in trail:
        for file in line.evidence:
            if (file.sha256, file.filename) not in found:
                said = file.model_dump(mode="json", exclude={"id", "subject_id", "added_by"})
                path = f"evidence/{len(found) + 1:02d}-{safe(file.filename)}"
                found[file.sha256, file.filename] = {**said, "path": path, "note_of_archive": ""}
    return list(found.values())


def _figure(each: Recorded, sampled: bool) -> dict[str, Any]:
    """A revision with what it is computed from, what is on record, and what the system computed."""
    row, rating = each.observation, each.rating
    return {
        **_columns(row, OBSERVATION),
        "sampled": sampled,
        "period": row.period_code,
        "unit": each.unit.name,
        "kind": row.kind,
        "definition": each.definition.number,
        "target_rationale": "" if each.target is None else each.target.rationale,
        "computed_from": {
            "kind": each.indicator.kind,
            "unit_of_measure": each.definition.unit_of_measure,
            "decimals": each.definition.decimals,
            "polarity": each.definition.polarity,
            "value_state": row.value_state,
            "value": row.value,
            "numerator": row.numerator,
            "denominator": row.denominator,
            "rule": None if each.rule is None else _columns(each.rule, ("number", "kind", "parameters")),
            "target": None if each.target is None else _columns(each.target, TARGET),
            "last_year": None if each.last_year is None else each.last_year.value,
            "forecast": rating.forecast,
            "forecast_target": None if each.forecast_target is None else _columns(each.forecast_target, TARGET),
        },
        "on_record": _columns(rating, ("rating", "unrated_reason", "ruled_rating", "override_reason")),
        "recalculated": recalculate(each).model_dump(mode="json"),
    }


def _columns(row: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
