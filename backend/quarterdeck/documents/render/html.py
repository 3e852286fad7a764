"""The HTML edition: the accessible form of a document. No script, no inline style: one stylesheet beside it."""

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from quarterdeck.documents.model import Document, Heading, Run

STYLESHEET = Path(__file__).with_name("document.css")

_templates = Environment(
    loader=PackageLoader("quarterdeck.documents.render"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Look:
    """How a council's pages look today: where its colour is read, and its logo, where it has one."""

    stylesheet: str
    logo: str | None


def render_html(document: Document, stylesheet_url: str, look: Look | None = None) -> str:
    """The whole page. The same document gives the same text, byte for byte; its look is no part of it."""
    contents = [each for each in document.blocks if isinstance(each, Heading) and each.level == 2]
    template = _templates.get_template("document.html")
    return template.render(document=document, contents=contents, stylesheet_url=stylesheet_url, look=look, runs=_runs)


def stylesheet() -> str:
    """The stylesheet every HTML edition links to."""
    return STYLESHEET.read_text(encoding="utf-8")


def _runs(runs: list[Run]) -> Markup:
    """Runs as inline HTML; Markup.format escapes their texts and addresses."""
    return Markup("").join(_run(each) for each in runs)


def _run(run: Run) -> Markup:
    html = Markup("{}").format(run.text)
    if run.italic:
        html = Markup("<em>{}</em>").format(html)
    if run.bold:
        html = Markup("<strong>{}</strong>").format(html)
    if run.href:
        html = Markup('<a href="{}" rel="noreferrer">{}</a>').format(run.href, html)
    return html
