"""A little of everything that is guarded, added row by row: for tests of migrations and of the database's own rules."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from quarterdeck.collection.models import Submission
from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.journal import Event
from quarterdeck.framework.models import Approval, FrameworkVersion, PeriodRow, Stage
from quarterdeck.measures.calculation import Calculation, CalculationInput, ObservationInput
from quarterdeck.measures.editions import EditionIssue, PackEdition, PackFigure
from quarterdeck.measures.limit_settings import ProcessSetting
from quarterdeck.measures.models import (
    Indicator,
    IndicatorDefinition,
    Observation,
    ObservationApproval,
    RatingRow,
    RatingRule,
    Series,
    Target,
)
from quarterdeck.measures.rebases import Rebase
from quarterdeck.measures.restatement import Restatement
from quarterdeck.organisation.models import EvidenceFile
from tests.builders import CouncilBuilder
from tests.history_assurance import a_sample, an_assessment
from tests.history_comparisons import a_comparison
from tests.history_long_cycle import the_long_cycle
from tests.history_plan import an_activity
from tests.history_review import parts_of_an_edition
from tests.history_round import a_query, a_submission

QUARTER = "2023-24-Q1"


@dataclass(frozen=True)
class History:
    """What was made, for tests to attack."""

    council: CouncilBuilder
    observation: Observation
    edition: PackEdition
    series: Series
    submission: Submission
    common: dict[str, Any]

    def revision(self, number: int, **values: Any) -> Observation:
        """A further revision of the one figure, not yet added."""
        return _observation(self.council, self.series, self.common, revision=number, **values)


def a_little_history(session: Session) -> History:
    """One council, one indicator with one approved and issued figure, and a row in every guarded table."""
    council = CouncilBuilder(session)
    actor = Actor.system(council.id)
    change = journal.change(session, council.id)
    common = {"recorded_by": None, "recorded_at": change.recorded_at, "change_no": change.number}
    journal.record(session, actor, Event("council.create", "council", council.id, comment="for a test"))
    session.add(
        PeriodRow(
            code=QUARTER,
            scheme="financial",
            span="quarter",
            start_on=date(2023, 4, 1),
            end_on=date(2023, 6, 30),
            label="Quarter 1 2023/24",
        )
    )
    framework = _framework(session, council, common)
    series, definition, rule, target = _indicator(session, council, common)
    observation = _observation(council, series, common)
    session.add(observation)
    session.flush()
    rating = RatingRow(
        council_id=council.id,
        series_id=series.id,
        period_code=QUARTER,
        observation_id=observation.id,
        definition_id=definition.id,
        target_id=target.id,
        rule_id=rule.id,
        rating="green",
        unrated_reason=None,
        override_reason=None,
        recorded_by=None,
        change_no=change.number,
    )
    session.add(rating)
    session.flush()
    _calculated(session, council, series, observation, common)
    edition = _edition(session, council, framework, series, observation, rating, common)
    submission = a_submission(session, council, framework, QUARTER)
    a_query(session, submission, series, QUARTER)
    parts_of_an_edition(session, edition, series, QUARTER)
    an_activity(session, council, QUARTER, common)
    a_sample(session, council, edition, series, common)
    a_comparison(session, council, series, QUARTER, common)
    an_assessment(session, council, series, common)
    the_long_cycle(session, council, series, QUARTER, common)
    session.add_all(
        [
            ObservationApproval(
                council_id=council.id,
                observation_id=observation.id,
                edition_id=edition.id,
                change_no=change.number,
            ),
            Approval(
                council_id=council.id,
                subject_kind="pack_edition",
                subject_id=edition.id,
                round_stage_id=None,
                body_id=council.cabinet.id,
                portfolio_id=None,
                outcome="approved",
                decided_on=date(2023, 9, 5),
                meeting_id=None,
                minute_reference="12",
                comment=None,
                **common,
            ),
            EvidenceFile(sha256="0" * 64, size=1, media_type="text/plain"),
            Rebase(
                council_id=council.id,
                series_id=series.id,
                period_code=QUARTER,
                withdrawn=False,
                reason="Another contractor",
                **common,
            ),
            ProcessSetting(council_id=council.id, number=1, run=8, screened=False, reason="Two years", **common),
            Restatement(
                council_id=council.id,
                series_id=series.id,
                unit_id=council.housing.id,
                period_code=QUARTER,
                value_state="value",
                value=24.1,
                numerator=None,
                denominator=None,
                reason="two voids were missing",
                state="proposed",
                proposed_by=None,
                proposed_at=clock.now(),
                decided_by=None,
                decided_on=None,
                observation_id=None,
                version=1,
            ),
        ]
    )
    session.flush()
    return History(council, observation, edition, series, submission, common)


def _framework(session: Session, council: CouncilBuilder, common: dict[str, Any]) -> FrameworkVersion:
    framework = FrameworkVersion(
        council_id=council.id,
        number=1,
        name="Framework",
        template=None,
        effective_from=date(2023, 4, 1),
        calendar={},
        rating_scheme={},
        legend=[],
        reason="",
        adopted_at=common["recorded_at"],
        change_no=common["change_no"],
    )
    session.add(framework)
    session.flush()
    session.add(
        Stage(
            council_id=council.id,
            framework_version_id=framework.id,
            cycle="quarterly",
            key="cabinet",
            name="Cabinet",
            position=2,
            kind="member_body",
            body_id=council.cabinet.id,
            days_allowed=10,
            optional=False,
            decisive=True,
        )
    )
    return framework


def _indicator(
    session: Session, council: CouncilBuilder, common: dict[str, Any]
) -> tuple[Series, IndicatorDefinition, RatingRule, Target]:
    indicator = Indicator(
        council_id=council.id,
        ref="H4",
        name="Average days to re-let a home",
        unit_id=council.housing.id,
        owner_post_id=None,
        kind="performance",
        frequency="quarterly",
        lag=0,
        provisional=False,
        ended_because="",
        valid_from=None,
        valid_to=None,
        version=1,
    )
    session.add(indicator)
    session.flush()
    series = Series(council_id=council.id, indicator_id=indicator.id, unit_id=council.housing.id, breakdown="all")
    session.add(series)
    session.flush()
    definition = IndicatorDefinition(
        council_id=council.id,
        indicator_id=indicator.id,
        number=1,
        definition="",
        numerator_label="",
        denominator_label="",
        data_source="",
        unit_of_measure="days",
        decimals=1,
        polarity="lower",
        aggregation="average",
        effective_from=date(2020, 4, 1),
        breaks_series=False,
        reason="first",
        **common,
    )
    rule = RatingRule(
        council_id=council.id,
        indicator_id=indicator.id,
        number=1,
        kind="relative",
        parameters={"green": 0, "amber": 10},
        effective_from=date(2020, 4, 1),
        reason="first",
        **common,
    )
    target = Target(
        council_id=council.id,
        series_id=series.id,
        period_code=QUARTER,
        number=1,
        value=26,
        low=None,
        high=None,
        text="",
        as_printed=None,
        rationale="",
        explanations={},
        source=None,
        state="approved",
        approved_change_no=common["change_no"],
        round_id=None,
        approval_id=None,
        version=1,
        **common,
    )
    session.add_all([definition, rule, target])
    session.flush()
    return series, definition, rule, target


def _observation(council: CouncilBuilder, series: Series, common: dict[str, Any], **values: Any) -> Observation:
    return Observation(
        **{
            "council_id": council.id,
            "series_id": series.id,
            "indicator_id": series.indicator_id,
            "unit_id": series.unit_id,
            "breakdown": "all",
            "period_code": QUARTER,
            "revision": 1,
            "value_state": "value",
            "value": 20.3,
            "numerator": None,
            "denominator": None,
            "provisional": False,
            "forecast": None,
            "commentary": "",
            "explanations": {},
            "as_printed": None,
            "printed_on": None,
            "printed_rating": None,
            "origin": "submission",
            "origin_id": None,
            "source": None,
            "kind": "first",
            "reason": "",
            **common,
            **values,
        }
    )


def _calculated(
    session: Session, council: CouncilBuilder, part: Series, of: Observation, common: dict[str, Any]
) -> None:
    """A figure for a ward, made of that of the whole: how does not matter here, that it is on record does."""
    series = Series(council_id=council.id, indicator_id=part.indicator_id, unit_id=part.unit_id, breakdown="ward:North")
    session.add(series)
    session.flush()
    calculation = Calculation(
        **{
            "council_id": council.id,
            "series_id": series.id,
            "number": 1,
            "operation": "sum",
            "covers": "same_period",
            "periods": 0,
            "effective_from": date(2023, 4, 1),
            "reason": "There is one ward",
            **common,
        }
    )
    said = {"breakdown": series.breakdown, "origin": "calculation"}
    made = _observation(council, series, common, **said)
    session.add_all([calculation, made])
    session.flush()
    links = {"position": 1, "council_id": council.id, "role": "part"}
    session.add_all(
        [
            CalculationInput(calculation_id=calculation.id, series_id=part.id, **links),
            ObservationInput(observation_id=made.id, part_id=of.id, **links),
        ]
    )
    session.flush()


def _edition(
    session: Session,
    council: CouncilBuilder,
    framework: FrameworkVersion,
    series: Series,
    observation: Observation,
    rating: RatingRow,
    common: dict[str, Any],
) -> PackEdition:
    edition = PackEdition(
        council_id=council.id,
        round_id=1,
        number=1,
        period_code=QUARTER,
        framework_version_id=framework.id,
        content={"figures": []},
        manifest_sha256="",
        sealed_by=None,
        sealed_at=common["recorded_at"],
        change_no=common["change_no"],
        state="sealing",
        version=1,
    )
    session.add(edition)
    session.flush()
    session.add(
        PackFigure(
            edition_id=edition.id,
            series_id=series.id,
            period_code=QUARTER,
            council_id=council.id,
            position=1,
            observation_id=observation.id,
            rating_id=rating.id,
            definition_id=rating.definition_id,
            target_id=rating.target_id,
            rule_id=rating.rule_id,
        )
    )
    session.flush()
    edition.state, edition.manifest_sha256 = "sealed", "0" * 64
    session.flush()
    session.add(
        EditionIssue(
            council_id=council.id,
            edition_id=edition.id,
            body_id=council.cabinet.id,
            meeting_id=None,
            report_number="ACE2304",
            locks=True,
            issued_at=common["recorded_at"],
            issued_by=None,
            public_from=None,
            late_reason="",
            outcome="approved",
            decided_on=date(2023, 9, 5),
            change_no=common["change_no"],
        )
    )
    return edition
