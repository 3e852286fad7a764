"""Indicators, targets and figures to test on. Every step is a transaction of its own, and so a change of its own."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.journal import Event
from quarterdeck.framework.models import FrameworkVersion
from quarterdeck.framework.service import ensure_period
from quarterdeck.measures import definitions, indicators, observations, projection, rules, targets
from quarterdeck.measures.editions import EditionIssue, PackEdition, PackFigure
from quarterdeck.measures.models import (
    Indicator,
    IndicatorDefinition,
    Observation,
    Origin,
    RatingRow,
    RatingRule,
    Series,
    Target,
    ValueState,
)
from quarterdeck.measures.restatement import Restatement
from quarterdeck.measures.revisions import Reported
from quarterdeck.measures.schemas import (
    DefinitionCreate,
    IndicatorCreate,
    RuleCreate,
    TargetCreate,
    TargetDecision,
)
from quarterdeck.measures.series import ensure_series
from quarterdeck.organisation.models import Body, Portfolio, Unit
from tests.builders import CouncilBuilder

WITHIN_TEN: dict[str, Any] = {"kind": "relative", "parameters": {"green_within": 0, "amber_within": 10}}
AGREED = "Agreed with the service"
TARGET_WARNINGS = ("zero_target", "target_times_ten", "target_times_hundred", "target_easier_than_outturn")
Q1, Q2, Q3, Q4 = (f"2023-24-Q{number}" for number in (1, 2, 3, 4))


class Measures:
    """The measures of a council, as its services and performance team work on them."""

    def __init__(self, session: Session, council: CouncilBuilder) -> None:
        self.session, self.council = session, council
        self.team = council.actor("performance_team")

    def indicator(
        self,
        ref: str = "H4",
        *,
        unit: Unit | None = None,
        polarity: str = "higher",
        decimals: int = 1,
        rule: dict[str, Any] | None = WITHIN_TEN,
        portfolio: Portfolio | None = None,
        definition: dict[str, Any] | None = None,
        **values: Any,
    ) -> Indicator:
        """An indicator of Housing, in force since April 2020, rated green on target and amber within 10% of it."""
        data: dict[str, Any] = {
            "ref": ref,
            "name": f"Indicator {ref}",
            "unit_id": (unit or self.council.housing).id,
            "portfolio_ids": [portfolio.id] if portfolio else [],
            "definition": {
                "unit_of_measure": "%",
                "decimals": decimals,
                "polarity": polarity,
                "aggregation": "flow",
                "effective_from": date(2020, 4, 1),
                **(definition or {}),
            },
            "rating_rule": None if values.get("kind") == "contextual" else rule,
        }
        made = indicators.create_indicator(self.session, self.team, IndicatorCreate.model_validate({**data, **values}))
        self.session.commit()
        return made

    def series(self, indicator: Indicator, unit: Unit | None = None, breakdown: str = "all") -> Series:
        """The indicator's series, of its responsible unit unless another is named."""
        unit_id = unit.id if unit else indicator.unit_id
        return ensure_series(self.session, self.council.id, indicator.id, unit_id, breakdown)

    def reported(
        self,
        indicator: Indicator,
        period: str,
        value: float | None = None,
        *,
        state: str | None = None,
        unit: Unit | None = None,
        breakdown: str = "all",
        approved: bool = False,
        reason: str = "Put right",
        **values: Any,
    ) -> Observation:
        """A figure (or a state without one) as its service's submission brings it."""
        series = self.series(indicator, unit, breakdown)
        said = ValueState(state or ("awaited" if value is None else "value"))
        each = Reported(series.id, period, said, value, **values)
        return self.appended([each], approved=approved, reason=reason)[0]

    def appended(
        self, reported: Sequence[Reported], origin: Origin = Origin.SUBMISSION, **values: Any
    ) -> list[Observation]:
        """Figures appended in one change."""
        change = journal.change(self.session, self.council.id)
        rows = observations.append(
            self.session, Actor.system(self.council.id), reported, origin=origin, change=change, **values
        )
        self._journalled("submission.confirm", "submission")
        return rows

    def approve(self, *rows: Observation, edition: PackEdition | None = None) -> None:
        """The decisive body approves these revisions."""
        change = journal.change(self.session, self.council.id)
        ids = [row.id for row in rows]
        observations.approve(self.session, self.council.id, ids, edition.id if edition else None, change)
        self._journalled("approval.record", "approval")

    def proposed(self, indicator: Indicator, period: str, value: float | None = None, **values: Any) -> Target:
        """A target that nobody has decided on yet, for which there was a reason, whatever the checks warn of."""
        given = {"rationale": AGREED, "explanations": dict.fromkeys(TARGET_WARNINGS, AGREED), **values}
        data = TargetCreate.model_validate({"period": period, "value": value, **given})
        placed = targets.propose_target(self.session, self.team, indicator.id, data)
        self.session.commit()
        return placed.target

    def target(self, indicator: Indicator, period: str, value: float | None = None, **values: Any) -> Target:
        """An approved target."""
        target = self.proposed(indicator, period, value, **values)
        decision = TargetDecision(action="approve")
        targets.decide_target(self.session, self.team, target.id, decision, target.version)
        self.session.commit()
        return target

    def ruled(
        self, indicator: Indicator, kind: str, since: date | None = None, reason: str = "Agreed", **parameters: float
    ) -> RatingRule:
        """The next version of an indicator's rating rule."""
        data = RuleCreate.model_validate(
            {"kind": kind, "parameters": parameters, "effective_from": since, "reason": reason}
        )
        rule = rules.add_rule(self.session, self.team, indicator.id, data)
        self.session.commit()
        return rule

    def defined(
        self, indicator: Indicator, since: date, reason: str = "Clarified", **values: Any
    ) -> IndicatorDefinition:
        """The next version of an indicator's definition."""
        data = {
            "unit_of_measure": "%",
            "decimals": 1,
            "polarity": "higher",
            "aggregation": "flow",
            "effective_from": since,
            "reason": reason,
        }
        made = definitions.add_definition(
            self.session, self.team, indicator.id, DefinitionCreate.model_validate({**data, **values})
        )
        self.session.commit()
        return made

    def edition(
        self,
        period: str,
        *rows: Observation,
        issued_to: Body | None = None,
        public_from: date | None = None,
        round_id: int = 1,
    ) -> PackEdition:
        """A sealed edition that pins these revisions as they stand, issued to a body where one is named."""
        change = journal.change(self.session, self.council.id)
        ensure_period(self.session, period)
        number = self.session.scalar(select(func.count()).select_from(PackEdition)) or 0
        edition = PackEdition(
            council_id=self.council.id,
            round_id=round_id,
            number=number + 1,
            period_code=period,
            framework_version_id=self._framework().id,
            content={},
            manifest_sha256="",
            sealed_by=None,
            sealed_at=change.recorded_at,
            change_no=change.number,
            state="sealing",
            version=1,
        )
        self.session.add(edition)
        self.session.flush()
        for position, row in enumerate(rows):
            self.session.add(self._pinned(edition, position, row))
        self.session.flush()
        edition.state, edition.manifest_sha256 = "sealed", "0" * 64
        self._journalled("pack_edition.seal", "pack_edition")
        if issued_to is not None:
            self.issued(edition, issued_to, public_from=public_from)
        return edition

    def issued(self, edition: PackEdition, body: Body, *, public_from: date | None = None) -> EditionIssue:
        """The edition is issued to a body; that locks it where members sit on the body."""
        change = journal.change(self.session, self.council.id)
        issue = EditionIssue(
            council_id=self.council.id,
            edition_id=edition.id,
            body_id=body.id,
            meeting_id=None,
            report_number="ACE2304",
            locks=body.of_members,
            issued_at=change.recorded_at,
            issued_by=None,
            public_from=public_from,
            late_reason="",
            outcome=None,
            decided_on=None,
            change_no=change.number,
        )
        self.session.add(issue)
        self._journalled("pack_edition.issue", "pack_edition")
        return issue

    def restated(self, row: Observation, to: float, because: str) -> Observation:
        """The figure of a cell that members have seen, changed by a restatement that another person accepted."""
        restatement = Restatement(
            council_id=self.council.id,
            series_id=row.series_id,
            unit_id=row.unit_id,
            period_code=row.period_code,
            value_state="value",
            value=to,
            numerator=None,
            denominator=None,
            reason=because,
            state="accepted",
            proposed_by=None,
            proposed_at=clock.now(),
            decided_by=None,
            decided_on=clock.today(),
            observation_id=None,
            version=2,
        )
        self.session.add(restatement)
        self.session.flush()
        return self.appended(
            [Reported(row.series_id, row.period_code, ValueState.VALUE, to)],
            Origin.RESTATEMENT,
            origin_id=restatement.id,
            reason=because,
            approved=True,
        )[0]

    def now(self) -> int:
        """The number of the last change."""
        head = self.session.get_one(journal.CouncilHead, self.council.id, populate_existing=True)
        return head.change_no

    def rating(self, row: Observation) -> str:
        """The newest rating of a revision: its colour, or why there is none."""
        r = RatingRow
        query = select(r).where(r.observation_id == row.id).order_by(r.change_no.desc(), r.id.desc()).limit(1)
        newest = self.session.scalars(query).one()
        return newest.unrated_reason or newest.rating

    def consistent(self) -> None:
        """The projection says what the logs say."""
        assert projection.differences(self.session, self.council.id) == []

    def _journalled(self, action: str, kind: str) -> None:
        journal.record(self.session, Actor.system(self.council.id), Event(action, kind, None))
        self.session.commit()

    def _framework(self) -> FrameworkVersion:
        found = self.session.scalars(select(FrameworkVersion).where(FrameworkVersion.council_id == self.council.id))
        framework = found.first()
        if framework is None:
            framework = FrameworkVersion(
                council_id=self.council.id,
                number=1,
                name="Framework",
                template=None,
                effective_from=date(2020, 4, 1),
                calendar={},
                rating_scheme={},
                legend=[],
                reason="",
                adopted_at=clock.now(),
                change_no=1,
            )
            self.session.add(framework)
            self.session.flush()
        return framework

    def _pinned(self, edition: PackEdition, position: int, row: Observation) -> PackFigure:
        r = RatingRow
        query = select(r).where(r.observation_id == row.id).order_by(r.change_no.desc(), r.id.desc()).limit(1)
        rating = self.session.scalars(query).one()
        return PackFigure(
            edition_id=edition.id,
            series_id=row.series_id,
            period_code=row.period_code,
            council_id=row.council_id,
            position=position,
            observation_id=row.id,
            rating_id=rating.id,
            definition_id=rating.definition_id,
            target_id=rating.target_id,
            rule_id=rating.rule_id,
        )
