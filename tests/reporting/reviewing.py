"""A council that reviews its quarter: packs sealed, issued, decided on, restated. Each step is a transaction."""

from datetime import date
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Round
from quarterdeck.collection.stages import of_round
from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.measures import setting_checks
from quarterdeck.measures.check_schemas import CheckSetting, ChecksUpdate
from quarterdeck.measures.editions import EditionIssue, PackEdition
from quarterdeck.measures.models import Indicator, Observation, ObservationApproval
from quarterdeck.measures.restatement import Restatement
from quarterdeck.organisation.models import Body, Meeting, Portfolio, Unit
from quarterdeck.reporting import decisions, issuing, restatements, sealing
from quarterdeck.reporting.content import EditionContent
from quarterdeck.reporting.schemas import (
    IssueCreate,
    PackDecision,
    RestatementCreate,
    RestatementDecision,
)
from tests.builders import CouncilBuilder
from tests.collection.collecting import Collecting

ODD = ("jump", "times_ten", "times_hundred", "identical_to_last", "over_100")
GUARDS = ("observation", "pack_edition", "pack_figure", "rating", "target")


class Reviewing(Collecting):
    """The council's rounds from sealing on. Lettings (H4) belong to Homes, recycling (W2) to Streets."""

    def __init__(self, session: Session, council: CouncilBuilder, template: str = "cabinet_first") -> None:
        super().__init__(session, council, template)
        self.numbers: dict[int, str] = {}
        self.director = council.actor("director")
        self.clerk = council.actor("committee_administrator")
        self.holders = {
            "HOMES": council.actor("portfolio_holder", portfolio=council.homes),
            "STREETS": council.actor("portfolio_holder", portfolio=council.streets),
        }
        self.lettings = self.measures.indicator("H4", portfolio=council.homes)
        self.recycling = self.measures.indicator("W2", unit=council.environment, portfolio=council.streets)

    def service_of(self, unit: Unit) -> tuple[Actor, Actor]:
        """The data provider and the service manager of a unit."""
        return self.council.actor("data_provider", unit=unit), self.council.actor("service_manager", unit=unit)

    def reported_by(
        self, round_: Round, unit: Unit, *, value: float = 97.0, of: dict[str, float] | None = None
    ) -> None:
        """A unit's submission typed, submitted and confirmed: one value for every figure, or by indicator's ref."""
        provider, manager = self.service_of(unit)
        submission = self.submission(round_, unit)
        self.filled(submission, value, provider)
        for ref, figure in (of or {}).items():
            indicator = self.session.scalars(select(Indicator).filter_by(council_id=self.council.id, ref=ref)).one()
            self.typed(self.entry(submission, indicator), provider, value=figure)
        self.decided(submission, "submit", provider)
        self.decided(submission, "confirm", manager)

    def without_checks(self, indicator: Indicator) -> None:
        """Figures of this indicator are taken without a question."""
        off = [CheckSetting(code=code, severity="off", reason="A test of odd figures") for code in ODD]
        setting_checks.set_checks(self.session, self.team, indicator.id, ChecksUpdate(checks=off), indicator.version)
        self.session.commit()

    def collected(self, period: str = "2023-24-Q1", value: float = 97.0) -> Round:
        """A round whose services have all confirmed."""
        round_ = self.opened(period)
        self.reported_by(round_, self.council.housing, value=value)
        self.reported_by(round_, self.council.environment, value=value)
        return round_

    def seal(
        self, round_: Round, comment: str | None = None, *, actor: Actor | None = None, **given: Any
    ) -> PackEdition:
        """The performance team seals the round's pack."""
        edition = sealing.seal(self.session, actor or self.team, round_.id, comment, **given)
        self.session.commit()
        return edition

    def issue(
        self,
        edition: PackEdition,
        body: Body,
        meeting: Meeting | None = None,
        number: str | None = None,
        actor: Actor | None = None,
        late_reason: str = "The figures came late",
        **given: Any,
    ) -> EditionIssue:
        """The committee administrator issues the edition to a body; the first of a test is ACE2304."""
        self.numbers.setdefault(edition.id, f"ACE{2304 + len(self.numbers)}")
        data = IssueCreate.model_validate(
            {
                "body_id": body.id,
                "meeting_id": meeting.id if meeting else None,
                "report_number": number or self.numbers[edition.id],
                "late_reason": late_reason,
                **given,
            }
        )
        made = issuing.issue(self.session, actor or self.clerk, edition.id, data)
        self.session.commit()
        return made

    def decide(
        self,
        edition: PackEdition,
        action: str,
        stage: str,
        actor: Actor,
        *,
        version: int | None = None,
        **given: Any,
    ) -> PackEdition:
        """Somebody decides on the edition at a stage."""
        data = PackDecision.model_validate({"action": action, "stage": stage, **given})
        version = edition.version if version is None else version
        decisions.decide_edition(self.session, actor, edition.id, data, version)
        self.session.commit()
        return edition

    def reviewed(self, edition: PackEdition) -> PackEdition:
        """CMT and both portfolio holders approve."""
        self.decide(edition, "approve", "officer_review", self.director)
        for code, holder in self.holders.items():
            self.decide(edition, "approve", "portfolio_review", holder, portfolio=code)
        return edition

    def put_before_cabinet(self, period: str = "2023-24-Q1", value: float = 97.0) -> PackEdition:
        """A quarter collected, sealed, reviewed and issued to Cabinet."""
        edition = self.reviewed(self.seal(self.collected(period, value)))
        self.issue(edition, self.council.cabinet)
        return edition

    def approved(self, period: str = "2023-24-Q1", value: float = 97.0) -> PackEdition:
        """The same, and Cabinet approves it."""
        return self.decide(self.put_before_cabinet(period, value), "approve", "cabinet", self.clerk)

    def closed(self, edition: PackEdition) -> Round:
        """What is left of the round: scrutiny has its papers and notes them, and the round is closed."""
        self.issue(edition, self.council.scrutiny)
        self.decide(edition, "note", "scrutiny", self.clerk)
        return self.decided_round(self.session.get_one(Round, edition.round_id), "close")

    def proposed(self, indicator: Indicator, period: str, actor: Actor | None = None, **given: Any) -> Restatement:
        """Somebody proposes another figure for one that is on record."""
        series_id = self.measures.series(indicator).id
        data = {"series_id": series_id, "period": period, "reason": "Two homes were missing", **given}
        by = actor or self.provider
        made = restatements.propose_restatement(self.session, by, RestatementCreate.model_validate(data))
        self.session.commit()
        return made

    def settled(
        self, restatement: Restatement, action: str, actor: Actor | None = None, comment: str | None = None
    ) -> Restatement:
        """Somebody (the performance team) decides on a restatement."""
        decision = RestatementDecision(action=action, comment=comment)
        restatements.decide_restatement(self.session, actor or self.team, restatement.id, decision, restatement.version)
        self.session.commit()
        return restatement

    def meeting(self, body: Body, held_on: date | None = None, *, public: bool = True) -> Meeting:
        """A meeting of a body, today unless another day is given."""
        made = Meeting(
            council_id=self.council.id,
            body_id=body.id,
            held_on=held_on or clock.today(),
            title=f"Meeting of {body.name}",
            public=public,
            version=1,
        )
        self.session.add(made)
        self.session.commit()
        return made

    def stage_states(self, edition: PackEdition) -> dict[str, str]:
        """Where the edition's round stands at each stage."""
        round_ = self.session.get_one(Round, edition.round_id)
        return {stage.key: row.state for row, stage in of_round(self.session, round_)}

    def content(self, edition: PackEdition) -> EditionContent:
        return EditionContent.model_validate(edition.content)

    def approved_values(self, indicator: Indicator) -> list[float | None]:
        """The figures of an indicator that a body has approved, in the order they were recorded."""
        query = (
            select(Observation.value)
            .join(ObservationApproval, ObservationApproval.observation_id == Observation.id)
            .where(Observation.indicator_id == indicator.id)
            .order_by(Observation.id)
        )
        return list(self.session.scalars(query))

    def portfolio_of(self, code: str) -> Portfolio:
        return self.session.scalars(select(Portfolio).filter_by(council_id=self.council.id, code=code)).one()

    def unguarded(self) -> None:
        """Somebody with the database's own password switches the guards off."""
        if self.session.get_bind().dialect.name == "sqlite":
            for table in GUARDS:
                self.session.execute(text(f"DROP TRIGGER {table}_no_update"))
        else:
            self.session.execute(text("SET LOCAL session_replication_role = replica"))
