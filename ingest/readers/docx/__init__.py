"""Word documents (.docx, .docm, .dotx): what a reader sees of them, in reading order.

package    the zip and its parts, within limits
styles     what a paragraph takes from its style: whether it is a heading, numbered or hidden
numbering  the numbers that Word puts before paragraphs, counted as it counts them
counting   a number in the figures of a list: 一, ①, iv
markup     the names of the elements, and which of them show
runs       the text of a paragraph
tables     merged cells laid out
walk       paragraphs and tables, those in text boxes and cells too

Tracked changes are taken as accepted. Headers, footers, notes and comments are no part of the text.
"""

from __future__ import annotations

from ingest.readers.docx.markup import child
from ingest.readers.docx.numbering import Numbering
from ingest.readers.docx.package import Package
from ingest.readers.docx.styles import Styles
from ingest.readers.docx.walk import Walk
from ingest.refusals import refused
from ingest.report import Document


def read(name: str, content: bytes, sha256: str) -> Document:
    """The document of a .docx file. Raises DocumentRejected."""
    package = Package(content)
    styles = Styles(package.part("styles"))
    walk = Walk(styles, Numbering(package.part("numbering"), styles.lists))
    body = child(package.main, "body")
    try:
        blocks = tuple(walk.blocks(body)) if body is not None else ()
    except RecursionError as error:  # boxes in boxes without end: nobody wrote that
        raise refused("too_large") from error
    if not blocks:
        raise refused("unsupported" if package.embeds else "only_pictures")
    return Document(name, "docx", sha256, (), blocks, None)
