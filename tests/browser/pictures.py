"""`python -m tests.browser.pictures`: every screen of the demo, wide and narrow, light and dark, into docs/pictures/.

One contact sheet for each size and colour scheme, and one picture of a screen for each guide. Chromium draws the sheets
too. `--each FOLDER` also keeps every screen by itself, at full length: that is how to look at a change of style.
"""

import argparse
import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page

from tests.browser.addresses import account_for, routes, shown_by_cycle
from tests.browser.browsing import DESKTOP
from tests.browser.palette import reduced
from tests.browser.studio import Screen, Studio, studio

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
# Of a sheet, whose text nobody reads, and of a screen.
SHEET_COLOURS, SCREEN_COLOURS = 14, 48


@dataclass(frozen=True)
class Look:
    """A window: its size in CSS pixels and its colour scheme. A sheet has `columns` thumbnails of `thumb` pixels."""

    name: str
    size: tuple[int, int]
    scheme: Literal["light", "dark"]
    columns: int
    thumb: int


WIDE, NARROW = DESKTOP, (390, 844)
LOOKS = (
    Look("wide-light", WIDE, "light", 4, 330),
    Look("wide-dark", WIDE, "dark", 4, 330),
    Look("narrow-light", NARROW, "light", 8, 160),
    Look("narrow-dark", NARROW, "dark", 8, 160),
)
# Beside every route: what waits for each role, and the screen that its guide shows.
BY_ROLE = (
    *(
        Screen("/", account)
        for account in ("provider", "manager", "portfolioholder", "director", "cabinet", "scrutiny", "clerk", "auditor")
    ),
    Screen("/submissions/$submissionId", "provider", "draft"),
    Screen("/submissions/$submissionId", "manager", "submitted"),
    Screen("/submissions/$submissionId", "provider", "draft", "annual"),
)
GUIDES = {
    "data-provider": Screen("/submissions/$submissionId", "provider", "draft"),
    "service-manager": Screen("/submissions/$submissionId", "manager", "submitted"),
    "performance-team": Screen("/rounds/$roundId", "performance"),
    "portfolio-holder-and-director": Screen("/documents/$editionId/review", "portfolioholder"),
    "members": Screen("/dashboard", "cabinet"),
    "committee-administrator": Screen("/documents/$editionId", "clerk"),
    "administrator": Screen("/people", "administrator"),
    "auditor-and-analyst": Screen("/observations/$observationId", "auditor"),
}


def screens() -> list[Screen]:
    """Every route of the router with the account that it is for, those of the annual round, then the roles' own."""
    return [
        *(Screen(route, account_for(route)) for route in routes()),
        *(Screen(route, account_for(route), cycle="annual") for route in routes() if shown_by_cycle(route)),
        *BY_ROLE,
    ]


def names() -> set[str]:
    """The file names of all pictures."""
    return {f"{name}.png" for name in (*(look.name for look in LOOKS), *GUIDES)}


@contextmanager
def shown(studio: Studio, screen: Screen, size: tuple[int, int]) -> Iterator[Page]:
    """The screen in a window of its own, once it has all it reads."""
    address = studio.address(screen)
    with studio.window(screen.account, size) as visit:
        visit.open(address)
        yield visit.page


def sheet(browser: Browser, look: Look, pictures: list[tuple[str, bytes]]) -> bytes:
    """A contact sheet of (caption, PNG), drawn by the browser."""
    figures = "".join(
        f"<figure><img src='data:image/png;base64,{base64.b64encode(taken).decode()}' width={look.thumb}>"
        f"<figcaption>{escape(caption)}</figcaption></figure>"
        for caption, taken in pictures
    )
    page = browser.new_page(viewport={"width": look.columns * (look.thumb + 10) + 10, "height": 600})
    page.set_content(
        "<style>body{margin:10px;font:11px/14px sans-serif;display:grid;gap:12px 10px;background:#d5d9dc;"
        f"grid-template-columns:repeat({look.columns},{look.thumb}px)}}figure{{margin:0}}img{{display:block}}"
        f"figcaption{{padding-top:3px;overflow-wrap:anywhere}}</style>{figures}"
    )
    drawn = page.screenshot(full_page=True)
    page.close()
    return reduced(browser, drawn, SHEET_COLOURS, "\n".join(caption for caption, _ in pictures))


def take_sheets(studio: Studio, out: Path, each: Path | None, wanted: Callable[[Screen], bool]) -> None:
    """The contact sheets into `out`; every screen at full length into `each`, where that is given."""
    for size in (WIDE, NARROW):
        looks = [look for look in LOOKS if look.size == size]
        pictures: dict[str, list[tuple[str, bytes]]] = {look.name: [] for look in looks}
        for screen in filter(wanted, screens()):
            with shown(studio, screen, size) as page:
                for look in looks:
                    page.emulate_media(color_scheme=look.scheme)
                    pictures[look.name].append((screen.caption, page.screenshot()))
                    if each:
                        page.screenshot(full_page=True, path=each / f"{screen.file_name}.{look.name}.png")
        for look in looks:
            (out / f"{look.name}.png").write_bytes(sheet(studio.browser, look, pictures[look.name]))


def take_guides(studio: Studio, out: Path) -> None:
    """The picture that each guide begins with: what stands on the first screenful."""
    for name, screen in GUIDES.items():
        with shown(studio, screen, WIDE) as page:
            taken = page.screenshot()
        (out / f"{name}.png").write_bytes(reduced(studio.browser, taken, SCREEN_COLOURS))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.browser.pictures", description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER, help="where the pictures go")
    parser.add_argument("--each", type=Path, help="also keep every screen by itself, in this folder")
    parser.add_argument("--at", help="the address of a running demo, or of `npm run dev`; without it one is made")
    parser.add_argument("--only", default="", help="only screens whose caption has this, and no guides")
    arguments = parser.parse_args()
    for folder in filter(None, (arguments.out, arguments.each)):
        folder.mkdir(parents=True, exist_ok=True)
    with studio(arguments.at) as made:
        if not arguments.only:
            take_guides(made, arguments.out)
        take_sheets(made, arguments.out, arguments.each, lambda screen: arguments.only in screen.caption)


if __name__ == "__main__":
    main()
