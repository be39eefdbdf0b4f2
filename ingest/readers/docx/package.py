"""A Word file as a package: a zip whose parts name each other, unpacked no further than what a report can take.

What a part says of its own size is not believed: it is counted while it unfolds. A part that declares entities is
refused, whatever its encoding.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from posixpath import basename, dirname, join, normpath
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from ingest.readers.docx.markup import w
from ingest.refusals import refused

_LARGEST, _MOST_TAGS, _PIECE = 40 * 2**20, 800_000, 2**16
_USUAL_MAIN = "word/document.xml"
_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 1
_STRICT, _USUAL = "{http://purl.oclc.org/ooxml/", "{http://schemas.openxmlformats.org/"
_BROKEN = (zipfile.BadZipFile, zlib.error, ParseError, EOFError, ValueError, LookupError, NotImplementedError, OSError)


class Package:
    """`main` is the root of the document itself; `embeds` whether it only points to text of another kind inside."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except _BROKEN as error:
            raise refused("damaged") from error
        self._infos = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in self._zip.infolist()}
        self._tags = 0
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
                yield kind, normpath(join(dirname(part), target)).lstrip("/")

    def _root(self, name: str) -> Element | None:
        info = self._infos.get(name.lower())
        if info is None:
            return None
        if info.flag_bits & _ENCRYPTED:
            raise refused("password")
        if info.compress_type not in _PACKING:
            raise refused("damaged")
        try:
            root = self._parsed(info)
        except _BROKEN as error:
            raise refused("damaged") from error
        return _renamed(root) if root.tag.startswith(_STRICT) else root

    def _parsed(self, info: zipfile.ZipInfo) -> Element:
        parser = XMLParser(target=_Builder())
        size = 0
        with self._zip.open(info) as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                self._tags += piece.count(b"<")
                if size > _LARGEST or self._tags > _MOST_TAGS:
                    raise refused("too_large")
                parser.feed(piece)
        root: Element = parser.close()
        return root


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
