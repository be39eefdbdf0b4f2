"""Word files written out: the parts of a package, paragraphs, and tables with merged cells, as Word nests them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from html import escape

from tests.printing.sheet import Slot, Table, matrix

USUAL = "http://schemas.openxmlformats.org/"
STRICT = "http://purl.oclc.org/ooxml/"
SCHEMAS = {
    "w": "wordprocessingml/2006/main",
    "r": "officeDocument/2006/relationships",
    "wp": "drawingml/2006/wordprocessingDrawing",
    "a": "drawingml/2006/main",
    "mc": "markup-compatibility/2006",
}
SHAPES = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
MAIN = "word/document.xml"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"

Spell = Callable[[Slot], str]
"""A cell of a table → the paragraphs in it."""

STYLES = """<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
<w:pPr>{numbered}<w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="character" w:styleId="gone"><w:name w:val="gone"/><w:rPr><w:vanish/></w:rPr></w:style>"""


def package(
    body: str, styles: str = STYLES.format(numbered=""), numbering: str = "", main: str = MAIN, strict: bool = False
) -> bytes:
    """A .docx file. A strict one uses the other names of everything."""
    folder, _, name = main.rpartition("/")
    kinds = {"styles": styles, **({"numbering": numbering} if numbering else {})}
    related = "".join(_relation(f"r{kind}", kind, f"{kind}.xml") for kind in kinds)
    overrides = "".join(_override(f"/{folder}/{kind}.xml", kind) for kind in kinds)
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension='
        '"rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{_override(f'/{main}', 'document.main')}{overrides}</Types>",
        "_rels/.rels": _relations(_relation("r1", "officeDocument", main)),
        f"{folder}/_rels/{name}.rels": _relations(related),
        main: _part("document", f"<w:body>{body}</w:body>"),
        **{f"{folder}/{kind}.xml": _part(kind, inner) for kind, inner in kinds.items()},
    }
    return packed({name: _strict(part) if strict else part for name, part in parts.items()})


def packed(parts: dict[str, str]) -> bytes:
    """The parts in a zip, the same bytes every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(zipfile.ZipInfo(name), f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{part}')
    return out.getvalue()


def _part(root: str, inner: str) -> str:
    names = " ".join(f'xmlns:{prefix}="{USUAL}{path}"' for prefix, path in SCHEMAS.items())
    return f'<w:{root} {names} {SHAPES} mc:Ignorable="">{inner}</w:{root}>'


def _strict(part: str) -> str:
    for path in list(SCHEMAS.values())[:4]:
        part = part.replace(USUAL + path, STRICT + path.replace("/2006", ""))
    return part


def _relation(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{USUAL}{SCHEMAS["r"]}/{kind}" Target="{target}"/>'


def _relations(inner: str) -> str:
    return f'<Relationships xmlns="{USUAL}package/2006/relationships">{inner}</Relationships>'


def _override(part: str, kind: str) -> str:
    return f'<Override PartName="{part}" ContentType="{TYPES}.{kind}+xml"/>'


def run(text: str, properties: str = "") -> str:
    """Words with their properties."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def paragraph(inner: str, properties: str = "") -> str:
    """A paragraph around its runs."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def table(drawn: Table, spell: Spell, heads: int = 0) -> str:
    """A table; the first `heads` rows are to be printed again on every page."""
    width = sum(slot.columns for slot in drawn[0])
    columns = '<w:gridCol w:w="900"/>' * width
    rows = (
        "<w:tr>" + "<w:trPr><w:tblHeader/></w:trPr>" * (y < heads) + "".join(cells) + "</w:tr>"
        for y, cells in enumerate(_rows(drawn, spell))
    )
    rules = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    return (
        f"<w:tbl><w:tblPr><w:tblBorders>{rules}</w:tblBorders></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _rows(drawn: Table, spell: Spell) -> Iterator[list[str]]:
    """The cells of each row; a merged one has an empty cell in every row that it goes on in."""
    grid = matrix(drawn)
    owners = {
        (y + down, x): slot
        for y, row in enumerate(grid)
        for x, slot in enumerate(row)
        if slot is not None
        for down in range(slot.rows)
    }
    for y, row in enumerate(grid):
        cells = []
        for x in range(len(row)):
            if (y, x) in owners:
                slot = owners[y, x]
                merge = "" if slot.rows == 1 else '<w:vMerge w:val="restart"/>' if row[x] is slot else "<w:vMerge/>"
                cells.append(cell(spell(slot) if row[x] is slot else paragraph(""), merge, slot.columns))
        yield cells


def cell(inner: str, properties: str = "", columns: int = 1) -> str:
    """A cell of a table that covers so many columns."""
    width = f'<w:tcW w:w="{900 * columns}" w:type="dxa"/>'
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    return f"<w:tc><w:tcPr>{width}{span}{properties}</w:tcPr>{inner}</w:tc>"


def frame(inner: str) -> str:
    """A table of one cell around other blocks. A cell ends with a paragraph."""
    return table(((Slot(""),),), lambda _: inner + paragraph(""))


def box(inner: str) -> str:
    """A run with a text box, drawn once as a shape and once more for old programs."""
    held = f"<w:txbxContent>{inner}</w:txbxContent>"
    shape = (
        '<w:drawing><wp:inline><wp:extent cx="5000000" cy="5000000"/><wp:docPr id="1" name="box"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:spPr>'
        '<a:prstGeom prst="rect"/></wps:spPr>'
        f"<wps:txbx>{held}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    old = f'<w:pict><v:shape style="width:400pt;height:400pt"><v:textbox>{held}</v:textbox></v:shape></w:pict>'
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{shape}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def numbering(patterns: dict[int, Sequence[tuple[str, str, str]]], styles: dict[tuple[int, int], str] | None = None) -> str:
    """Lists: for each the levels from the outermost, way of counting, pattern ("%1、") and what follows.

    `styles`: list and level → the style of paragraphs whose level it is.
    """
    inner, lists = "", ""
    for number, levels in patterns.items():
        inner += f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
        for place, (way, pattern, suffix) in enumerate(levels):
            style = (styles or {}).get((number, place))
            inner += f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{way}"/>'
            inner += f'<w:pStyle w:val="{style}"/>' if style else ""
            inner += f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        inner += "</w:abstractNum>"
        lists += f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
    return inner + lists


def numbered(list_id: int, level: int = 0) -> str:
    """The property of a paragraph in a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
