"""Good documents damaged at random, as converters, crawlers and clerks damage them.

A damage takes the document as text and gives it back with less or other than was printed, but invents no number: what
is then read may be less, never another number without a word. Damages that leave another report, equally good in itself
(a number moved to another row together with its label), are not among them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from random import Random

from tests.printing.word import MAIN, packed

Damage = Callable[[str, Random], str]
_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<td[^>]*>.*?</td>", re.DOTALL)
_DIGITS = re.compile(r"(?<=[\s|>])\d[\d,.]*\d(?=[\s|<])", re.ASCII)
_RULING = re.compile(r"^n [-\d.]+ [-\d.]+ m [-\d.]+ [-\d.]+ l S$", re.MULTILINE)
_SHOWN = re.compile(r"^BT 1 0 0 1 .* Tj T\* ET$", re.MULTILINE)
_WORD_ROW = re.compile(r"<w:tr>.*?</w:tr>", re.DOTALL)
_WORD_CELL = re.compile(r"<w:tc>.*?</w:tc>", re.DOTALL)
_PARAGRAPH = re.compile(r"<w:p>.*?</w:p>", re.DOTALL)
_HIDDEN = re.compile("<(?:template|noscript|textarea|script|div hidden)|display: none")
_VALUE = re.compile(r"\s*(?:[\d,.]+|[/—无-])?\s*\|*\s*", re.ASCII)
_MOST, _MOSTLY = 12, 0.85


def _two(count: int, chance: Random, near: int = 0) -> tuple[int, int]:
    """Two different places (but one where there is only one), the lower first; not further apart than `near`."""
    one = chance.randrange(max(count - 1, 1))
    return one, min(count - 1, one + chance.randrange(1, near + 1)) if near else chance.randrange(min(one + 1, count - 1), count)


def _filled(lines: Sequence[str]) -> list[int]:
    return [place for place, line in enumerate(lines) if line.strip()] or [0]


def _one(pattern: re.Pattern[str], text: str, chance: Random) -> tuple[int, int]:
    """Where one of the places begins and ends that the pattern fits."""
    found = list(pattern.finditer(text))
    return chance.choice(found).span() if found else (0, 0)


# Lines of text


def delete_a_line(text: str, chance: Random) -> str:
    lines = text.split("\n")
    del lines[chance.choice(_filled(lines))]
    return "\n".join(lines)


def repeat_a_line(text: str, chance: Random) -> str:
    """A line of words: where each value has a line of its own, a copy elsewhere is another report."""
    lines = text.split("\n")
    lines.insert(chance.randrange(len(lines)), lines[chance.choice(_worded(lines))])
    return "\n".join(lines)


def swap_two_lines(text: str, chance: Random) -> str:
    """Not where each cell has a line of its own: labels that change places there are another report, too."""
    lines = text.split("\n")
    filled = _filled(lines)
    if len(_worded(lines)) < _MOSTLY * len(filled):
        return text
    one, two = _two(len(filled), chance, chance.choice((1, 3, _MOST)))
    lines[filled[one]], lines[filled[two]] = lines[filled[two]], lines[filled[one]]
    return "\n".join(lines)


def _worded(lines: Sequence[str]) -> list[int]:
    return [place for place in _filled(lines) if not _VALUE.fullmatch(lines[place])] or _filled(lines)


def merge_two_lines(text: str, chance: Random) -> str:
    lines = text.split("\n")
    filled = _filled(lines)
    one, two = _two(len(filled), chance, 1)
    if one == two:
        return text
    lines[filled[one] : filled[two] + 1] = [lines[filled[one]] + chance.choice(("", " ")) + lines[filled[two]]]
    return "\n".join(lines)


def cut_a_page(text: str, chance: Random) -> str:
    lines = text.split("\n")
    one, two = _two(len(lines), chance, 60)
    return "\n".join(lines[:one] + lines[two:])


def cut_the_end(text: str, chance: Random) -> str:
    return text[: chance.randrange(len(text) // 3, len(text) + 1)]


def break_a_line(text: str, chance: Random) -> str:
    at = chance.choice([match.start() for match in re.finditer(r"[ \t]", text)] or [0])
    return text[:at] + "\n" + text[at:]


def part_digits(text: str, chance: Random) -> str:
    """A space inside a number, as some converters leave it."""
    numbers = list(_DIGITS.finditer(text))
    if not numbers:
        return text
    match = chance.choice(numbers)
    at = chance.randrange(match.start() + 1, match.end())
    return text[:at] + " " + text[at:]


def join_digits(text: str, chance: Random) -> str:
    """The space between two numbers lost."""
    gaps = list(re.finditer(r"(?<=\d)[ \t]+(?=\d)", text))
    if not gaps:
        return text
    match = chance.choice(gaps)
    return text[: match.start()] + text[match.end() :]


def drop_a_mark(text: str, chance: Random) -> str:
    """One column mark lost: the row moves to the left, or two cells become one."""
    marks = [match.start() for match in re.finditer(r"[\t|]", text)]
    at = chance.choice(marks or [0])
    return text[:at] + text[at + 1 :]


def double_a_mark(text: str, chance: Random) -> str:
    marks = [match.start() for match in re.finditer(r"[\t|]", text)]
    at = chance.choice(marks or [0])
    return text[:at] + text[at : at + 1] + text[at:]


def shift_rows(text: str, chance: Random) -> str:
    """From one line on, the empty places at the beginning of rows are lost."""
    lines = text.split("\n")
    start = chance.randrange(len(lines))
    return "\n".join(lines[:start] + [re.sub(r"^(?:\t+|(?:\| +(?=\|))+)", "", line) for line in lines[start:]])


def lose_a_word(text: str, chance: Random) -> str:
    start, end = _one(re.compile(r"[㐀-鿿]{2,}"), text, chance)
    return text[:start] + text[end:]


def lose_a_value(text: str, chance: Random) -> str:
    """A number with the mark before it: the row has one cell too few."""
    numbers = list(re.finditer(r"[ \t|]\d[\d.,]*(?=[ \t|\n])", text))
    if not numbers:
        return text
    match = chance.choice(numbers)
    return text[: match.start()] + text[match.end() :]


def repeat_a_value(text: str, chance: Random) -> str:
    numbers = list(re.finditer(r"[ \t|]\d[\d.,]*(?=[ \t|\n])", text))
    if not numbers:
        return text
    match = chance.choice(numbers)
    return text[: match.end()] + match[0] + text[match.end() :]


LINES: tuple[Damage, ...] = (
    delete_a_line, repeat_a_line, swap_two_lines, merge_two_lines, cut_a_page, cut_the_end, break_a_line, join_digits,
    shift_rows, lose_a_word, lose_a_value,
)  # fmt: skip
MARKS: tuple[Damage, ...] = (*LINES, drop_a_mark, double_a_mark, part_digits, repeat_a_value)
"""Where a mark parts the cells. Where none does, a value too many may fill a place that was left empty, unseen."""


# Pages


def delete_a_row(page: str, chance: Random) -> str:
    start, end = _one(_ROW, page, chance)
    return page[:start] + page[end:]


def repeat_a_row(page: str, chance: Random) -> str:
    start, end = _one(_ROW, page, chance)
    return page[:end] + page[start:end] + page[end:]


def swap_two_rows(page: str, chance: Random) -> str:
    rows = list(_ROW.finditer(page))
    if len(rows) < 2:
        return page
    one, two = (rows[place] for place in _two(len(rows), chance, chance.choice((1, 3, _MOST))))
    return page[: one.start()] + two[0] + page[one.end() : two.start()] + one[0] + page[two.end() :]


def merge_two_rows(page: str, chance: Random) -> str:
    start, end = _one(re.compile(r"</tr>\n?<tr>"), page, chance)
    return page[:start] + page[end:]


def drop_a_cell(page: str, chance: Random) -> str:
    start, end = _one(_CELL, page, chance)
    return page[:start] + page[end:]


def repeat_a_cell(page: str, chance: Random) -> str:
    start, end = _one(_CELL, page, chance)
    return page[:end] + page[start:end] + page[end:]


def empty_a_label(page: str, chance: Random) -> str:
    cells = [match for match in _CELL.finditer(page) if re.search(r"[㐀-鿿]", match[0])]
    if not cells:
        return page
    match = chance.choice(cells)
    return page[: match.start()] + re.sub(r">[^<]+<", "><", match[0]) + page[match.end() :]


def merge_two_cells(page: str, chance: Random) -> str:
    start, end = _one(re.compile(r"</td><td[^>]*>"), page, chance)
    return page[:start] + page[end:]


def lose_a_span(page: str, chance: Random) -> str:
    start, end = _one(re.compile(r' (?:row|col)span="\d+"'), page, chance)
    return page[:start] + page[end:]


def lose_all_spans(page: str, chance: Random) -> str:
    return re.sub(chance.choice((r' rowspan="\d+"', r' colspan="\d+"', r' (?:row|col)span="\d+"')), "", page)


def lose_the_tables(page: str, chance: Random) -> str:
    """Rows and cells as mere paragraphs, or all in one line; not where that would bring to light what is hidden."""
    if _HIDDEN.search(page):
        return page
    cell, row = chance.choice(((" ", "</p><p>"), ("", "</p><p>"), ("</p><p>", "</p><p>"), (" ", " "), ("", "")))
    page = re.sub(r"</?table[^>]*>|<tr>", "", page).replace("</tr>", row)
    return re.sub(r"<td[^>]*>", "", page).replace("</td>", cell)


def split_a_table(page: str, chance: Random) -> str:
    """A table ends and another begins, as where a page was."""
    _, at = _one(re.compile("</tr>"), page, chance)
    return page[:at] + "</table><p>- 3 -</p><table>" + page[at:]


PAGES: tuple[Damage, ...] = (
    delete_a_row, repeat_a_row, swap_two_rows, merge_two_rows, drop_a_cell, repeat_a_cell, empty_a_label,
    merge_two_cells, lose_a_span, lose_all_spans, lose_the_tables, split_a_table, part_digits, cut_the_end,
)  # fmt: skip


# PDF: the drawing, a mark a line; what is taken out leaves blanks, so that every place stays where it is


def _blanked(drawing: str, matches: Sequence[re.Match[str]]) -> str:
    for match in matches:
        drawing = drawing[: match.start()] + " " * len(match[0]) + drawing[match.end() :]
    return drawing


def lose_a_ruling(drawing: str, chance: Random) -> str:
    rulings = list(_RULING.finditer(drawing))
    return _blanked(drawing, chance.sample(rulings, chance.randrange(1, 4))) if len(rulings) > 4 else drawing


def lose_many_rulings(drawing: str, chance: Random) -> str:
    share = chance.choice((0.1, 0.5, 1.0))
    return _blanked(drawing, [match for match in _RULING.finditer(drawing) if chance.random() < share])


def lose_a_text(drawing: str, chance: Random) -> str:
    return _blanked(drawing, [chance.choice(list(_SHOWN.finditer(drawing)))])


def lose_rows_of_text(drawing: str, chance: Random) -> str:
    shown = list(_SHOWN.finditer(drawing))
    start = chance.randrange(len(shown))
    return _blanked(drawing, shown[start : start + chance.randrange(2, 40)])


def _lifted(match: re.Match[str], by: int) -> str:
    """The same mark a little higher or lower, in as many characters."""
    parts = match[0].split(" ")
    moved = f"{float(parts[6]) + by:.6f}"[: len(parts[6])].rstrip(".")
    parts[6] = moved.rjust(len(parts[6]), "0")
    return " ".join(parts)


def move_a_text(drawing: str, chance: Random) -> str:
    """A text slips down or up by half a row or more: it may lie on a ruling or in another row's cell."""
    match = chance.choice(list(_SHOWN.finditer(drawing)))
    if "-" in match[0].split(" ")[6]:
        return drawing
    return drawing[: match.start()] + _lifted(match, chance.choice((4, 6, 8, 3))) + drawing[match.end() :]


DRAWINGS: tuple[Damage, ...] = (lose_a_ruling, lose_many_rulings, lose_a_text, lose_rows_of_text, move_a_text)


# Word: the markup of the document itself


def drop_a_word_row(xml: str, chance: Random) -> str:
    start, end = _one(_WORD_ROW, xml, chance)
    return xml[:start] + xml[end:]


def repeat_a_word_row(xml: str, chance: Random) -> str:
    start, end = _one(_WORD_ROW, xml, chance)
    return xml[:end] + xml[start:end] + xml[end:]


def merge_two_word_rows(xml: str, chance: Random) -> str:
    start, end = _one(re.compile(r"</w:tr><w:tr>(?!<w:trPr>)"), xml, chance)
    return xml[:start] + xml[end:]


def drop_a_word_cell(xml: str, chance: Random) -> str:
    start, end = _one(_WORD_CELL, xml, chance)
    return xml[:start] + xml[end:]


def repeat_a_word_cell(xml: str, chance: Random) -> str:
    start, end = _one(_WORD_CELL, xml, chance)
    return xml[:end] + xml[start:end] + xml[end:]


def merge_two_word_cells(xml: str, chance: Random) -> str:
    start, end = _one(re.compile(r"</w:tc><w:tc><w:tcPr>.*?</w:tcPr>"), xml, chance)
    return xml[:start] + xml[end:]


def drop_runs(xml: str, chance: Random) -> str:
    """All words of some paragraphs lost, here and there; half a number would be another number."""
    paragraphs = [match for match in _PARAGRAPH.finditer(xml) if "<w:txbxContent>" not in match[0]]
    for match in reversed(paragraphs):
        if chance.random() < 2 / len(paragraphs):
            xml = xml[: match.start()] + "<w:p/>" + xml[match.end() :]
    return xml


def lose_a_merge(xml: str, chance: Random) -> str:
    start, end = _one(re.compile(r"<w:(?:vMerge|gridSpan)[^>]*>"), xml, chance)
    return xml[:start] + xml[end:]


def lose_all_merges(xml: str, chance: Random) -> str:
    return re.sub(chance.choice(("<w:vMerge[^>]*>", "<w:gridSpan[^>]*>", "<w:(?:vMerge|gridSpan)[^>]*>")), "", xml)


def cut_a_word_table(xml: str, chance: Random) -> str:
    """A table ends and another begins; or all from one row on is lost."""
    _, at = _one(re.compile("</w:tr>"), xml, chance)
    if chance.random() < 0.5:
        return xml[:at] + "</w:tbl><w:p/><w:tbl>" + xml[at:]
    end = xml.find("</w:tbl>", at)
    return xml[:at] + xml[end:]


def lose_the_word_tables(xml: str, chance: Random) -> str:
    """The words of the cells as mere lines; not where some were deleted, which would come back."""
    if "<w:cellDel" in xml or "<w:trPr><w:del/>" in xml:
        return xml
    xml = re.sub(r"<w:tcPr>.*?</w:tcPr>|<w:trPr>.*?</w:trPr>|<w:tblPr>.*?</w:tblPr>|<w:tblGrid>.*?</w:tblGrid>", "", xml)
    return re.sub(r"</?w:(?:tbl|tr|tc)>", "", xml)


DOCUMENTS: tuple[Damage, ...] = (
    drop_a_word_row, repeat_a_word_row, merge_two_word_rows, drop_a_word_cell, repeat_a_word_cell, merge_two_word_cells,
    drop_runs, lose_a_merge, lose_all_merges, cut_a_word_table, lose_the_word_tables, part_digits,
)  # fmt: skip


NEVER_BOTH = (
    {"part_digits", "join_digits"},
    {"part_digits", "lose_the_word_tables"},
    {"part_digits", "lose_the_tables"},
    {"part_digits", "lose_a_value"},
    {"repeat_a_cell", "lose_the_tables"},
    {"repeat_a_value", "join_digits"},
    {"repeat_a_word_cell", "lose_the_word_tables"},
    {"drop_runs", "lose_the_word_tables"},
    {"repeat_a_value", "lose_a_value"},
    {"repeat_a_value", "drop_a_mark"},
    {"repeat_a_cell", "drop_a_cell"},
    {"double_a_mark", "drop_a_mark"},
)
"""Together these give a report as good as the first: what is joined was parted elsewhere, half of a number is lost, a copy
fills an empty place, or values are too many or too few where nothing marks their places."""


def damaged(document: bytes, suffix: str, chance: Random, times: int = 1) -> tuple[bytes, list[str]]:
    """The document after one or more damages, and their names."""
    if suffix == ".docx":
        return _damaged_package(document, chance, times)
    code = "latin-1" if suffix == ".pdf" else "gb18030" if b"gb2312" in document else "utf-8"
    text = document.decode(code)
    ways = {".pdf": DRAWINGS, ".html": PAGES}.get(suffix, MARKS if "\t" in text or "|" in text else LINES)
    text, names = _after(text, ways, chance, times)
    return text.encode(code), names


def _damaged_package(document: bytes, chance: Random, times: int) -> tuple[bytes, list[str]]:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        parts = {name: package.read(name).decode().partition("?>")[2] for name in package.namelist()}
    main = next(name for name in parts if name == MAIN or name.endswith("report.xml"))
    parts[main], names = _after(parts[main], DOCUMENTS, chance, times)
    return packed(parts), names


def _after(text: str, ways: Sequence[Damage], chance: Random, times: int) -> tuple[str, list[str]]:
    chosen: list[Damage] = []
    for _ in range(times):
        damage = chance.choice(ways)
        if not any({damage.__name__, *(other.__name__ for other in chosen)} >= pair for pair in NEVER_BOTH):
            chosen.append(damage)
    chosen.sort(key=lambda damage: damage is cut_the_end)  # half a number stands at the end, never in the middle
    for damage in chosen:
        text = damage(text, chance)
    return text, [damage.__name__ for damage in chosen]
