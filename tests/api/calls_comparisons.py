"""Calls of comparison data: files, areas, groups, and an indicator beside others."""

from quarterdeck.comparisons.framework_models import ExternalMetric
from tests.api.calls import Call, Calls, get, patch, post
from tests.api.compared import AREAS
from tests.api.estate import Estate

ANY = "any"


def calls(e: Estate) -> Calls:
    """Every call of this part of the matrix."""
    loaded, waiting = e.files.compared.loaded, e.files.compared.waiting
    at, done = (f"/comparisons/files/{file.id}" for file in (waiting, loaded))
    mapping = e.files.compared.mapping
    own = f"/indicators/{e.housing.indicator.id}/comparisons"
    return {
        ("list_comparison_files", "loaded"): get("/comparisons/files", loaded.id),
        ("list_comparison_files", "not loaded"): get("/comparisons/files", waiting.id),
        ("create_comparison_file", ANY): Call(
            "POST", "/comparisons/files", files={"file": ("areas.csv", AREAS, "text/csv")}
        ),
        ("read_comparison_file", "not loaded"): get(at),
        ("read_comparison_file", "loaded"): get(done),
        ("state_comparison_source", "not loaded"): patch(at, {"title": "Figures of others"}, waiting.version),
        ("state_comparison_source", "loaded"): patch(done, {"title": "Figures of others"}, loaded.version),
        ("delete_comparison_file", "not loaded"): Call("DELETE", at, version=waiting.version),
        ("list_comparison_lines", "not loaded"): get(f"{at}/lines", lambda found: bool(found["items"])),
        ("decide_comparison_file", "not loaded"): post(f"{at}/decisions", {"action": "load"}, waiting.version),
        ("list_comparison_areas", ANY): get("/comparisons/areas", lambda page: len(page["items"]) == 2),
        ("list_comparison_groups", ANY): get("/comparisons/groups"),
        ("read_comparison", "own service"): get(own, lambda found: bool(found["areas"])),
        ("list_external_frameworks", ANY): get("/external-frameworks", lambda page: len(page["items"]) == 1),
        ("read_external_framework", ANY): get(f"/external-frameworks/{_framework(e)}"),
        ("list_metric_mappings", "own service"): get("/metric-mappings", mapping.id),
        ("record_metric_mapping", "own service"): post(
            "/metric-mappings",
            {
                "indicator_id": mapping.indicator_id,
                "metric_id": mapping.metric_id,
                "relation": "same",
                "since": "2026-04-01",
            },
        ),
        ("draw_comparison_chart", "own service"): get(f"{own}/chart.svg"),
    }


def _framework(e: Estate) -> int:
    metric = e.session.get_one(ExternalMetric, e.files.compared.mapping.metric_id)
    return metric.framework_id
