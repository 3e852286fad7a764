"""P2-list: a quarter's figures over HTTP, beside the same rows by the same queries, bare, over the same server."""

from bench.contending import Contender, asking, bare_rows, contend, serving
from bench.generator import Made, make
from bench.jobs.builder import INDICATORS, QUARTERS
from bench.setting import Outcome, Setting
from bench.statements import Statements, noted
from quarterdeck.core.db import Database
from quarterdeck.core.http import Paging
from quarterdeck.measures.figures import Filters, page_of_figures
from quarterdeck.measures.reads import figures_of
from quarterdeck.measures.viewpoint import NOW
from quarterdeck.organisation.access import actor_of

TIMES = 25
LIMIT = 500


def run(setting: Setting) -> list[Outcome]:
    """Processor seconds of one request, of the server and, on PostgreSQL, of the database beside it."""
    with setting.database() as database:
        made = make(database, councils=setting.councils, number=INDICATORS, quarters=QUARTERS)
        statements = _sent(database, made)
        url = database.settings.url
    with serving(setting, url) as (server, http), bare_rows(setting, url, statements) as rows:
        ask = asking(http, f"/api/v1/observations?period={made.period}&limit={LIMIT}")
        shown = len(ask().json()["items"])
        if shown != INDICATORS:
            raise RuntimeError(f"the list shows {shown} figures: the comparison would say nothing")
        ours = Contender(ask, server.cpu)
        contend(setting, (ours, rows), TIMES)
    return [Outcome("P2-list", f"{setting.councils} council(s), {setting.db}", ours.seconds, rows.seconds, setting.db)]


def _sent(database: Database, made: Made) -> Statements:
    """What the list sends for this person."""
    with database.reading() as session:
        actor = actor_of(session, made.person_id)
    with noted(database) as statements, database.reading() as session:
        rows, _ = page_of_figures(session, actor, NOW, Filters(period=made.period), Paging(LIMIT, None))
        figures_of(session, actor, NOW, rows)
    return statements
