"""What schemathesis is told of an estate: who asks, which ids, codes and versions are there, and what it checks."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from quarterdeck.actions.models import Action
from quarterdeck.collection.models import Entry, Round, Submission
from quarterdeck.core.db import Base
from quarterdeck.framework.models import FrameworkVersion, PeriodRow, Stage
from quarterdeck.integrations.models import HistoryUpload, SetupLoad
from quarterdeck.measures.editions import PackEdition
from quarterdeck.measures.models import Indicator, Observation, Series, Target
from quarterdeck.measures.restatement import Restatement
from quarterdeck.organisation.models import (
    ApiClient,
    ApiToken,
    Body,
    Council,
    Evidence,
    Meeting,
    Person,
    Portfolio,
    Post,
    PostHolding,
    RoleGrant,
    Unit,
)
from quarterdeck.planning.models import Activity, Plan, Priority, Theme
from tests.api.estate import COLLECTED, IN_REVIEW, TO_ISSUE, TO_SEAL, WITH_CABINET, WITH_SCRUTINY, Estate

MOST = 12
"""Ids of a kind that are told: few enough that requests about one thing meet each other."""

IDS: dict[str, type[Base]] = {
    "action_id": Action,
    "activity_id": Activity,
    "body_id": Body,
    "client_id": ApiClient,
    "edition_id": PackEdition,
    "entry_id": Entry,
    "evidence_id": Evidence,
    "grant_id": RoleGrant,
    "holding_id": PostHolding,
    "indicator_id": Indicator,
    "load_id": SetupLoad,
    "upload_id": HistoryUpload,
    "meeting_id": Meeting,
    "observation_id": Observation,
    "person_id": Person,
    "plan_id": Plan,
    "portfolio_id": Portfolio,
    "post_id": Post,
    "priority_id": Priority,
    "restatement_id": Restatement,
    "round_id": Round,
    "series_id": Series,
    "submission_id": Submission,
    "target_id": Target,
    "theme_id": Theme,
    "token_id": ApiToken,
    "unit_id": Unit,
    "version_id": FrameworkVersion,
}
ALIKE = {"parent_id": "unit_id", "scope_id": "unit_id", "source_id": "meeting_id", "subject_id": "submission_id",
         "owner_post_id": "post_id", "lead_post_id": "post_id", "whom_post_id": "post_id",
         "superseded_by_id": "plan_id", "pack": "edition_id"}  # fmt: skip
WORDS = {
    "action": ["adopt", "supersede", "open", "close", "cancel", "submit", "return", "confirm", "reopen", "approve",
               "decline", "accept", "withdraw", "complete", "note", "report_done", "confirm_closure", "send_back"],
    "source_kind": ["meeting", "approval", "plan"],
    "subject_kind": ["submission"],
    "template": ["cabinet_first", "scrutiny_first"],
    "due": ["2026-03", "2026-03-31"],
    "as_of": ["2024-03-31T12:00:00Z", "2026-01-01T00:00:00Z"],
    "If-Match": ['"1"', '"2"', '"3"', '"4"'],
}  # fmt: skip
OF_ONE_OPERATION = {
    "list_evidence": {"query.kind": "subject_kind"},
    "create_evidence": {"body.kind": "subject_kind"},
    "read_period": {"path.code": "period"},
    "save_entry": {"path.submission_id": "draft_id", "path.entry_id": "draft_entry_id"},
    "decide_submission": {"path.submission_id": "open_submission_id"},
    "seal_pack": {"body.round_id": "open_round_id"},
    "issue_pack": {"path.edition_id": "open_edition_id"},
    "decide_pack": {"path.edition_id": "open_edition_id"},
    "propose_restatement": {"body.series_id": "reported_series_id", "body.period": "reported_period"},
}
"""Parameters for which an operation needs something of its own."""
# The one that asks must stay signed in, and who is asked for a password must not be guessed out.
LEFT_OUT = ["delete_session", "create_session", "change_password", "ask_password_reset", "use_password_reset"]
MOSTLY = 0.8


def configuration(estate: Estate, *, signed_in: bool) -> str:
    """The text of a schemathesis.toml."""
    return "\n".join(_lines(estate, signed_in)) + "\n"


def _lines(estate: Estate, signed_in: bool) -> Iterator[str]:
    known = dict(_known(estate))
    yield 'hooks = "tests.api.fuzzing_hooks"'
    yield "[generation]"
    yield from ("deterministic = true", 'database = "none"')
    yield "[checks]"
    yield "missing_required_header = { expected-statuses = [400, 401, 403, 404, 428] }"
    # What is well formed may still clash with what is on record, or name what is not there.
    yield "positive_data_acceptance = { enabled = false }"
    if signed_in:
        yield "[auth.openapi.session_on_loopback]"
        yield f"api_key = {json.dumps(estate.personas.tokens['ALL'])}"
    for name, values in known.items():
        yield f"[dictionaries.{_key(name)}]"
        yield f"values = {json.dumps(values)}"
    yield "[parameters]"
    for name in [*known, *ALIKE]:
        binding = f"{{ dictionary = {json.dumps(_key(ALIKE.get(name, name)))}, probability = {MOSTLY} }}"
        yield f"{json.dumps(f'header.{name}')} = {binding}" if name == "If-Match" else f"{json.dumps(name)} = {binding}"
        yield f"{json.dumps(f'body.{name}')} = {binding}" if name != "If-Match" else ""
    for name, bound in OF_ONE_OPERATION.items():
        yield "[[operations]]"
        yield f"include-operation-id = {json.dumps(name)}"
        bindings = (f"{json.dumps(each)} = {{ dictionary = {json.dumps(values)} }}" for each, values in bound.items())
        yield f"parameters = {{ {', '.join(bindings)} }}"
    for name in LEFT_OUT if signed_in else []:
        yield "[[operations]]"
        yield from (f"include-operation-id = {json.dumps(name)}", "enabled = false")


def _key(name: str) -> str:
    return name.replace("-", "_")


def _known(estate: Estate) -> Iterator[tuple[str, list[Any]]]:
    """(parameter, values): ids of each kind in the council, codes, and words that are understood."""
    session, council_id = estate.session, estate.council.id
    asks = estate.personas.everybody.id
    for name, model in IDS.items():
        row: Any = model
        query = select(row.id).where(row.council_id == council_id).order_by(row.id)
        if model is RoleGrant:
            # Whoever asks keeps their roles.
            query = query.where(RoleGrant.person_id.is_distinct_from(asks))
        if model is Person:
            query = query.where(Person.id != asks)
        yield name, list(session.scalars(query.limit(MOST)))
    yield "council_id", list(session.scalars(select(Council.id).where(Council.id == council_id)))
    yield "period", list(session.scalars(select(PeriodRow.code).limit(MOST)))
    yield "unit", list(session.scalars(select(Unit.code).where(Unit.council_id == council_id).limit(MOST)))
    yield "portfolio", list(session.scalars(select(Portfolio.code).where(Portfolio.council_id == council_id)))
    yield "stage", list(session.scalars(select(Stage.key).where(Stage.council_id == council_id)))
    yield "ref", list(session.scalars(select(Indicator.ref).where(Indicator.council_id == council_id).limit(MOST)))
    yield from _open(estate)
    yield from WORDS.items()


def _open(estate: Estate) -> Iterator[tuple[str, list[Any]]]:
    """What still can be changed, of either service."""
    drafts = [service.draft for service in estate.services]
    moving = [each for s in estate.services for each in (s.draft, s.submitted, s.own, s.returned, s.confirmed)]
    yield "draft_id", [drafts[0].id]
    yield "draft_entry_id", [estate.entry_of(drafts[0]).id]
    yield "open_submission_id", [each.id for each in moving]
    yield "open_round_id", [estate.rounds[period].id for period in (TO_SEAL, COLLECTED)]
    yield "open_edition_id", [estate.editions[each].id for each in (TO_ISSUE, IN_REVIEW, WITH_CABINET, WITH_SCRUTINY)]
    yield "reported_series_id", [service.series.id for service in estate.services]
    yield "reported_period", [IN_REVIEW, WITH_CABINET]
