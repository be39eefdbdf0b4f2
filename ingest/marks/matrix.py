"""Points of a PDF and the matrices that move them."""

from __future__ import annotations

from typing import Any

Matrix = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f as PDF writes them: x′ = ax + cy + e, y′ = bx + dy + f."""
Point = tuple[float, float]
Thing = dict[str, Any]
"""An object of a page as pdfplumber's functions take it: x0, top, x1, bottom in points from the upper left corner."""
Marks = dict[str, list[Thing]]
"""Kind of object ("char", "line", "rect", "curve") → the objects of that kind, in the order in which they are painted."""


def times(first: Matrix, then: Matrix) -> Matrix:
    """What moves points by the first and then by the other."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def moved(matrix: Matrix, x: float, y: float) -> Point:
    """The point where the matrix takes this one."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def boxed(kind: str, x0: float, top: float, x1: float, bottom: float) -> Thing:
    """An object of that kind and place. `doctop` and the upward y count from the page's own top: it is read by itself."""
    return {
        "object_type": kind,
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "y0": -bottom,
        "y1": -top,
        "width": x1 - x0,
        "height": bottom - top,
    }
