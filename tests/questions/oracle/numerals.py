"""Numbers as they are read in Chinese."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"


def chinese(value: int) -> str:
    """A number as it is read: 1005 → 一千零五, 30120 → 三万零一百二十."""
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        gap = "零" if low and low < 1000 else ""
        return chinese(high) + "万" + gap + (chinese(low) if low else "")
    if value == 0:
        return "零"
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = bool(text)
    return text.removeprefix("一") if text.startswith("一十") else text
