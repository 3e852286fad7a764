"""Every model, imported once, so that `Base.metadata` is the whole schema."""

from quarterdeck.actions import models as actions
from quarterdeck.assurance import models as assurance
from quarterdeck.collection import models as collection
from quarterdeck.comparisons import framework_models
from quarterdeck.comparisons import models as comparisons
from quarterdeck.core import idempotency, jobs, journal, outbox
from quarterdeck.core.db import Base
from quarterdeck.framework import models as framework
from quarterdeck.integrations import models as integrations
from quarterdeck.measures import (
    calculation,
    check_settings,
    editions,
    limit_settings,
    rebases,
    restatement,
    successions,
)
from quarterdeck.measures import models as measures
from quarterdeck.organisation import models as organisation
from quarterdeck.organisation import sign_in_models
from quarterdeck.planning import models as planning
from quarterdeck.reporting import models as reporting

ALL = (
    actions,
    assurance,
    calculation,
    check_settings,
    collection,
    comparisons,
    editions,
    framework,
    framework_models,
    idempotency,
    integrations,
    jobs,
    journal,
    limit_settings,
    measures,
    organisation,
    outbox,
    planning,
    rebases,
    reporting,
    restatement,
    sign_in_models,
    successions,
)
metadata = Base.metadata
