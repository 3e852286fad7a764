"""P1: the dashboard from its question to its bytes, in this process, beside the fetch of the same rows."""

import gc
import time

from bench.contending import Contender, contend
from bench.generator import Made, make
from bench.peers.bare import connected
from bench.setting import Outcome, Setting
from bench.statements import noted
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Database
from quarterdeck.dashboards import glance
from quarterdeck.dashboards.around import stand_around
from quarterdeck.measures.summaries import By
from quarterdeck.measures.viewpoint import NOW
from quarterdeck.organisation.access import actor_of

INDICATORS = 300
QUARTERS = 9
TIMES = 20


def run(setting: Setting) -> list[Outcome]:
    """Processor seconds of one dashboard, with the database's beside them on PostgreSQL."""
    with setting.database() as database:
        made = make(database, councils=setting.councils, number=INDICATORS, quarters=QUARTERS)
        with database.reading() as session:
            actor = actor_of(session, made.person_id)
        with noted(database) as statements:
            build(database, actor, made)
        peer = connected(database.settings.url)

        def fetch() -> None:
            for statement, parameters in statements:
                peer.execute(statement, parameters).fetchall()

        # As the server does once it is made.
        gc.freeze()
        ours = Contender(lambda: build(database, actor, made), time.process_time)
        bare = Contender(fetch, time.process_time)
        contend(setting, (ours, bare), TIMES)
        gc.unfreeze()
        peer.close()
    return [Outcome("P1", f"{setting.councils} council(s), {setting.db}", ours.seconds, bare.seconds, setting.db)]


def build(database: Database, actor: Actor, made: Made) -> bytes:
    """What the route does once it knows who asks."""
    with database.reading() as session:
        asked, around = glance.Asked(made.period, NOW, By.THEME), stand_around(session, actor)
        return glance.as_bytes(glance.glance(session, actor, asked, around))
