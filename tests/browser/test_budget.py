"""What a cold browser fetches until the dashboard shows its figures: at most 150 kB of JavaScript, 12 kB of CSS."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.browsing import Visit, weighed

JAVASCRIPT = 150_000
STYLES = 12_000


def test_the_dashboard_is_light(visit_as: Callable[..., Visit], record_property: Callable[..., None]) -> None:
    visit = visit_as("performance")
    sizes = weighed(visit, "/dashboard")
    expect(visit.page.locator("[data-figure]").first).to_be_visible()
    record_property("figure", ("bytes of JavaScript, gzipped", "the dashboard", sizes["script"]))
    record_property("figure", ("bytes of CSS, gzipped", "the dashboard", sizes["stylesheet"]))
    assert 50_000 < sizes["script"] <= JAVASCRIPT
    assert 3_000 < sizes["stylesheet"] <= STYLES
