"""A number in the figures of a list: 一, 甲, ①, iv, c. What Word calls each way of counting is the key."""

from __future__ import annotations

from collections.abc import Callable

_CHINESE, _LEGAL = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
_PLACES, _LEGAL_PLACES = ("", "十", "百", "千"), ("", "拾", "佰", "仟")
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LARGEST = 9999
_LETTERS = 26


def _grouped(number: int, figures: str, places: tuple[str, ...]) -> str:
    """三百零五: each figure with its place, one 零 for a gap."""
    out, gap = "", False
    digits = [int(digit) for digit in str(number)]
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit:
            out += figures[0] * gap + figures[digit] + places[place]
        gap = not digit and bool(out)
    return out or figures[0]


def _short(number: int, figures: str, places: tuple[str, ...]) -> str:
    """The same, but ten to nineteen are said without the one: 十五."""
    words = _grouped(number, figures, places)
    return words[1:] if 10 <= number < 20 else words


def _digits(figures: str) -> Callable[[int], str]:
    return lambda number: "".join(figures[int(digit)] for digit in str(number))


def _series(figures: str) -> Callable[[int], str]:
    """Signs in a row of their own; beyond the last of them, plain digits."""
    return lambda number: figures[number - 1] if 0 < number <= len(figures) else str(number)


def _signs(first: str, count: int) -> str:
    return "".join(chr(ord(first) + offset) for offset in range(count))


def _letter(number: int) -> str:
    """a … z, aa … zz, aaa …, as Word goes on."""
    rounds, place = divmod(number - 1, _LETTERS)
    return chr(ord("a") + place) * (rounds + 1) if number else "0"


def _roman(number: int) -> str:
    out = ""
    for worth, sign in _ROMAN:
        times, number = divmod(number, worth)
        out += sign * times
    return out


def _chinese(number: int) -> str:
    return _short(number, _CHINESE, _PLACES)


_WAYS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalFullWidth2": _digits("０１２３４５６７８９"),
    "decimalEnclosedCircle": _series(_signs("①", 20)),
    "decimalEnclosedCircleChinese": _series(_signs("①", 20)),
    "decimalEnclosedFullstop": _series(_signs("⒈", 20)),
    "decimalEnclosedParen": _series(_signs("⑴", 20)),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": _digits("〇一二三四五六七八九"),
    "taiwaneseDigital": _digits("○一二三四五六七八九"),
    "japaneseDigitalTenThousand": _digits("〇一二三四五六七八九"),
    "chineseLegalSimplified": lambda number: _grouped(number, _LEGAL, _LEGAL_PLACES),
    "ideographTraditional": _series("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _series("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _series(_signs("㊀", 10)),
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}


def counted(number: int, way: str) -> str | None:
    """The number as the list prints it; None where it has no figures, or they are not known."""
    return _WAYS[way](number) if way in _WAYS and 0 <= number <= _LARGEST else None
