"""The built front end: hashed assets that never change, and one page that answers at every address of the screens."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, PathLike, StaticFiles
from starlette.types import Scope

PAGE: Final = "index.html"
ASSETS: Final = "assets"
OTHERS: Final = frozenset(
    {"api", "odata", "open-data", "calendar", "health", "metrics", "openapi.json", ASSETS},
)
"""The first words of addresses that are never a screen's: what is not there is a 404 to whoever asks."""
HASHED: Final = re.compile(r"assets/(?:.+/)?[^/]+-[A-Za-z0-9_-]{8,}\.[a-z0-9]+")
FOR_EVER: Final = "public, max-age=31536000, immutable"
ASKED_AGAIN: Final = "no-cache"
# Best first, where a browser takes several equally.
ENCODINGS: Final = {"br": ".br", "gzip": ".gz"}
# Of our own, because Python's depend on the machine's: with nosniff a script of another type does not run.
MEDIA_TYPES: Final = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}


class FrontEnd(StaticFiles):
    """Serves the folder that the front end was built into.

    The screens have clean addresses, such as `/indicators/12`, that no file stands for: whoever navigates there
    gets the page, which then finds the screen. Files compressed at the build (`app.js.br`, `app.js.gz`) are sent
    instead of their originals; nothing is compressed while somebody waits.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file at `path`, or the page where a browser navigates. Raises 404, and 405 for another method."""
        if _first_word(scope) in OTHERS - {ASSETS}:
            raise HTTPException(404)  # whatever the method: there is nothing here that takes another
        if path == "." or path.endswith(tuple(ENCODINGS.values())):
            path = PAGE if path == "." else ""
        try:
            return await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != 404 or not _is_screen(scope):
                raise
        page = await super().get_response(PAGE, scope)
        page.headers.add_vary_header("Accept")
        return page

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """A file, compressed if it lies there so and the caller takes it, with how long it may be kept."""
        asked, place = Headers(scope=scope), Path(full_path)
        found, encoding = place, None
        for name in _accepted(asked.get("accept-encoding", "")):
            beside = place.with_name(place.name + ENCODINGS[name])
            if beside.is_file():
                found, encoding = beside, name
                break
        media_type = MEDIA_TYPES.get(place.suffix, "application/octet-stream")
        stat_result = stat_result if encoding is None else found.stat()
        answer = FileResponse(found, status_code, media_type=media_type, stat_result=stat_result)
        self._say_how(answer.headers, place, encoding)
        return NotModifiedResponse(answer.headers) if self.is_not_modified(answer.headers, asked) else answer

    def _say_how(self, headers: MutableHeaders, place: Path, encoding: str | None) -> None:
        relative = place.relative_to(Path(os.path.realpath(str(self.directory)))).as_posix()
        headers["Cache-Control"] = FOR_EVER if HASHED.fullmatch(relative) else ASKED_AGAIN
        # Said of the plain file as well: a cache between must not give it to everybody.
        headers.add_vary_header("Accept-Encoding")
        if encoding is not None:
            headers["Content-Encoding"] = encoding


def _is_screen(scope: Scope) -> bool:
    """Whether a browser navigates there; a program, which takes anything, is told that there is nothing."""
    wanted = dict(_weighed(Headers(scope=scope).get("accept", "")))
    return _first_word(scope) not in OTHERS and wanted.get("text/html", 0) > 0


def _first_word(scope: Scope) -> str:
    return str(scope["path"].strip("/").partition("/")[0])


def _accepted(header: str) -> list[str]:
    """The encodings of ours that an Accept-Encoding takes, best first."""
    weights = dict(_weighed(header))
    weight = {name: weights.get(name, weights.get("*", 0)) for name in ENCODINGS}
    return sorted((name for name in ENCODINGS if weight[name] > 0), key=lambda name: -weight[name])


def _weighed(header: str) -> Iterator[tuple[str, float]]:
    """What an Accept header names, each with its weight from 0 (refused) to 1 (RFC 9110, 12.4.2)."""
    for part in header.lower().split(","):
        name, *parameters = (each.strip() for each in part.split(";"))
        weight = next((each[2:] for each in parameters if each.startswith("q=")), "1")
        # What is no weight refuses nothing that was named.
        yield name, float(weight) if re.fullmatch(r"[01](?:\.[0-9]{0,3})?", weight) else 1.0


def front_end_dir(place: Path | None) -> Path | None:
    """Where the built front end lies: as set, inside the wheel, or in the checkout. None where it is not built."""
    package = Path(__file__).parents[1]
    places = [place, package / "front_end", package.parents[1] / "frontend" / "dist"]
    return next((each for each in places if each and (each / PAGE).is_file()), None)
