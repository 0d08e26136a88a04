"""XML and JSON as one kind of tree, read with limits: no document type, no entities, nothing fetched, nothing endless.

Names are compared without namespace and case, and an element is found wherever its siblings stand: exports of the same
schema differ in both.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat  # nosec B407 # document types and entities are refused as soon as they begin

from matching.errors import UnreadableDocument
from matching.reading.plain_files import decode

DEEPEST = 60  # elements one inside the other; Europass has about fifteen
MOST_NODES = 50_000
MOST_BYTES = 20_000_000
_SEND_ANOTHER = "Export the CV again from the tool that made it, or send it as .docx or .pdf."


@dataclass(eq=False)
class Node:
    """One element of XML, or one value of JSON under the name of its key."""

    name: str  # local, in lower case
    attributes: dict[str, str] = field(default_factory=dict)  # by local name, in lower case
    children: list[Node] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)  # of its own text, in order

    @property
    def text(self) -> str:
        """Its own text, without that of its children."""
        return "".join(self.pieces).strip()

    def every(self, *path: str) -> Iterator[Node]:
        """All nodes at the end of a path of names below this one, in order."""
        if not path:
            yield self
            return
        wanted = path[0].lower()
        for child in self.children:
            if child.name == wanted:
                yield from child.every(*path[1:])

    def listed(self, name: str) -> list[Node]:
        """The children of a name, with those that stand in a "list" of that name."""
        return [*self.every(name), *self.every(f"{name}List", name)]

    def first(self, *path: str) -> Node | None:
        """The first node at the end of a path, or None."""
        return next(self.every(*path), None)

    def value(self, *path: str) -> str:
        """The first text that is not empty at the end of a path, or an empty one."""
        return next((node.text for node in self.every(*path) if node.text), "")

    def deep(self, *names: str) -> Iterator[Node]:
        """All nodes of some names at any depth, in order; nothing is looked for inside one that was found."""
        wanted = {name.lower() for name in names}
        waiting = list(reversed(self.children))
        while waiting:
            node = waiting.pop()
            if node.name in wanted:
                yield node
            else:
                waiting += reversed(node.children)

    def whole(self) -> str:
        """The text of this node and of all below it, a line each."""
        return "\n".join(filter(None, [self.text, *(child.whole() for child in self.children)]))


class _Builder:
    """Builds the tree while expat reads, and stops it at the first thing that no CV needs."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.top = Node("")
        self.open = [self.top]
        self.nodes = 0

    def refuse(self, *_: object) -> int:
        raise UnreadableDocument(
            f"{self.label} declares a document type or entities, which are not read.",
            "Such declarations can pull in other files or swell without end; a CV needs none.",
            _SEND_ANOTHER,
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.nodes += 1
        if len(self.open) > DEEPEST:
            raise _too_deep(self.label)
        if self.nodes > MOST_NODES:
            raise _too_many(self.label)
        node = Node(_local(name), {_local(key): value for key, value in attributes.items()})
        self.open[-1].children.append(node)
        self.open.append(node)

    def end(self, _: str) -> None:
        self.open.pop()

    def characters(self, text: str) -> None:
        self.open[-1].pieces.append(text)


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def xml_tree(data: bytes, label: str = "The document") -> Node:
    """The root element of an XML document.

    Raises:
        UnreadableDocument: not well formed, too large, nested too deeply, or with a document type or entities.
    """
    _check_size(data, label)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    builder = _Builder(label)
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler = builder.characters
    parser.StartDoctypeDeclHandler = builder.refuse
    parser.EntityDeclHandler = builder.refuse
    parser.ExternalEntityRefHandler = builder.refuse
    try:
        parser.Parse(data.lstrip(b" \t\r\n"), True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise UnreadableDocument(f"{label} is damaged.", f"Its XML cannot be read: {error}.", _SEND_ANOTHER) from error
    return builder.top.children[0]


def json_tree(data: bytes, label: str = "The document") -> Node:
    """A JSON object as a tree: a key is a node, a list is several nodes of one name, numbers keep their digits.

    Raises:
        UnreadableDocument: not JSON, not an object, too large or nested too deeply.
    """
    _check_size(data, label)
    text, _ = decode(data, label)
    try:
        value = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except RecursionError as error:
        raise _too_deep(label) from error
    except ValueError as error:
        raise UnreadableDocument(f"{label} is damaged.", f"It is not JSON: {error}.", _SEND_ANOTHER) from error
    if not isinstance(value, dict):
        raise UnreadableDocument(
            f"{label} holds no CV.", f"Its JSON is a {type(value).__name__}, not an object.", _SEND_ANOTHER
        )
    root, count = Node(""), 0
    waiting: list[tuple[Node, object, int]] = [(root, value, 0)]
    while waiting:
        node, content, depth = waiting.pop()
        count += 1
        if depth > DEEPEST:
            raise _too_deep(label)
        if count > MOST_NODES:
            raise _too_many(label)
        if isinstance(content, dict):
            for key, below in content.items():
                for one in below if isinstance(below, list) else [below]:
                    node.children.append(child := Node(str(key).lower()))
                    waiting.append((child, one, depth + 1))
        elif isinstance(content, list):
            node.children += (inner := [Node("item") for _ in content])
            waiting += [(child, one, depth + 1) for child, one in zip(inner, content, strict=True)]
        elif content is not None:
            node.pieces.append(str(content).lower() if isinstance(content, bool) else str(content))
    return root


def _check_size(data: bytes, label: str) -> None:
    if len(data) > MOST_BYTES:
        raise UnreadableDocument(
            f"{label} is too large.", f"It has {len(data) / 1e6:.1f} MB; the limit is {MOST_BYTES / 1e6:g} MB.",
            "Remove the photograph and the attachments, then export it again.",
        )  # fmt: skip


def _too_deep(label: str) -> UnreadableDocument:
    return UnreadableDocument(f"{label} is nested too deeply.", f"The limit is {DEEPEST} levels.", _SEND_ANOTHER)


def _too_many(label: str) -> UnreadableDocument:
    return UnreadableDocument(f"{label} has too many parts.", f"The limit is {MOST_NODES:,}.", _SEND_ANOTHER)
