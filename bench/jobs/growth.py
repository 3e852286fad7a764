"""P3: the same reads over ten councils' records and over one council's."""

from collections.abc import Callable

import httpx

from bench.contending import Contender, asking, contend, serving
from bench.generator import Made, make
from bench.processes import Running
from bench.setting import Outcome, Setting

INDICATORS = 300
QUARTERS = 40
# Figures of an indicator in a quarter: the whole and its parts.
CELLS = {1: 3, 10: 30}
TIMES = 10


def run(setting: Setting) -> list[Outcome]:
    """Processor seconds of one request at 36,000 and at 360,000 figures; with `--councils 10`, at 360,000 and 3.6 M."""
    parts = CELLS[setting.councils] - 1
    urls = []
    for name, councils in (("small", 1), ("large", 10)):
        with setting.database(name) as database:
            made = make(database, councils=councils, number=INDICATORS, quarters=QUARTERS, parts=parts)
            urls.append(database.settings.url)
    figures = INDICATORS * QUARTERS * (parts + 1)
    outcomes = []
    with serving(setting, urls[0]) as small, serving(setting, urls[1]) as large:
        for what, path in _reads(small[1], made).items():
            ours, peer = _contender(large, path), _contender(small, path)
            contend(setting, (ours, peer), TIMES)
            detail = f"{what}, {figures:,} to {10 * figures:,} figures, {setting.db}"
            outcomes.append(Outcome("P3", detail, ours.seconds, peer.seconds, setting.db))
    return outcomes


def _contender(serving: tuple[Running, httpx.Client], path: str) -> Contender:
    server, http = serving
    return Contender(asking(http, path), server.cpu)


def _reads(http: httpx.Client, made: Made) -> dict[str, str]:
    """The first council is the same in both databases, ids and all."""
    read: Callable[[str], httpx.Response] = http.get
    middle = read("/api/v1/observations?ref=PI%20150&limit=1").json()
    figure = read(f"/api/v1/observations?ref=PI%20150&period={made.period}&breakdown=all").json()["items"][0]
    return {
        "dashboard": f"/api/v1/dashboard?period={made.period}",
        "trend": f"/api/v1/indicators/{figure['indicator_id']}/series",
        "drill-down": f"/api/v1/observations/{figure['id']}",
        "a quarter's figures": f"/api/v1/observations?period={made.period}&breakdown=all",
        "first page": "/api/v1/observations?limit=100",
        "page in the middle": f"/api/v1/observations?limit=100&cursor={middle['next_cursor']}",
    }
