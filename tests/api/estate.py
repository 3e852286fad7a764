"""A council with something in every condition that permissions tell apart: the estate that the API's tests walk.

Two services stand beside each other: Housing, whose measures belong to the portfolio Homes, and Environment,
whose measures belong to Streets. What is said of one is there for the other, under the same name. Rounds stand
at every point of the quarter, each in a period of its own.
"""

from dataclasses import dataclass, field
from datetime import date
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.actions.models import Action, ActionNote
from quarterdeck.assurance import samples
from quarterdeck.assurance.models import AssuranceSample
from quarterdeck.assurance.sample_schemas import SampleCreate
from quarterdeck.collection.models import Entry, Round, Submission
from quarterdeck.core.actor import Actor
from quarterdeck.core.settings import Settings
from quarterdeck.framework.models import Approval, Cycle
from quarterdeck.framework.service import framework_on
from quarterdeck.measures import activity_links, targets
from quarterdeck.measures.activity_link_schemas import ActivityLinkCreate
from quarterdeck.measures.editions import PackEdition
from quarterdeck.measures.models import Indicator, IndicatorActivity, Observation, Series, Target
from quarterdeck.measures.restatement import Restatement
from quarterdeck.measures.schemas import TargetDecision
from quarterdeck.organisation import evidence, meetings
from quarterdeck.organisation.models import Body, CouncilLogo, Meeting, Portfolio, Post, PostHolding, Unit, UnitKind
from quarterdeck.organisation.schemas.meetings import MeetingCreate
from quarterdeck.planning.models import Activity, Milestone, Plan, Priority, Theme
from quarterdeck.planning.schemas import PlanDecision
from quarterdeck.planning.service import decide_plan
from quarterdeck.reporting import comments, decisions, issuing, restatements, sealing
from quarterdeck.reporting.comment_schemas import CommentAnswer, CommentCreate, CommentRead
from quarterdeck.reporting.schemas import ExemptActivity, IssueCreate, PackDecision, RestatementCreate
from tests.api.asked import Asked, asked_in
from tests.api.committee_actions import raise_actions
from tests.api.files import Files, files_of
from tests.api.personas import Personas
from tests.builders import LONG_AGO, CouncilBuilder
from tests.collection.collecting import Collecting

SINCE = date(2024, 10, 1)
"""From here on the teams' indicators are asked for: in the round that collects."""

CLOSED, WITH_CABINET, WITH_SCRUTINY, TO_ISSUE = "2023-24-Q1", "2023-24-Q2", "2023-24-Q3", "2023-24-Q4"
IN_REVIEW, TO_SEAL, COLLECTED, PLANNED, CANCELLED = "2024-25-Q1", "2024-25-Q2", "2024-25-Q3", "2024-25-Q4", "2025-26-Q1"
YEAR = "2026-27"


@dataclass
class Service:
    """A service with its people, its indicator, its activity, and what of it stands where in the round that collects.

    requested is the service's own submission; the others are its teams'. foreign: an entry of the submitted one
    whose indicator belongs to the other service's portfolio.
    """

    unit: Unit
    portfolio: Portfolio
    post: Post
    provider: Actor
    manager: Actor
    indicator: Indicator
    activity: Activity
    milestone: Milestone = field(init=False)
    link: IndicatorActivity = field(init=False)
    series: Series = field(init=False)
    requested: Submission = field(init=False)
    draft: Submission = field(init=False)
    submitted: Submission = field(init=False)
    own: Submission = field(init=False)
    returned: Submission = field(init=False)
    confirmed: Submission = field(init=False)
    closed: Submission = field(init=False)
    annual: Submission = field(init=False)
    foreign: Indicator = field(init=False)
    approved_target: Target = field(init=False)
    proposed_target: Target = field(init=False)
    action: Action = field(init=False)
    waiting: Action = field(init=False)
    done: Action = field(init=False)
    note: ActionNote = field(init=False)
    restatement: Restatement = field(init=False)
    comment: CommentRead = field(init=False)
    approved: Observation = field(init=False)
    unapproved: Observation = field(init=False)


@dataclass
class Estate:
    """The council, its services, its rounds by period, and the editions of those that have one."""

    session: Session
    settings: Settings
    council: CouncilBuilder = field(init=False)
    collecting: Collecting = field(init=False)
    personas: Personas = field(init=False)
    housing: Service = field(init=False)
    environment: Service = field(init=False)
    plan: Plan = field(init=False)
    housing_draft: Plan = field(init=False)
    council_draft: Plan = field(init=False)
    superseded: Plan = field(init=False)
    theme: Theme = field(init=False)
    priority: Priority = field(init=False)
    rounds: dict[str, Round] = field(default_factory=dict)
    editions: dict[str, PackEdition] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    approval: Approval = field(init=False)
    sample: AssuranceSample = field(init=False)
    declined: Target = field(init=False)
    asked: Asked = field(init=False)
    files: Files = field(init=False)

    def __post_init__(self) -> None:
        self.council = CouncilBuilder(self.session)
        self.collecting = Collecting(self.session, self.council)
        self.other = CouncilBuilder(self.session, "elsewhere", "Elsewhere District Council")
        self.personas = Personas(self.session, self.council, self.other)
        self.team = self.collecting.team
        self.framework = framework_on(self.session, self.council.id)
        self.clerk = self.council.actor("committee_administrator", number=2)
        self._plans()
        self.housing = self._service(self.council.housing, self.council.homes, "H")
        self.environment = self._service(self.council.environment, self.council.streets, "E")
        self._meetings()
        self._decided_rounds()
        self._collecting_round()
        self._targets()
        self._restatements()
        self._comments()
        raise_actions(self)
        self._annual_round()
        self._holding()
        self._logo()
        self._evidence()
        self._sample()
        self.asked = asked_in(self)
        self.files = files_of(self)
        self.session.commit()

    @property
    def services(self) -> tuple[Service, Service]:
        return self.housing, self.environment

    def other_of(self, service: Service) -> Service:
        return self.environment if service is self.housing else self.housing

    def entry_of(self, submission: Submission, indicator: Indicator | None = None) -> Entry:
        """The submission's entry of an indicator: the first figure, unless one is named."""
        series = select(Series.id) if indicator is None else select(Series.id).filter_by(indicator_id=indicator.id)
        query = select(Entry).where(Entry.submission_id == submission.id, Entry.series_id.in_(series))
        return self.session.scalars(query.order_by(Entry.position).limit(1)).one()

    def _sample(self) -> None:
        data = SampleCreate(size=2, period=CLOSED, seed="estate")
        self.sample = samples.draw_sample(self.session, self.council.actor("auditor", number=2), data)

    def _plans(self) -> None:
        plans = self.collecting.plans
        self.plan = plans.adopted("CP")
        self.priority = self.session.get_one(Priority, plans.priority_of(self.plan))
        self.theme = self.session.get_one(Theme, self.priority.theme_id)
        self.council_draft = plans.draft("NEXT")
        self.housing_draft = plans.draft("HOUSING-PLAN", self.council.housing.id)
        self.draft_priority = self.session.get_one(Priority, plans.priority_of(self.housing_draft))
        self.draft_theme = self.session.get_one(Theme, self.draft_priority.theme_id)
        self.draft_activity = plans.activity(self.draft_priority.id, "H 1")
        self.draft_milestone = plans.milestone(self.draft_activity, "Tenants consulted", date(2023, 9, 30))
        self.successor = plans.adopted("NEW-CP")
        self.superseded = plans.adopted("OLD")
        decision = PlanDecision(action="supersede", superseded_by_id=self.plan.id)
        decide_plan(self.session, self.team, self.superseded.id, decision, self.superseded.version)
        self.session.commit()

    def _service(self, unit: Unit, portfolio: Portfolio, letter: str) -> Service:
        number = 2  # the personas are number 1: what is there was done by others
        made = Service(
            unit=unit,
            portfolio=portfolio,
            post=self.council.post(f"Head of {unit.name}", unit),
            provider=self.council.actor("data_provider", unit=unit, number=number),
            manager=self.council.actor("service_manager", unit=unit, number=number),
            indicator=self._indicator(letter, unit, portfolio),
            activity=self.collecting.plans.activity(
                self.priority.id, f"People {letter}", unit_id=unit.id, portfolio_ids=[portfolio.id]
            ),
        )
        made.series = self.collecting.measures.series(made.indicator)
        data = ActivityLinkCreate(activity_id=made.activity.id, valid_from=LONG_AGO)
        made.link = activity_links.link_activity(self.session, self.team, made.indicator.id, data)[0]
        made.milestone = self.collecting.plans.milestone(made.activity, "Consultation closes", date(2023, 9, 30))
        self.session.commit()
        return made

    def _indicator(self, ref: str, unit: Unit, portfolio: Portfolio, since: date | None = None) -> Indicator:
        linked = {"linked_from": date(2020, 4, 1), "valid_from": since}
        return self.collecting.measures.indicator(ref, unit=unit, portfolio=portfolio, **linked)

    def _meetings(self) -> None:
        """A public one and a private one of each body of members, long ago."""
        for name, body in (("cabinet", self.council.cabinet), ("scrutiny", self.council.scrutiny)):
            for day, public in ((5, True), (19, False)):
                data = MeetingCreate(body_id=body.id, held_on=date(2023, 9, day), title=f"{body.name}", public=public)
                kept = name if public else f"{name}, private"
                self.meetings[kept] = meetings.create_meeting(self.session, self.clerk, data)
        self.session.commit()

    def _decided_rounds(self) -> None:
        for period in (CLOSED, WITH_CABINET, WITH_SCRUTINY, TO_ISSUE, IN_REVIEW, TO_SEAL):
            round_ = self.rounds[period] = self.collecting.opened(period)
            for service in self.services:
                submission = self.collecting.submission(round_, service.unit)
                self._confirmed(submission, service)
                if period == CLOSED:
                    service.closed = submission
            if period != TO_SEAL:
                self.editions[period] = sealing.seal(self.session, self.team, round_.id)
                self.session.commit()
        for period in (CLOSED, WITH_CABINET, WITH_SCRUTINY, TO_ISSUE):
            self._reviewed(self.editions[period])
        for period in (CLOSED, WITH_CABINET, WITH_SCRUTINY):
            self._issued(self.editions[period], self.council.cabinet, "cabinet", public=period == CLOSED)
        for period in (CLOSED, WITH_SCRUTINY):
            self._decided(self.editions[period], "cabinet", "approve")
            self._issued(self.editions[period], self.council.scrutiny, "scrutiny", public=period == CLOSED)
        self._decided(self.editions[CLOSED], "scrutiny", "note")
        self.collecting.decided_round(self.rounds[CLOSED], "close")
        self.rounds[PLANNED] = self.collecting.planned(PLANNED)
        self.rounds[CANCELLED] = self.collecting.decided_round(
            self.collecting.planned(CANCELLED), "cancel", "Merged with the next"
        )
        query = select(Approval).filter_by(subject_kind="pack_edition", body_id=self.council.cabinet.id)
        self.approval = self.session.scalars(query.order_by(Approval.id)).first()
        for service in self.services:
            service.approved = self._observation(service, CLOSED)
            service.unapproved = self._observation(service, IN_REVIEW)

    def _reviewed(self, edition: PackEdition) -> None:
        """CMT and both portfolio holders approve the edition."""
        director = self.council.actor("director", number=2)
        self._decided(edition, "officer_review", "approve", director)
        for service in self.services:
            holder = self.council.actor("portfolio_holder", portfolio=service.portfolio, number=2)
            self._decided(edition, "portfolio_review", "approve", holder, portfolio=service.portfolio.code)

    def _decided(
        self, edition: PackEdition, stage: str, action: str, actor: Actor | None = None, portfolio: str | None = None
    ) -> None:
        decision = PackDecision(action=action, stage=stage, portfolio=portfolio)
        decisions.decide_edition(self.session, actor or self.clerk, edition.id, decision, edition.version)
        self.session.commit()

    def _issued(self, edition: PackEdition, body: Body, name: str, *, public: bool) -> None:
        meeting = self.meetings[name if public else f"{name}, private"]
        for_meeting = {"body_id": body.id, "meeting_id": meeting.id, "late_reason": "Long ago"}
        data = IssueCreate(**for_meeting, report_number=f"ACE{edition.id}", exempt=self._exempt(edition))
        issuing.issue(self.session, self.clerk, edition.id, data)
        self.session.commit()

    def _exempt(self, edition: PackEdition) -> list[ExemptActivity]:
        """The other service's activity is exempt in what Cabinet has in private."""
        if edition is not self.editions[WITH_CABINET]:
            return []
        activity_id = self.environment.activity.id
        return [ExemptActivity(kind="activity", activity_id=activity_id, reason="Schedule 12A, paragraph 3")]

    def _observation(self, service: Service, period: str) -> Observation:
        query = select(Observation).filter_by(series_id=service.series.id, period_code=period)
        return self.session.scalars(query).one()

    def _confirmed(self, submission: Submission, service: Service, value: float = 97.0) -> None:
        self.collecting.filled(submission, value, service.provider)
        self.collecting.decided(submission, "submit", service.provider)
        self.collecting.decided(submission, "confirm", service.manager)

    def _collecting_round(self) -> None:
        """Of each service, a team whose submission stands in each state; all of them complete enough to move on."""
        states = ("draft", "submitted", "own", "returned", "confirmed")
        teams: dict[tuple[str, str], Unit] = {}
        for service in self.services:
            for state in states:
                code = f"{service.unit.code}-{state.upper()}"
                team = teams[service.unit.code, state] = self.council.unit(code, code, UnitKind.TEAM, service.unit)
                made = self._indicator(code, team, service.portfolio, SINCE)
                if state == "submitted":
                    other = self.other_of(service).portfolio
                    service.foreign = self._indicator(f"{code}-FOREIGN", team, other, SINCE)
                assert made.unit_id == team.id
        self.session.commit()
        round_ = self.rounds[COLLECTED] = self.collecting.opened(COLLECTED)
        for service in self.services:
            service.provider = self.council.actor("data_provider", unit=service.unit, number=2)
            service.manager = self.council.actor("service_manager", unit=service.unit, number=2)
            service.requested = self.collecting.submission(round_, service.unit)
            for state in states:
                submission = self.collecting.submission(round_, teams[service.unit.code, state])
                setattr(service, state, submission)
                self._brought_to(submission, state, service)

    def _annual_round(self) -> None:
        """Each service is asked what it proposes for a year to come."""
        round_ = self.collecting.opened(YEAR, cycle=Cycle.ANNUAL)
        for service in self.services:
            service.annual = self.collecting.submission(round_, service.unit)

    def _brought_to(self, submission: Submission, state: str, service: Service) -> None:
        collecting, by = self.collecting, service.provider
        if state == "own":
            # Somebody who also enters figures submitted it, and is now the one asked to confirm.
            by = self.personas.manager_who_provides(service.unit)
        collecting.filled(submission, 97.0, by)
        if state == "draft":
            return
        collecting.decided(submission, "submit", by)
        if state == "returned":
            collecting.decided(submission, "return", service.manager, "A site is missing")
        if state == "confirmed":
            collecting.decided(submission, "confirm", service.manager)

    def _targets(self) -> None:
        measures = self.collecting.measures
        for service in self.services:
            service.approved_target = measures.target(service.indicator, PLANNED, 95)
            service.proposed_target = measures.proposed(service.indicator, CANCELLED, 96)
        self.declined = measures.proposed(self.housing.indicator, "2025-26-Q2", 1)
        decision = TargetDecision(action="decline", comment="Too low")
        targets.decide_target(self.session, self.team, self.declined.id, decision, self.declined.version)
        self.session.commit()

    def _restatements(self) -> None:
        for service in self.services:
            data = RestatementCreate(series_id=service.series.id, period=CLOSED, value=90.0, reason="Two were missed")
            service.restatement = restatements.propose_restatement(self.session, service.provider, data)
        manager = self.council.actor("service_manager")
        data = RestatementCreate(series_id=self.housing.series.id, period=TO_ISSUE, value=91.0, reason="One was missed")
        self.own_restatement = restatements.propose_restatement(self.session, manager, data)
        self.session.commit()

    def _comments(self) -> None:
        """Of an officer on each service's figure under review; and of a member of the Cabinet, answered."""
        director = self.council.actor("director", number=2)
        for service in self.services:
            service.comment = self._commented(director, service, IN_REVIEW)
        member = self.council.actor("cabinet_member", number=2)
        asked = self._commented(member, self.housing, WITH_CABINET)
        answer = CommentAnswer(answer="Two homes came back late.")
        by = self.housing.manager
        self.answered_comment = comments.answer_comment(self.session, by, asked.edition_id, asked.id, answer)
        self.session.commit()

    def _commented(self, actor: Actor, service: Service, period: str) -> CommentRead:
        data = CommentCreate(series_id=service.series.id, period=period, comment="Why did this rise?")
        return comments.add_comment(self.session, actor, self.editions[period].id, data)

    def _holding(self) -> None:
        """A post that a person holds: Head of Housing, whose holder is nobody among the personas."""
        holder = self.council.person("analyst", number=2)
        self.holding = PostHolding(
            council_id=self.council.id,
            post_id=self.housing.post.id,
            person_id=holder.id,
            valid_from=LONG_AGO,
            valid_to=None,
        )
        self.session.add(self.holding)
        self.session.commit()

    def _logo(self) -> None:
        self.council.council.logo_sha256 = "0" * 64
        self.session.add(CouncilLogo(council_id=self.council.id, media_type="image/png", content=b"\x89PNG"))
        self.session.commit()

    def _evidence(self) -> None:
        """A file that belongs to each of these: by kind and id, the id of the evidence."""
        subjects = [
            ("plan", self.plan.id),
            ("submission", self.housing.draft.id),
            ("submission", self.environment.draft.id),
            ("submission", self.housing.submitted.id),
            ("pack_edition", self.editions[WITH_CABINET].id),
        ]
        self.evidence: dict[tuple[str, int], int] = {}
        for kind, subject_id in subjects:
            added = evidence.add_evidence(
                self.session,
                self.team,
                self.settings,
                kind=kind,
                subject_id=subject_id,
                filename="count.txt",
                file=BytesIO(b"What was counted"),
                note="",
            )
            self.evidence[kind, subject_id] = added.id
        self.session.commit()
