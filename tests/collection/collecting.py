"""A council that collects a quarter: rounds opened, entries typed, submissions decided. Each step is a transaction."""

import hashlib
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection import entries, rounds, submissions
from quarterdeck.collection.models import Entry, Round, Submission
from quarterdeck.collection.schemas import EntryUpdate, RoundCreate, RoundDecision, SubmissionDecision
from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.framework.adoption import adopt_template
from quarterdeck.measures.models import Indicator, Series
from quarterdeck.organisation.models import Evidence, EvidenceFile, Unit
from quarterdeck.planning.models import Activity
from tests.builders import CouncilBuilder
from tests.measures.growing import Measures
from tests.planning.growing import Plans

Q1, Q2, Q3, Q4 = (f"2023-24-Q{number}" for number in (1, 2, 3, 4))


def told(problem: Problem) -> tuple[int, str]:
    """A problem's status and code; of a field that needs correcting, the field's code."""
    return problem.status, problem.errors[0].code if problem.code == "invalid" else problem.code


class Collecting:
    """The quarterly work of one council."""

    def __init__(self, session: Session, council: CouncilBuilder, template: str = "cabinet_first") -> None:
        self.session, self.council = session, council
        self.team = council.actor("performance_team")
        self.provider = council.actor("data_provider")
        self.manager = council.actor("service_manager")
        self.measures = Measures(session, council)
        self.plans = Plans(session, council)
        adopt_template(session, self.team, template, date(2020, 4, 1))
        session.commit()

    def activity(self, ref: str = "People 5", **values: Any) -> Activity:
        """An activity of Housing in an adopted plan of its own."""
        plan = self.plans.adopted(f"PLAN {ref}")
        made = self.plans.activity(self.plans.priority_of(plan), ref, **values)
        self.session.commit()
        return made

    def planned(self, period: str = Q1, **values: Any) -> Round:
        """A round that nobody has opened yet."""
        made = rounds.plan_round(self.session, self.team, RoundCreate(period=period, **values))
        self.session.commit()
        return made

    def decided_round(self, round_: Round, action: str, comment: str | None = None, **values: Any) -> Round:
        """The performance team decides on a round."""
        decision = RoundDecision(action=action, comment=comment, **values)
        rounds.decide_round(self.session, self.team, round_.id, decision, round_.version)
        self.session.commit()
        return round_

    def opened(self, period: str = Q1, **values: Any) -> Round:
        """A round that asks its services for what is due."""
        return self.decided_round(self.planned(period, **values), "open")

    def submission(self, round_: Round, unit: Unit | None = None) -> Submission:
        """What a round asks of a unit; of Housing, unless another is named."""
        unit_id = (unit or self.council.housing).id
        return self.session.scalars(select(Submission).filter_by(round_id=round_.id, unit_id=unit_id)).one()

    def entries(self, submission: Submission) -> list[Entry]:
        """The entries of a submission, in order."""
        query = select(Entry).where(Entry.submission_id == submission.id).order_by(Entry.position)
        return list(self.session.scalars(query))

    def entry(self, submission: Submission, of: Indicator | Activity, period: str | None = None) -> Entry:
        """The entry of an indicator (in a period, where there are several) or an activity."""
        series = select(Series.id).where(Series.indicator_id == of.id)
        query = select(Entry).where(
            Entry.submission_id == submission.id,
            Entry.activity_id == of.id if isinstance(of, Activity) else Entry.series_id.in_(series),
        )
        if period is not None:
            query = query.where(Entry.period_code == period)
        return self.session.scalars(query).one()

    def typed(self, entry: Entry, actor: Actor | None = None, *, version: int | None = None, **values: Any) -> Entry:
        """Somebody (the data provider) types into an entry."""
        by, data = actor or self.provider, EntryUpdate.model_validate(values)
        saved = entries.save_entry(
            self.session, by, entry.submission_id, entry.id, data, entry.version if version is None else version
        )
        self.session.commit()
        return saved

    def filled(self, submission: Submission, value: float = 97.0, actor: Actor | None = None) -> Submission:
        """Every entry typed: figures with one value, activities on course."""
        for entry in self.entries(submission):
            if entry.activity_id is not None:
                self.typed(entry, actor, status="on_course", update="Done as planned")
            else:
                self.typed(entry, actor, value=value, commentary="As expected")
        return submission

    def decided(
        self, submission: Submission, action: str, actor: Actor, comment: str | None = None, **values: Any
    ) -> Submission:
        """Somebody decides on a submission."""
        decision = SubmissionDecision(action=action, comment=comment, **values)
        submissions.decide_submission(self.session, actor, submission.id, decision, submission.version)
        self.session.commit()
        return submission

    def refused(
        self, submission: Submission, action: str, actor: Actor, comment: str | None = None, **values: Any
    ) -> tuple[int, str]:
        """The status and the code with which a decision is refused; nothing of it stays."""
        with pytest.raises(Problem) as refused, self.session.begin_nested():
            self.decided(submission, action, actor, comment, **values)
        self.session.expire_all()
        return told(refused.value)

    def evidence(self, kind: str, subject_id: int, filename: str = "count.txt") -> Evidence:
        """A file on record as evidence of something."""
        digest = hashlib.sha256(filename.encode()).hexdigest()
        if self.session.get(EvidenceFile, digest) is None:
            self.session.add(EvidenceFile(sha256=digest, size=1, media_type="text/plain"))
            self.session.flush()
        row = Evidence(
            council_id=self.council.id,
            kind=kind,
            subject_id=subject_id,
            sha256=digest,
            filename=filename,
            note="",
            added_by=self.provider.person_id,
            added_at=clock.now(),
        )
        self.session.add(row)
        self.session.commit()
        return row

    def submitted(self, submission: Submission, value: float = 97.0) -> Submission:
        """Typed and submitted by the data provider."""
        return self.decided(self.filled(submission, value), "submit", self.provider)

    def confirmed(self, submission: Submission, value: float = 97.0) -> Submission:
        """Typed and submitted by the data provider, confirmed by the service manager."""
        return self.decided(self.submitted(submission, value), "confirm", self.manager)

    def sealed(self, round_: Round) -> Round:
        """The round's pack is sealed: the round goes to review."""
        rounds.begin_review(self.session, self.team, round_)
        self.session.commit()
        return round_

    def events(self, kind: str) -> list[str]:
        """The actions journalled on things of a kind, in order."""
        query = select(AuditEvent.action).where(AuditEvent.kind == kind).order_by(AuditEvent.position)
        return list(self.session.scalars(query))
