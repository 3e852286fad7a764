"""Who may do what: the whole role → permission table, on one page. Grants give a role a scope; see access.py."""

from enum import StrEnum

from quarterdeck.core.actor import Scope


class Permission(StrEnum):
    """Something a grant allows within its scope. Reading what everyone signed in may read needs none."""

    MANAGE_ORGANISATION = "manage_organisation"
    MANAGE_ACCESS = "manage_access"
    READ_PERSONAL = "read_personal"
    READ_AUDIT = "read_audit"
    MANAGE_MEETINGS = "manage_meetings"
    ADD_EVIDENCE = "add_evidence"
    MANAGE_FRAMEWORK = "manage_framework"
    EDIT_PLAN = "edit_plan"
    DECIDE_PLAN = "decide_plan"
    EDIT_INDICATOR = "edit_indicator"
    PROPOSE_TARGET = "propose_target"
    DECIDE_TARGET = "decide_target"
    MANAGE_ROUND = "manage_round"
    READ_ENTRIES = "read_entries"
    READ_SUBMITTED = "read_submitted"
    EDIT_SUBMISSION = "edit_submission"
    REVIEW_SUBMISSION = "review_submission"
    CONFIRM_SUBMISSION = "confirm_submission"
    SEAL_EDITION = "seal_edition"
    ISSUE_EDITION = "issue_edition"
    READ_EDITIONS = "read_editions"
    COMMENT_EDITION = "comment_edition"
    DECIDE_OFFICER_REVIEW = "decide_officer_review"
    DECIDE_PORTFOLIO_REVIEW = "decide_portfolio_review"
    RECORD_DECISION = "record_decision"
    PROPOSE_RESTATEMENT = "propose_restatement"
    ACCEPT_RESTATEMENT = "accept_restatement"
    RAISE_ACTION = "raise_action"
    UPDATE_ACTION = "update_action"
    CLOSE_ACTION = "close_action"
    DRAW_SAMPLE = "draw_sample"
    ASSESS_DATA_QUALITY = "assess_data_quality"


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    PERFORMANCE_TEAM = "performance_team"
    DATA_PROVIDER = "data_provider"
    SERVICE_MANAGER = "service_manager"
    PORTFOLIO_HOLDER = "portfolio_holder"
    DIRECTOR = "director"
    CABINET_MEMBER = "cabinet_member"
    SCRUTINY_MEMBER = "scrutiny_member"
    COMMITTEE_ADMINISTRATOR = "committee_administrator"
    AUDITOR = "auditor"
    ANALYST = "analyst"


P = Permission
# fmt: off
ROLES: dict[Role, frozenset[Permission]] = {
    # Looks after people and the organisation; decides nothing about performance.
    Role.ADMINISTRATOR: frozenset(
        {P.MANAGE_ORGANISATION, P.MANAGE_ACCESS, P.READ_PERSONAL, P.READ_AUDIT, P.MANAGE_FRAMEWORK}
    ),
    # Runs the rounds, and enters on behalf of services; never confirms.
    Role.PERFORMANCE_TEAM: frozenset(
        {
            P.MANAGE_MEETINGS, P.ADD_EVIDENCE, P.MANAGE_FRAMEWORK, P.EDIT_PLAN, P.DECIDE_PLAN, P.EDIT_INDICATOR,
            P.PROPOSE_TARGET, P.DECIDE_TARGET, P.MANAGE_ROUND, P.READ_ENTRIES, P.READ_SUBMITTED, P.EDIT_SUBMISSION,
            P.REVIEW_SUBMISSION, P.SEAL_EDITION, P.ISSUE_EDITION, P.READ_EDITIONS, P.RECORD_DECISION,
            P.PROPOSE_RESTATEMENT, P.ACCEPT_RESTATEMENT, P.RAISE_ACTION, P.UPDATE_ACTION, P.CLOSE_ACTION,
            P.DRAW_SAMPLE, P.ASSESS_DATA_QUALITY,
        }
    ),
    Role.DATA_PROVIDER: frozenset(
        {P.READ_ENTRIES, P.READ_SUBMITTED, P.EDIT_SUBMISSION, P.ADD_EVIDENCE, P.UPDATE_ACTION, P.PROPOSE_RESTATEMENT}
    ),
    Role.SERVICE_MANAGER: frozenset(
        {
            P.READ_ENTRIES, P.READ_SUBMITTED, P.REVIEW_SUBMISSION, P.CONFIRM_SUBMISSION, P.ADD_EVIDENCE,
            P.UPDATE_ACTION, P.PROPOSE_TARGET, P.PROPOSE_RESTATEMENT, P.ACCEPT_RESTATEMENT,
        }
    ),
    Role.PORTFOLIO_HOLDER: frozenset(
        {P.READ_SUBMITTED, P.READ_EDITIONS, P.COMMENT_EDITION, P.DECIDE_PORTFOLIO_REVIEW}
    ),
    Role.DIRECTOR: frozenset(
        {P.READ_SUBMITTED, P.READ_EDITIONS, P.COMMENT_EDITION, P.DECIDE_OFFICER_REVIEW, P.RAISE_ACTION}
    ),
    Role.CABINET_MEMBER: frozenset({P.READ_EDITIONS, P.COMMENT_EDITION}),
    Role.SCRUTINY_MEMBER: frozenset({P.READ_EDITIONS, P.COMMENT_EDITION}),
    # Records what member bodies decided, and what they asked.
    Role.COMMITTEE_ADMINISTRATOR: frozenset(
        {
            P.MANAGE_MEETINGS, P.ADD_EVIDENCE, P.ISSUE_EDITION, P.READ_EDITIONS, P.COMMENT_EDITION, P.RECORD_DECISION,
            P.RAISE_ACTION, P.CLOSE_ACTION,
        }
    ),
    # Reads everything, draws samples of it and says how far it can be trusted; changes nothing that is looked at.
    Role.AUDITOR: frozenset(
        {
            P.READ_AUDIT, P.READ_ENTRIES, P.READ_SUBMITTED, P.READ_EDITIONS, P.DRAW_SAMPLE, P.ASSESS_DATA_QUALITY,
        }
    ),
    # Reads what everyone signed in reads.
    Role.ANALYST: frozenset(),
}
# fmt: on

SCOPES_OF_ROLE: dict[Role, frozenset[Scope]] = {
    Role.ADMINISTRATOR: frozenset({Scope.COUNCIL}),
    Role.PERFORMANCE_TEAM: frozenset({Scope.COUNCIL, Scope.UNIT}),
    Role.DATA_PROVIDER: frozenset({Scope.COUNCIL, Scope.UNIT}),
    Role.SERVICE_MANAGER: frozenset({Scope.COUNCIL, Scope.UNIT}),
    Role.PORTFOLIO_HOLDER: frozenset({Scope.PORTFOLIO}),
    Role.DIRECTOR: frozenset({Scope.COUNCIL, Scope.UNIT, Scope.BODY}),
    Role.CABINET_MEMBER: frozenset({Scope.BODY}),
    Role.SCRUTINY_MEMBER: frozenset({Scope.BODY}),
    Role.COMMITTEE_ADMINISTRATOR: frozenset({Scope.COUNCIL, Scope.BODY}),
    Role.AUDITOR: frozenset({Scope.COUNCIL}),
    Role.ANALYST: frozenset({Scope.COUNCIL, Scope.UNIT}),
}
