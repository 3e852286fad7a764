"""Commentary as restricted Markdown (paragraph, bold, italic, list, link) → blocks that every renderer walks."""

from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from quarterdeck.documents.model import ListBlock, Paragraph, Run, TextBlock, without_controls

SCHEMES = frozenset({"http", "https", "mailto"})

# "zero" knows paragraphs and text alone: whatever is not switched on here, HTML above all, stays text.
_parser = MarkdownIt("zero", {"html": False}).enable(["emphasis", "list", "link", "escape", "newline"])


def read_markdown(text: str) -> list[TextBlock]:
    """The blocks of a commentary. Anything outside the restricted Markdown is kept as the text it is."""
    return _blocks(SyntaxTreeNode(_parser.parse(without_controls(text))))


def plain(text: str) -> Paragraph:
    """One paragraph of text that is not Markdown (names, titles, labels)."""
    return Paragraph(runs=[Run(text=text)])


def _blocks(node: SyntaxTreeNode) -> list[TextBlock]:
    found: list[TextBlock] = []
    for child in node.children:
        if child.type == "paragraph":
            runs = [run for inline in child.children for run in _runs(inline, Run(text=""))]
            found.append(Paragraph(runs=runs))
        elif child.type in ("bullet_list", "ordered_list"):
            items = [_blocks(item) for item in child.children]
            # "42. …" typed at the start of a line keeps its number.
            start = int(child.attrs.get("start", 1))
            found.append(ListBlock(ordered=child.type == "ordered_list", start=start, items=items))
    return found


def _runs(node: SyntaxTreeNode, style: Run) -> list[Run]:
    """The runs of an inline node; `style` carries what the nodes around it have set."""
    match node.type:
        case "text" | "text_special":
            return [style.model_copy(update={"text": node.content})] if node.content else []
        case "softbreak" | "hardbreak":
            return [style.model_copy(update={"text": " "})]
        case "strong":
            style = style.model_copy(update={"bold": True})
        case "em":
            style = style.model_copy(update={"italic": True})
        case "link":
            style = style.model_copy(update={"href": _safe_link(str(node.attrs.get("href", "")))})
    return [run for child in node.children for run in _runs(child, style)]


def _safe_link(href: str) -> str | None:
    """The address, if it leads to the web or to a mailbox; otherwise the link stays plain text."""
    return href if urlsplit(href).scheme.lower() in SCHEMES else None
