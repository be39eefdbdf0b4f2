"""A Word file as a package: parts that name each other, in a zip, unpacked no further than what a report can take.

What a part says of its own size is not believed: it is counted while it unfolds. A part that declares entities is
refused, whatever its encoding.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from posixpath import basename, dirname, join, normpath
from typing import IO, NoReturn
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from ingest.readers.docx.markup import w
from ingest.refusals import refused

_LARGEST, _MOST_TAGS, _PIECE = 40 * 2**20, 800_000, 2**16
_USUAL_MAIN = "word/document.xml"
_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 1
_BOM = b"\xef\xbb\xbf"
_FLAT = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_STRICT, _USUAL = "{http://purl.oclc.org/ooxml/", "{http://schemas.openxmlformats.org/"
_BROKEN = (zipfile.BadZipFile, zlib.error, ParseError, EOFError, ValueError, LookupError, NotImplementedError, OSError)


class Package:
    """`main` is the root of the document itself; `embeds` whether it only points to text of another kind inside."""

    def __init__(self, content: bytes) -> None:
        self._root = (_Flat(content) if content.lstrip().startswith((b"<", _BOM)) else _Zipped(content)).root
        start = dict(self._related("")).get("officeDocument", _USUAL_MAIN)
        main = self._root(start)
        if main is None or main.tag != w("document"):
            raise refused("unsupported")
        self.main = main
        self._parts = dict(self._related(start))
        self._folder = dirname(start)
        self.embeds = next(main.iter(w("altChunk")), None) is not None

    def part(self, kind: str) -> Element | None:
        """The root of "styles" or "numbering"; None where the document has none."""
        return self._root(self._parts.get(kind, join(self._folder, f"{kind}.xml")))

    def _related(self, part: str) -> Iterator[tuple[str, str]]:
        """What the part points to inside the package: kind of relation, name of the other part."""
        root = self._root(join(dirname(part), "_rels", f"{basename(part)}.rels"))
        for relation in root if root is not None else ():
            target = (relation.get("Target") or "").replace("\\", "/")
            if relation.get("TargetMode") != "External":
                kind = (relation.get("Type") or "").rpartition("/")[2]
                yield kind, _name(normpath(join(dirname(part), target)))


class _Zipped:
    """The parts in a zip, each unpacked when it is asked for."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except _BROKEN as error:
            raise refused("damaged") from error
        self._infos = {_name(info.filename): info for info in self._zip.infolist()}
        self._tags = 0

    def root(self, name: str) -> Element | None:
        """The root of the part of that name; None where there is none."""
        info = self._infos.get(_name(name))
        if info is None:
            return None
        if info.flag_bits & _ENCRYPTED:
            raise refused("password")
        if info.compress_type not in _PACKING:
            raise refused("damaged")
        try:
            with self._zip.open(info) as stream:
                root, tags = _parsed(stream, _MOST_TAGS - self._tags)
        except _BROKEN as error:
            raise refused("damaged") from error
        self._tags += tags
        return _renamed(root) if root.tag.startswith(_STRICT) else root


class _Flat:
    """The parts one behind the other in one XML file, as programs write it that have no zip."""

    def __init__(self, content: bytes) -> None:
        try:
            package, _ = _parsed(BytesIO(content), _MOST_TAGS)
        except _BROKEN as error:
            raise refused("damaged") from error
        self._parts = {
            _name(part.get(f"{_FLAT}name") or ""): data[0]
            for part in package.iter(f"{_FLAT}part")
            if (data := part.find(f"{_FLAT}xmlData")) is not None and len(data)
        }

    def root(self, name: str) -> Element | None:
        """The root of the part of that name; None where there is none."""
        root = self._parts.get(_name(name))
        return _renamed(root) if root is not None and root.tag.startswith(_STRICT) else root


def _name(part: str) -> str:
    """A part's name in the one way in which all are compared."""
    return part.replace("\\", "/").lstrip("/").lower()


def _parsed(stream: IO[bytes], most: int) -> tuple[Element, int]:
    """The tree, and how many tags it has at most."""
    parser = XMLParser(target=_Builder())
    size = tags = 0
    while piece := stream.read(_PIECE):
        size += len(piece)
        tags += piece.count(b"<")
        if size > _LARGEST or tags > most:
            raise refused("too_large")
        parser.feed(piece)
    return parser.close(), tags


class _Builder(TreeBuilder):
    """Builds the tree, but of nothing that declares what its names stand for."""

    def doctype(self, name: str, public: str | None, system: str | None) -> NoReturn:
        raise refused("damaged")


def _renamed(root: Element) -> Element:
    """The tree of a strict document under the names that other documents use."""

    def usual(name: str) -> str:
        if not name.startswith(_STRICT):
            return name
        family, _, local = name.removeprefix(_STRICT).partition("/")
        return f"{_USUAL}{family}/2006/{local}"

    for element in root.iter():
        element.tag = usual(element.tag)
        if element.attrib:
            element.attrib = {usual(name): text for name, text in element.attrib.items()}
    return root
