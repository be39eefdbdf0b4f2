"""Lines, rectangles and curves out of the paths that pdfium finds, told apart as pdfplumber tells them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import byref, c_float

from pypdfium2 import raw

from ingest.marks.matrix import Matrix, Point, Thing, boxed, moved, times

_MOVE, _LINE, _CURVE = raw.FPDF_SEGMENT_MOVETO, raw.FPDF_SEGMENT_LINETO, raw.FPDF_SEGMENT_BEZIERTO


def strokes_of(path: raw.FPDF_PAGEOBJECT, place: Matrix) -> Iterator[Thing]:
    """A path's parts, in place; `place` takes points of the path's surroundings to the page as shown."""
    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, own)
    place = times((own.a, own.b, own.c, own.d, own.e, own.f), place)
    for shape, points in _parts(path):
        yield _stroke(shape, [moved(place, *point) for point in points])


def _parts(path: raw.FPDF_PAGEOBJECT) -> Iterator[tuple[str, list[Point]]]:
    """Each part of a path: its steps (m moves, l draws a line, c a curve, h closes) and the points where they end."""
    x, y = c_float(), c_float()
    here = (byref(x), byref(y))
    shape, points = "", list[Point]()
    bends = 0
    for index in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == _CURVE:
            bends += 1
            if bends % 3:
                continue
        elif kind == _MOVE and shape:
            yield shape, points
            shape, points = "", []
        raw.FPDFPathSegment_GetPoint(segment, *here)
        points.append((x.value, y.value))
        shape += "m" if kind == _MOVE else "l" if kind == _LINE else "c"
        if raw.FPDFPathSegment_GetClose(segment):
            shape, points = _closed(shape, points)
    if shape:
        yield shape, points


def _closed(shape: str, points: list[Point]) -> tuple[str, list[Point]]:
    """The part with its closing step, which is the line back to the first point where pdfium has drawn it."""
    if shape[-1] == "l" and points[-1] == points[0] and len(points) > 2:
        return shape[:-1] + "h", points
    return shape + "h", [*points, points[0]]


def _stroke(shape: str, points: Sequence[Point]) -> Thing:
    if shape in ("ml", "mlh"):
        (x0, y0), (x1, y1) = points[:2]
        return boxed("line", min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    xs, ys = zip(*points, strict=True)
    kind = "rect" if shape in ("mlllh", "mllll") and _is_square(points) else "curve"
    return boxed(kind, min(xs), min(ys), max(xs), max(ys)) | {"pts": points}


def _is_square(points: Sequence[Point]) -> bool:
    """Whether four corners, closed, stand on two upright and two level sides."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3), last = points
    upright = x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0
    level = y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0
    return last == points[0] and (upright or level)
