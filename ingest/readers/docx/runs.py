"""The text of one paragraph, run by run: without what is hidden, with the results of fields instead of their instructions."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ingest.readers.docx.markup import BOX, MATHS, PARAGRAPH, RUN, TEXT, child, shown, switch, value, w
from ingest.readers.docx.styles import Style, Styles

_SIGNS = {
    w("br"): "\n",
    w("cr"): "\n",
    w("tab"): " ",
    w("ptab"): " ",
    w("noBreakHyphen"): "-",
    w("softHyphen"): "",
}
_SILENT = frozenset({w("pPr"), w("rPr"), w("sdtPr"), w("sdtEndPr"), w("rt"), w("instrText"), w("delText"), w("smartTagPr")})
_FIELD, _SYMBOL = w("fldChar"), w("sym")
_PRIVATE, _LAST_PRIVATE = 0xE000, 0xF8FF
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"


@dataclass(slots=True)
class Spoken:
    """What a paragraph says. `boxes` are the text boxes that hang on it; `ends` is False where its end does not show."""

    text: str
    boxes: list[Element] = field(default_factory=list)
    ends: bool = True


def spoken(paragraph: Element, style: Style, styles: Styles) -> Spoken:
    """The words of a paragraph of that style."""
    reader = _Reader(style, styles)
    reader.inside(paragraph)
    mark = child(paragraph, "pPr", "rPr")
    gone = mark is not None and (child(mark, "del") is not None or child(mark, "moveFrom") is not None)
    hidden = switch(mark, "vanish")
    return Spoken("".join(reader.parts), reader.boxes, not (gone or (style.hidden if hidden is None else hidden)))


class _Reader:
    """`fields` are those that are open, innermost last: whether their result has begun."""

    def __init__(self, style: Style, styles: Styles) -> None:
        self.parts: list[str] = []
        self.boxes: list[Element] = []
        self._fields: list[bool] = []
        self._style = style
        self._styles = styles

    def inside(self, element: Element) -> None:
        for one in shown(element):
            if one.tag == RUN:
                self._run(one)
            else:
                self._take(one)

    def _take(self, one: Element) -> None:
        if one.tag == BOX:
            self.boxes.append(one)
        elif one.tag == MATHS:
            self._say(one.text or "")
        elif one.tag not in _SILENT and one.tag != PARAGRAPH:
            self.inside(one)

    def _run(self, run: Element) -> None:
        hidden = self._is_hidden(run)
        for one in shown(run):
            tag = one.tag
            if tag == _FIELD:
                self._turn(one.get(w("fldCharType")))
            elif hidden:
                continue
            elif tag == TEXT:
                self._say(one.text or "")
            elif tag in _SIGNS:
                self._say(_SIGNS[tag])
            elif tag == _SYMBOL:
                self._say(_symbol(one.get(w("char")) or ""))
            else:
                self._take(one)

    def _say(self, text: str) -> None:
        if all(self._fields):
            self.parts.append(text)

    def _turn(self, kind: str | None) -> None:
        """A field begins, comes to its result, or ends. One that was begun in a paragraph before has its result here."""
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _is_hidden(self, run: Element) -> bool:
        """What the run says of itself goes before its styles, of which one turns the other round."""
        properties = child(run, "rPr")
        if properties is None:
            return self._style.hidden
        own = switch(properties, "vanish")
        name = value(properties, "rStyle")
        return own if own is not None else self._style.hidden != (name is not None and self._styles.of(name).hidden)


def _symbol(code: str) -> str:
    """A sign by its number. One of a font of signs cannot be told, but is no blank."""
    try:
        place = int(code, 16)
        return _UNKNOWN if _PRIVATE <= place <= _LAST_PRIVATE else chr(place)
    except (ValueError, OverflowError):
        return _UNKNOWN
