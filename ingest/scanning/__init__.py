"""Scans: from the picture of a page to its tables and lines of text, every cell with all readings that its ink allows.

pictures    a file's pages as grey pictures, and what they measure in points
upright     the page turned upright, and places on it turned back
ink         what is printed on a page, apart from paper and grain
ruling      the cells that rules enclose, and how they make tables
lines       the lines of text in a piece of a page
cutting     one line cut out of a page
letters     what a line of text says: the recognition model
digits      a second opinion on figures, by the shapes of the document's own digits
opinions    what becomes of the readings of a figure
looking     all of it, page by page: the blocks of a document
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

_PACKAGES = ("rapidocr", "onnxruntime", "cv2", "numpy", "PIL")


def model_file() -> Path | None:
    """The recognition model that rapidocr carries; None where it, or a package of the extra, is not installed."""
    if any(find_spec(name) is None for name in _PACKAGES):
        return None
    spec = find_spec("rapidocr")
    folders = spec.submodule_search_locations if spec is not None else None
    return next((file for folder in folders or () for file in sorted(Path(folder).glob("models/*rec*.onnx"))), None)
