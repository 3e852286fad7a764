"""Reading an HTML edition back, the way a browser's tree would show it: for tests."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "br", "img", "input", "hr", "circle", "path"})


@dataclass
class Element:
    """An element with its attributes, its place in the tree, and all text inside it."""

    tag: str
    attributes: dict[str, str]
    parents: tuple[str, ...]
    text: str = ""


@dataclass
class Page:
    """Every element of a page in order of appearance. Raises AssertionError for tags that do not nest."""

    html: str
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        _Reader(self.elements).read(self.html)

    def all(self, *tags: str) -> list[Element]:
        return [each for each in self.elements if each.tag in tags]

    def one(self, tag: str) -> Element:
        found = self.all(tag)
        assert len(found) == 1, f"{len(found)} of {tag}"
        return found[0]

    def within(self, number: int) -> list[list[Element]]:
        """The cells of the table with this number (from 0), row by row, its head first."""
        tables = self.html.split('<table role="table">')
        return [Page(f"<table><tr>{row}").all("th", "td") for row in tables[number + 1].split('<tr role="row">')[1:]]

    def under(self, caption: str) -> list[list[str]]:
        """The texts of the table whose caption begins so, row by row, its head first."""
        captions = [each.text.strip() for each in self.all("caption")]
        (number,) = (at for at, said in enumerate(captions) if said.startswith(caption))
        return [[" ".join(cell.text.split()) for cell in row] for row in self.within(number)]


class _Reader(HTMLParser):
    def __init__(self, found: list[Element]) -> None:
        super().__init__(convert_charrefs=True)
        self.found, self.open = found, list[Element]()

    def read(self, html: str) -> None:
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice in {tag}"
        parents = tuple(each.tag for each in self.open)
        element = Element(tag, {name: value or "" for name, value in attrs}, parents)
        self.found.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1].tag == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        for each in self.open:
            each.text += data
