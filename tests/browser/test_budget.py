"""What a cold browser fetches until the dashboard shows its figures: at most 150 kB of JavaScript, 12 kB of CSS."""

from collections.abc import Callable

from playwright.sync_api import Request, expect

from tests.browser.browsing import Visit

JAVASCRIPT = 150_000
STYLES = 12_000


def test_the_dashboard_is_light(visit_as: Callable[..., Visit], record_property: Callable[..., None]) -> None:
    visit = visit_as("performance")
    sizes: dict[str, int] = {"script": 0, "stylesheet": 0}

    def measure(request: Request) -> None:
        response = request.response()
        if request.resource_type in sizes and response:
            assert response.headers.get("content-encoding") == "gzip", request.url
            sizes[request.resource_type] += request.sizes()["responseBodySize"]

    visit.page.on("requestfinished", measure)
    # The limit is of gzip, which everybody understands; brotli would flatter us.
    visit.page.context.set_extra_http_headers({"Accept-Encoding": "gzip"})
    visit.page.goto(f"{visit.url}/dashboard")
    expect(visit.page.locator("[data-figure]").first).to_be_visible()
    visit.page.wait_for_load_state("networkidle")
    record_property("figure", ("bytes of JavaScript, gzipped", "the dashboard", sizes["script"]))
    record_property("figure", ("bytes of CSS, gzipped", "the dashboard", sizes["stylesheet"]))
    assert 50_000 < sizes["script"] <= JAVASCRIPT
    assert 3_000 < sizes["stylesheet"] <= STYLES
