"""The pictures of the screens are there, small, and of every screen there is; `make pictures` takes them again."""

import re

import pytest

from tests.browser.addresses import routes
from tests.browser.palette import description_of
from tests.browser.pictures import FOLDER, GUIDES, LOOKS, Look, names
from tests.docs.reading import DOCS, pages

BYTES = 1_800_000


def test_every_picture_is_there_and_no_other() -> None:
    assert {path.name for path in FOLDER.iterdir()} == names()


def test_pictures_that_pages_show_exist_and_say_what_is_on_them() -> None:
    shown = {
        (page, words, place)
        for page in pages()
        for words, place in re.findall(r"!\[([^\]]*)\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    }
    assert len(shown) > len(GUIDES)
    assert {place for page, _, place in shown if not (page.parent / place).is_file()} == set()
    assert {place for _, words, place in shown if len(words) < 15} == set()


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_a_sheet_has_every_route_of_the_router(look: Look) -> None:
    captions = description_of((FOLDER / f"{look.name}.png").read_bytes()).splitlines()
    assert set(routes()) - {caption.split(" · ")[0] for caption in captions} == set()


@pytest.mark.parametrize("role", GUIDES)
def test_every_role_has_a_page_with_its_picture(role: str) -> None:
    guide = (DOCS / "guides" / f"{role}.md").read_text(encoding="utf-8")
    assert f"](../pictures/{role}.png)" in guide
    assert len(guide.splitlines()) < 60


def test_pictures_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < BYTES
