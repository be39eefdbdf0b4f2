"""Draws docs/picture.svg: a piece of a report's page as it is printed, the cell that an answer stands on, and the answers.

python -m docs.picture        writes the picture again, out of the sample reports and real answers
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

import pdfplumber

from bot.question import Answer, Fact
from docs.answers import ROOT, conversation

FILE = Path(__file__).with_name("picture.svg")
QUESTIONS = ("how many permits did 川汇区 issue in 2024", "处罚呢？", "2023年呢？", "罚款金额是多少")
ABOVE, BELOW, MARGIN = 210, 130, 14
"""How much of the page is shown above and below the cell, and beside its table, in points."""

WIDTH, PAGE_WIDTH, TALK, LINE = 1120, 480, 560, 22
FONT = "font-family=\"'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC',Helvetica,Arial,sans-serif\""


@dataclass(frozen=True)
class Bubble:
    """One thing said, in lines; the person's stand on the right."""

    lines: tuple[str, ...]
    by_person: bool

    @property
    def height(self) -> int:
        return LINE * len(self.lines) + 18


def picture() -> str:
    """The whole picture as SVG."""
    told = conversation(*QUESTIONS)
    talk, height = _talk([bubble for question, answer in told for bubble in _bubbles(question, answer)])
    fact = told[0][1].facts[0]
    page, page_height = _page(fact)
    height = max(height, page_height + 80)
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" {FONT}>',
            f'<rect width="{WIDTH}" height="{height}" rx="14" fill="#f6f8fa"/>',
            *page,
            *talk,
            "</svg>\n",
        )
    )


def _page(fact: Fact) -> tuple[list[str], int]:
    """The page around the fact's cell, drawn from the lines and words of the PDF, the cell marked."""
    assert fact.box is not None and fact.page is not None and fact.document is not None
    x0, top, x1, bottom = fact.box
    first, last = top - ABOVE, bottom + BELOW
    with pdfplumber.open(ROOT / "data" / "reports" / fact.document) as pdf:
        page = pdf.pages[fact.page - 1]
        words = [word for word in page.extract_words() if first < word["top"] and word["bottom"] < last]
        edges = {(e["x0"], e["top"], e["x1"], e["bottom"]) for e in page.edges if e["bottom"] > first and e["top"] < last}
    left, right = min(edge[0] for edge in edges) - MARGIN, max(edge[2] for edge in edges) + MARGIN
    scale = (PAGE_WIDTH - 40) / (right - left)
    drawn = [
        f'<text x="40" y="38" font-size="15" fill="#57606a">{escape(fact.document)} · {fact.page}</text>',
        f'<svg x="40" y="54" width="{PAGE_WIDTH - 40}" height="{round((last - first) * scale)}" '
        f'viewBox="{round(left)} {round(first)} {round(right - left)} {round(last - first)}">',
        f'<rect x="{round(left)}" y="{round(first)}" width="{round(right - left)}" height="{round(last - first)}" fill="#fff"/>',
        f'<rect x="{round(x0)}" y="{round(top)}" width="{round(x1 - x0)}" height="{round(bottom - top)}" fill="#fff3bf" '
        'stroke="#e8590c" stroke-width="2"/>',
    ]
    for x0, upper, x1, lower in sorted(edges):
        points = f'x1="{round(x0)}" y1="{round(max(upper, first))}" x2="{round(x1)}" y2="{round(min(lower, last))}"'
        drawn.append(f'<line {points} stroke="#8c959f" stroke-width=".7"/>')
    for word in words:
        size, width = round(word["bottom"] - word["top"]), round(word["x1"] - word["x0"])
        place = f'x="{round(word["x0"])}" y="{round(word["bottom"] - size * 0.12)}" font-size="{size}" textLength="{width}"'
        drawn.append(f'<text {place} fill="#24292f">{escape(word["text"])}</text>')
    start = f"M{round(40 + (fact.box[2] - left) * scale)} {round(54 + ((top + bottom) / 2 - first) * scale)}"
    thread = f'<path d="{start} C 500 240 480 109 518 109" fill="none" stroke="#e8590c" stroke-width="2" stroke-dasharray="5 4"/>'
    return [*drawn, "</svg>", thread], round((last - first) * scale)


def _bubbles(question: str, answer: Answer) -> tuple[Bubble, Bubble]:
    return Bubble((question,), True), Bubble(tuple(answer.text.split("\n")), False)


def _talk(bubbles: list[Bubble]) -> tuple[list[str], int]:
    drawn, y, left = [], 30, WIDTH - TALK - 40
    for bubble in bubbles:
        width = min(TALK, max(round(sum(_advance(character) for character in line)) for line in bubble.lines) + 32)
        x = WIDTH - 40 - width if bubble.by_person else left
        fill, stroke = ("#dafbe1", "#aceebb") if bubble.by_person else ("#ffffff", "#d0d7de")
        drawn.append(f'<rect x="{x}" y="{y}" width="{width}" height="{bubble.height}" rx="12" fill="{fill}" stroke="{stroke}"/>')
        for number, line in enumerate(bubble.lines):
            place = f'x="{x + 16}" y="{y + 26 + LINE * number}" font-size="16"'
            drawn.append(f'<text {place} fill="#1f2328">{escape(line)}</text>')
        y += bubble.height + (8 if bubble.by_person else 18)
    return drawn, y + 12


def _advance(character: str) -> float:
    return 16 if ord(character) > 0x2000 else 8.4


if __name__ == "__main__":
    FILE.write_text(picture(), "utf-8")
    print(f"docs/{FILE.name}: {FILE.stat().st_size:,} bytes")
