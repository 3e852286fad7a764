"""How a council's pages look: what can be read, and which pictures are taken."""

import pytest

from quarterdeck.organisation import branding
from tests.web import WebClient

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.mark.parametrize(
    ("colour", "contrast", "shade"),
    [
        ("#000000", 21.0, "#000000"),
        ("#0b3b4a", 12.1, "#0b3b4a"),
        ("#767676", 4.5, "#767676"),
        ("#777777", 4.5, "#757575"),
        ("#ffdd00", 1.3, "#877500"),
        ("#ffffff", 1.0, "#757575"),
    ],
)
def test_white_text_can_be_read_on_a_colour_or_the_nearest_shade_is_named(
    colour: str, contrast: float, shade: str
) -> None:
    assert round(branding.contrast_with_white(colour), 1) == contrast
    assert branding.darkened(colour) == shade
    assert branding.contrast_with_white(shade) >= branding.ENOUGH


def test_a_colour_is_in_the_stylesheet_that_everybody_reads(client: WebClient) -> None:
    path = f"/councils/{client.council.id}"
    assert client.get("/api/v1/branding.css").text == ""
    client.sign_in_as("administrator")
    pale = client.change("PATCH", path, {"colour": "#ffdd00"}, 1)
    assert pale.status_code == 422
    assert "#877500" in pale.json()["errors"][0]["detail"]
    assert client.change("PATCH", path, {"colour": "#7a1f5c"}, 1).json()["colour"] == "#7a1f5c"
    client.cookies.clear()
    sheet = client.get("/api/v1/branding.css")
    assert "--header: #7a1f5c" in sheet.text
    same = client.get("/api/v1/branding.css", headers={"If-None-Match": sheet.headers["etag"]})
    assert same.status_code == 304


def test_a_logo_is_a_small_picture_and_no_drawing_with_scripts(client: WebClient) -> None:
    path, content = f"/api/v1/councils/{client.council.id}/logo", {"If-Match": '"1"'}
    client.sign_in_as("administrator")
    for file, status in ((b"<svg onload='x'/>", 422), (b"GIF89a", 422), (b"", 422), (PNG + b"0" * 200_000, 413)):
        assert client.put(path, files={"file": ("x.png", file)}, headers=content).status_code == status
    made = client.put(path, files={"file": ("x.svg", PNG)}, headers=content).json()
    client.cookies.clear()
    assert client.get("/api/v1/sign-in-options").json()["logo"] == made["logo"]
    shown = client.get(made["logo"])
    assert (shown.content, shown.headers["content-type"]) == (PNG, "image/png")
    assert shown.headers["content-security-policy"] == "sandbox"
    client.sign_in_as("administrator")
    assert client.delete(path, headers={"If-Match": '"2"'}).json()["logo"] is None
    assert client.get(made["logo"]).status_code == 404
