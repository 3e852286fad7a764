"""P2, P4 and P13: the dashboard over HTTP, signed in: computed, unchanged, and as of a year back."""

from urllib.parse import quote

import httpx

from bench.contending import Contender, asking, bare_rows, contend, serving
from bench.generator import make
from bench.jobs.builder import INDICATORS, QUARTERS, build
from bench.processes import Running
from bench.setting import Outcome, Setting
from bench.statements import noted
from quarterdeck.organisation.access import actor_of

TIMES = 25
READY_BYTES = 2**25


def run(setting: Setting) -> list[Outcome]:
    """Processor seconds of one request: of the server and, on PostgreSQL, of the database beside it."""
    with setting.database() as database:
        made = make(database, councils=setting.councils, number=INDICATORS, quarters=QUARTERS)
        url = database.settings.url
        with database.reading() as session:
            actor = actor_of(session, made.person_id)
        with noted(database) as statements:
            build(database, actor, made)
    now = f"/api/v1/dashboard?period={made.period}"
    then = f"/api/v1/dashboard?period={made.year_before}&as_of={quote(made.a_year_back.isoformat())}"
    with (
        serving(setting, url) as (server, http),
        serving(setting, url, READY_BYTES) as keeping,
        bare_rows(setting, url, statements) as rows,
    ):
        computed = _dashboard(server, http, now)
        kept = _dashboard(*keeping, now)
        unchanged = _unchanged(*keeping, now)
        back = _dashboard(server, http, then)
        contend(setting, (computed, rows, kept, unchanged, back), TIMES)
    where = f"{setting.councils} council(s), {setting.db}"
    return [
        Outcome("P2", where, computed.seconds, rows.seconds, setting.db),
        Outcome("P4", f"{where}, 200", kept.seconds, computed.seconds, setting.db),
        Outcome("P4", f"{where}, 304", unchanged.seconds, computed.seconds, setting.db),
        Outcome("P13", where, back.seconds, computed.seconds, setting.db),
    ]


def _dashboard(server: Running, http: httpx.Client, path: str) -> Contender:
    ask = asking(http, path)
    shown = ask().json()["summary"]["total"]
    if shown != INDICATORS:
        raise RuntimeError(f"{path} shows {shown} figures: the comparison would say nothing")
    return Contender(ask, server.cpu)


def _unchanged(server: Running, http: httpx.Client, path: str) -> Contender:
    known = {"If-None-Match": http.get(path).headers["ETag"]}
    return Contender(asking(http, path, 304, **known), server.cpu)
