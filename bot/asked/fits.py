"""Whether numbers, units and times fit the figures that they are said of: 约3000件 is only a claim, 许可 is no sum of money."""

from __future__ import annotations

from bot.fetch.limits import is_rough
from bot.fetch.measures import is_amount, is_rate
from bot.question import Doubt, Heard

_WHEN = {"which_year", "years"}


def is_when(heard: Heard, operation: str) -> bool:
    """Whether the years are asked for in which there was any, or none: 从哪年开始有诉讼, 哪些年没有收费."""
    if operation != "trend":
        return False
    return bool({"first_time", "last_time"} & heard.cues or (_WHEN & heard.cues and {"exists", "none"} & heard.cues))


def wrong_unit(heard: Heard) -> Doubt | None:
    """The doubt where money is asked of what is counted (许可多少万元), or a number of items of money (收费几笔)."""
    amounts = [key for key in heard.fields if is_amount(key)]
    counts = [key for key in heard.fields if not is_amount(key) and not is_rate(key)]
    word = next((span.text for span in heard.spans for cue in ("money", "pieces") if ("cue", cue) in span.meanings), "")
    if amounts and not counts and "pieces" in heard.cues and "money" not in heard.cues:
        near = " ".join((*amounts, *(f"{key.partition('.')[0]}.items_last_year" for key in amounts if key.startswith("fees"))))
    elif counts and not amounts and "money" in heard.cues:
        near = " ".join(counts)
    else:
        return None
    return Doubt("declined", "not_on_form", "not_on_form", {"word": word, "nearest": near})


def judged(heard: Heard, operation: str, fields: tuple[str, ...]) -> bool:
    """Whether each number can be taken as it is said: 约 and 罚款3万元 only as claims, and each claim with its own figure."""
    apart = operation == "total" and "apart" in heard.cues and len(heard.years.said) > 1
    if apart or (operation in ("total", "lookup") and "total" in heard.cues and not _all_named(heard, fields)):
        return False
    if operation == "change" and {"doubled", "quantity"} <= heard.cues:  # 翻倍是多少 supposes it
        return False
    if operation == "verify":
        whose = all(bound.field or bound.item for bound in heard.bounds) or len(fields) == 1
        dated = len(heard.bounds) == 1 or all(len(bound.years) < 2 for bound in heard.bounds)
        return whose and dated
    return not any(bound.item or is_rough(bound) for bound in heard.bounds) or operation in ("change", "total")


def _all_named(heard: Heard, fields: tuple[str, ...]) -> bool:
    """Whether as many figures are named as are to be added up: 两项合计 of one is not understood."""
    said = [span for span in heard.spans if ("cue", "counted") in span.meanings and "项" in span.text]
    wanted = max((int(value) for span in said for kind, value in span.meanings if kind == "of"), default=0)
    return len(fields) >= (2 if "added" in heard.cues else 1) and wanted in (0, len(fields))
