"""A proposal as it is answered, with what stands beside it."""

from typing import Any

from quarterdeck.collection.models import Proposal
from quarterdeck.collection.proposal_beside import OutturnBeside, Proposed, said_of
from quarterdeck.collection.proposal_checks import field_of, findings_on
from quarterdeck.collection.proposal_schemas import ProposalOutturn, ProposalPeriod, ProposalProfile
from quarterdeck.collection.schemas import EntryDefinition, EntryEarlier, EntryFinding, EntryIndicator, EntryTarget
from quarterdeck.framework.periods import Period
from quarterdeck.measures.findings import blocks
from quarterdeck.measures.profile import Profile
from quarterdeck.measures.rating import TargetFigure

SAID = ("change", "profile", "rationale", "benchmark", "benchmark_value", "benchmark_source")


def proposal_columns(each: Proposed) -> dict[str, Any]:
    """All that is answered of a proposal."""
    entry, proposal = each.entry, each.proposal
    return {
        **{name: getattr(proposal, name) for name in SAID},
        "id": entry.id,
        "submission_id": entry.submission_id,
        "position": entry.position,
        "period_code": entry.period_code,
        "period_label": each.year.short_label,
        "series_id": entry.series_id,
        "indicator": _indicator(each),
        "frequency": each.indicator.frequency,
        "spread": each.spread,
        "is_new": each.indicator.provisional,
        "target": _target(said_of(proposal.targets.get(each.year.code))),
        "before": _target(each.standing(each.year)),
        "periods": [_period(each, period, proposal) for period in each.periods],
        "profiles": _profiles(each),
        "explanations": entry.explanations,
        "past": [_past(year) for year in each.past],
        "so_far": [EntryEarlier.of(figure, each.broken_from(figure.period_code)) for figure in each.so_far],
        "findings": proposal_findings(each),
        "updated_by": entry.updated_by,
        "updated_at": entry.updated_at,
        "on_behalf": entry.on_behalf,
        "version": entry.version,
    }


def proposal_findings(each: Proposed) -> list[EntryFinding]:
    """What the checks find in a proposal, as a checklist tells it."""
    return [
        EntryFinding(
            code=finding.code,
            severity=finding.severity,
            sentence=finding.sentence,
            field=field_of(finding),
            needs_explanation=finding.needs_explanation,
            blocks=blocks(finding, each.entry.explanations),
        )
        for finding in findings_on(each)
    ]


def _indicator(each: Proposed) -> EntryIndicator:
    row = each.indicator
    return EntryIndicator.model_validate(
        {
            "id": row.id,
            "ref": row.ref,
            "name": row.name,
            "kind": row.kind,
            "breakdown": each.breakdown,
            "definition": EntryDefinition.model_validate(each.definition),
        }
    )


def _profiles(each: Proposed) -> list[ProposalProfile]:
    """What each profile gives for the year's target, where that is one figure and the year has periods."""
    year = said_of(each.proposal.targets.get(each.year.code))
    if year is None or year.value is None or not each.periods:
        return []
    made = ((profile, each.profiled(profile, year.value)) for profile in (Profile.EVEN, Profile.SEASONAL))
    return [
        ProposalProfile(profile=profile, figures=found.figures, years=found.years, method=found.method)
        for profile, found in made
        if found is not None
    ]


def _period(each: Proposed, period: Period, proposal: Proposal) -> ProposalPeriod:
    return ProposalPeriod(
        period_code=period.code,
        period_label=period.short_label,
        target=_target(said_of(proposal.targets.get(period.code))),
        before=_target(each.standing(period)),
    )


def _past(year: OutturnBeside) -> ProposalOutturn:
    return ProposalOutturn(
        period_code=year.year.code,
        period_label=year.year.short_label,
        outturn=year.outturn.value,
        basis=year.outturn.basis,
        sentence=year.outturn.sentence,
        target=_target(year.target),
        broken_from=year.broken_from,
    )


def _target(figure: TargetFigure | None) -> EntryTarget | None:
    return None if figure is None else EntryTarget.model_validate(figure)
