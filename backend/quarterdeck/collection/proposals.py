"""Proposals: what a service types for the year of an annual round, saved as it types, with what stands beside it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from quarterdeck.collection.completeness import note_findings
from quarterdeck.collection.entries import check_explained, entry_for_change, start_typing, submission_for_change
from quarterdeck.collection.models import Entry, Proposal, ProposedChange, Submission
from quarterdeck.collection.opening import blank_proposals
from quarterdeck.collection.proposal_beside import Proposed, load_proposals
from quarterdeck.collection.proposal_reads import proposal_columns
from quarterdeck.collection.proposal_schemas import NewMeasure, ProposalRead, ProposalSaved, ProposalUpdate
from quarterdeck.collection.visibility import visible_entries
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import FieldError, invalid, invalid_fields
from quarterdeck.core.http import changes
from quarterdeck.framework.models import Cycle
from quarterdeck.framework.periods import Period
from quarterdeck.measures.in_use import propose_indicator
from quarterdeck.measures.models import Series
from quarterdeck.measures.profile import Profile
from quarterdeck.measures.rating import TargetFigure
from quarterdeck.measures.schemas import DefinitionCreate, IndicatorCreate

Said = Mapping[str, Any]
TYPED = ("change", "profile", "rationale", "benchmark", "benchmark_value", "benchmark_source")


def list_proposals(actor: Actor, submission_id: int) -> Select[Entry]:
    """The entries of a submission to an annual round that the actor may see."""
    return visible_entries(actor).where(Entry.submission_id == submission_id, Entry.proposes)


def save_proposal(
    session: Session, actor: Actor, submission_id: int, entry_id: int, data: ProposalUpdate, version: int
) -> Entry:
    """Save what is typed for one series; the first one saved starts its submission.

    As with an entry, autosave takes no change number and leaves no event. Raises 404, 403, 412, 409 once the submission
    is submitted or its round has ended, and 422 for targets that are none and periods that are not the year's.
    """
    entry, submission, round_ = entry_for_change(session, actor, submission_id, entry_id, version, proposes=True)
    proposed = load_proposals(session, entry.council_id, [entry])[entry.id]
    given = data.given()
    check_explained(given.get("explanations") or {})
    typed = {name: given[name] for name in TYPED if name in given}
    typed["targets"] = _targets(proposed, data, given)
    _check_change(proposed, typed.get("change", proposed.proposal.change))
    changed = changes(proposed.proposal, typed)
    if "explanations" in given:
        changed |= changes(entry, {"explanations": given["explanations"]})
    if changed:
        start_typing(entry, submission, round_, actor)
        session.flush()
        note_findings(session, entry.council_id, [entry])
    return entry


def add_new(session: Session, actor: Actor, submission_id: int, data: NewMeasure) -> Entry:
    """Propose an indicator that is not measured yet: it is provisional until the round's body approves it.

    Raises 404, 403, 409 once the submission is submitted or for a ref in use, 422.
    """
    submission, round_ = submission_for_change(session, actor, submission_id)
    if round_.cycle != Cycle.ANNUAL:
        raise invalid("/ref", "not_annual", "New indicators are proposed in the annual round.")
    year = Period.of_code(round_.period_code)
    said = data.model_dump(exclude={"ref", "name", "kind", "frequency", "priority_ids", "rationale"})
    indicator = propose_indicator(
        session,
        actor,
        IndicatorCreate(
            ref=data.ref,
            name=data.name,
            unit_id=submission.unit_id,
            kind=data.kind,
            frequency=data.frequency,
            valid_from=year.start,
            priority_ids=data.priority_ids,
            definition=DefinitionCreate(**said, effective_from=year.start),
        ),
    )
    series_id = session.scalars(select(Series.id).where(Series.indicator_id == indicator.id)).one()
    entry = blank_proposals(session, submission, [series_id], year.code)[0]
    start_typing(entry, submission, round_, actor)
    proposal = session.scalars(select(Proposal).where(Proposal.entry_id == entry.id)).one()
    proposal.change, proposal.rationale = ProposedChange.NEW, data.rationale
    session.flush()
    note_findings(session, entry.council_id, [entry])
    return entry


def proposal_reads(session: Session, council_id: int, entries: Sequence[Entry]) -> list[ProposalRead]:
    """Proposals as they are answered, with what stands beside them."""
    beside = load_proposals(session, council_id, entries)
    return [ProposalRead.model_validate(proposal_columns(beside[entry.id])) for entry in entries]


def proposal_saved(session: Session, entry: Entry) -> ProposalSaved:
    """A proposal just saved, as it is answered."""
    submission = session.get_one(Submission, entry.submission_id)
    columns = proposal_columns(load_proposals(session, entry.council_id, [entry])[entry.id])
    where = {"submission_state": submission.state, "submission_version": submission.version}
    return ProposalSaved.model_validate({**columns, **where})


def _check_change(each: Proposed, change: str | None) -> None:
    """Raise 422 for a change that does not fit: only what is new is new."""
    is_new = each.indicator.provisional
    if change is not None and is_new is not (change == ProposedChange.NEW) and change != ProposedChange.DROP:
        detail = "It is new: propose it, or drop it again." if is_new else "It is measured already: keep or change it."
        raise invalid("/change", "does_not_fit", detail)


def _targets(each: Proposed, data: ProposalUpdate, given: Said) -> dict[str, Any]:
    """The targets by period code after what is given: as typed, as the year before had them, or as a profile makes."""
    change = given.get("change", each.proposal.change)
    if change == ProposedChange.DROP or not each.is_rated:
        return {}
    if change == ProposedChange.KEEP:
        kept = {period.code: each.standing(period) for period in (each.year, *each.periods)}
        return {code: _dumped(figure) for code, figure in kept.items() if figure is not None}
    found = dict(each.proposal.targets)
    if "target" in given:
        found.pop(each.year.code, None)
        if (said := _said(data.target.model_dump() if data.target else {}, "/target")) is not None:
            found[each.year.code] = said
    profile = Profile(given.get("profile", each.proposal.profile))
    if profile is Profile.BY_HAND:
        return _in_order(each, found | _by_hand(each, data))
    year = found.get(each.year.code)
    return {} if year is None else {each.year.code: year, **_profiled(each, profile, year)}


def _by_hand(each: Proposed, data: ProposalUpdate) -> dict[str, Any]:
    typed = data.periods or {}
    codes = {period.code for period in each.periods}
    if foreign := sorted(typed.keys() - codes):
        detail = f"The periods of this indicator are: {', '.join(sorted(codes)) or 'the year alone'}."
        raise invalid_fields(
            [FieldError(pointer=f"/periods/{code}"[:200], code="unknown_period", detail=detail) for code in foreign]
        )
    return {code: _said(said.model_dump(), f"/periods/{code}") for code, said in typed.items()}


def _in_order(each: Proposed, found: Said) -> dict[str, Any]:
    codes = [each.year.code, *(period.code for period in each.periods)]
    return {code: found[code] for code in codes if found.get(code) is not None}


def _profiled(each: Proposed, profile: Profile, year: Said) -> dict[str, Any]:
    """What the profile makes of the year's target, also of the ends of a range. Words hold throughout."""
    if not each.periods:
        return {}
    ends = {name: year[name] for name in ("value", "low", "high") if year.get(name) is not None}
    made = {name: each.profiled(profile, float(figure)) for name, figure in ends.items()}
    if any(profiled is None for profiled in made.values()):
        raise invalid(
            "/profile", "no_seasons", "No earlier year has a figure for every period: choose another profile."
        )
    rows: list[dict[str, Any]] = [{} for _ in each.periods]
    for name, profiled in made.items():
        for row, figure in zip(rows, profiled.figures if profiled else (), strict=True):
            row[name] = figure
    return {period.code: {**year, **row} for period, row in zip(each.periods, rows, strict=True)}


def _said(typed: Said, pointer: str) -> dict[str, Any] | None:
    """A target as it is kept; None where nothing is typed. Raises 422 for what contradicts itself."""
    value, low, high, text = typed.get("value"), typed.get("low"), typed.get("high"), (typed.get("text") or "").strip()
    if value is not None and (low is not None or high is not None):
        raise invalid(f"{pointer}/value", "one_or_range", "A target is one figure, or a range; not both.")
    if low is not None and high is not None and high < low:
        raise invalid(f"{pointer}/high", "below_low", "A range goes from low to high.")
    if (low is None) != (high is None):
        missing = "low" if low is None else "high"
        raise invalid(f"{pointer}/{missing}", "missing", "A range needs both its low and its high end.")
    if value is None and low is None and not text:
        return None
    return _dumped(TargetFigure(value, low, high, text))


def _dumped(figure: TargetFigure) -> dict[str, Any]:
    return {"value": figure.value, "low": figure.low, "high": figure.high, "text": figure.text}
