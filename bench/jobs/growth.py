"""P3 and P13: the same reads over ten councils' records and over one council's, now and as of a year back."""

from collections.abc import Callable
from urllib.parse import quote

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
    """Processor seconds of one request at 36,000 and at 360,000 figures; with `--councils 10`, at 360,000 and 3.6 M.

    Each read stands beside itself over fewer records (P3), and beside itself of now over as many (P13).
    """
    parts = CELLS[setting.councils] - 1
    urls = []
    for name, councils in (("small", 1), ("large", 10)):
        with setting.database(name) as database:
            made = make(database, councils=councils, number=INDICATORS, quarters=QUARTERS, parts=parts)
            urls.append(database.settings.url)
    figures = INDICATORS * QUARTERS * (parts + 1)
    outcomes = []
    with serving(setting, urls[0]) as small, serving(setting, urls[1]) as large:
        for what, (now, back) in _reads(small[1], made).items():
            peer, ours = _contender(small, now), _contender(large, now)
            peer_back, back_then = _contender(small, back), _contender(large, back)
            contend(setting, (ours, peer, back_then, peer_back), TIMES)
            grown, db = f"{figures:,} to {10 * figures:,} figures, {setting.db}", setting.db
            outcomes += [
                Outcome("P3", f"{what}, {grown}", ours.seconds, peer.seconds, db),
                Outcome("P3", f"{what} a year back, {grown}", back_then.seconds, peer_back.seconds, db),
                Outcome("P13-reads", f"{what}, {10 * figures:,} figures, {db}", back_then.seconds, ours.seconds, db),
            ]
    return outcomes


def _contender(serving: tuple[Running, httpx.Client], path: str) -> Contender:
    server, http = serving
    return Contender(asking(http, path), server.cpu)


def _reads(http: httpx.Client, made: Made) -> dict[str, tuple[str, str]]:
    """Each read's address, now and as of a year back. The first council is the same in both databases, ids and all."""
    read: Callable[[str], httpx.Response] = http.get
    as_of = f"as_of={quote(made.a_year_back.isoformat())}"
    middle = read("/api/v1/observations?ref=PI%20150&limit=1").json()["next_cursor"]
    middle_then = read(f"/api/v1/observations?ref=PI%20150&limit=1&{as_of}").json()["next_cursor"]
    of = "/api/v1/observations?ref=PI%20150&breakdown=all&period="
    figure, before = (read(f"{of}{period}").json()["items"][0] for period in (made.period, made.year_before))
    trend = f"/api/v1/indicators/{figure['indicator_id']}/series"
    dashboard, quarter = "/api/v1/dashboard?period=", "/api/v1/observations?breakdown=all&period="
    page = "/api/v1/observations?limit=100"
    return {
        "dashboard": (f"{dashboard}{made.period}", f"{dashboard}{made.year_before}&{as_of}"),
        "trend": (trend, f"{trend}?{as_of}"),
        "drill-down": (f"/api/v1/observations/{figure['id']}", f"/api/v1/observations/{before['id']}?{as_of}"),
        "a quarter's figures": (f"{quarter}{made.period}", f"{quarter}{made.year_before}&{as_of}"),
        "first page": (page, f"{page}&{as_of}"),
        "page in the middle": (f"{page}&cursor={middle}", f"{page}&cursor={middle_then}&{as_of}"),
    }
