"""Whether the names in a message stand for a set of agencies or for one each: 河南省各家卫健委, health commissions in Henan."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.facts import Facts
from bot.question import Heard, Mention

SETS = ("rank", "total", "average", "count", "list")
"""The operations that are about sets of agencies."""

LEVELS = {"counties": "county", "prefectures": "prefecture", "provinces": "province"}
NO_AGENCY = ("definition", "help", "coverage")
_SEVERAL = re.compile(r"\b(?:commissions|bureaus|departments|governments|offices|authorities|administrations|agencies|bodies)\b")


def stand_for_a_set(heard: Heard, said: Sequence[Mention], operation: str | None, facts: Facts) -> bool:
    """Whether the names said stand for a set of agencies, not for one each."""
    if operation == "coverage":
        listed = bool({"list", "count", "coverage", "missing_reports", "none"} & heard.cues) and "years" not in heard.cues
        if listed and len(said) == 1 and said[0].regions and said[0].organ is None:
            return True
        if listed and len(said) == 2 and _place_and_kind(said) is not None:  # 周口市有几家卫健委
            return True
        return bool(LEVELS.keys() & heard.cues) or all(not mention.regions and mention.named is None for mention in said)
    if operation in NO_AGENCY:
        return False
    if LEVELS.keys() & heard.cues:
        return operation not in ("position", "share") or (len(said) == 1 and not said[0].organ)
    if _is_parted(heard, said, operation, facts):
        return True
    if any(mention.regions or mention.named is not None for mention in said):
        return len(said) == 1 and _is_wide(heard, said[0], operation, facts)
    asked = operation in ("passage", "consistency", "presence") and bool({"who", "list", "count", "every"} & heard.cues)
    return operation in (*SETS, "trend") or asked or ("every" in heard.cues and operation in (None, "lookup", "rate"))


def _is_parted(heard: Heard, said: Sequence[Mention], operation: str | None, facts: Facts) -> bool:
    """A kind and a wide place apart from each other: health commissions in Henan, 河南省许可最多的卫健委."""
    parted = _place_and_kind(said)
    each = "every" in heard.cues and operation in ("lookup", "rate")
    if len(said) != 2 or parted is None or not (operation in SETS or each):
        return False
    place, kind = parted
    wide = any(facts.regions[code][2] in ("province", "prefecture") for code in place.regions if code)
    many = kind.text.isascii() and kind.text.endswith("s")
    return wide and (many or bool({"who", "list", "count", "every", "top", "most", "least"} & heard.cues))


def _place_and_kind(said: Sequence[Mention]) -> tuple[Mention, Mention] | None:
    """A place alone and a kind alone, where both are said."""
    kinds = [mention for mention in said if mention.organ and not mention.regions and mention.named is None]
    places = [mention for mention in said if mention.regions and not mention.organ]
    return (places[0], kinds[0]) if kinds and places else None


def _is_wide(heard: Heard, mention: Mention, operation: str | None, facts: Facts) -> bool:
    """河南省各家卫健委 and 周口市处罚最多的单位 are sets; 周口市卫健委处罚最多的是哪年 is one agency."""
    if operation not in (*SETS, "lookup", "rate", "passage", "consistency", "presence"):
        return False
    if operation == "rank" and ("which_year" in heard.cues or heard.years.every):
        return False
    wide = any(facts.regions[code][2] != "county" for code in mention.regions if code in facts.regions)
    every = "every" in heard.cues or ("whole" in heard.cues and mention.organ is not None)
    if every and wide and operation in (*SETS, "lookup", "rate"):
        return True
    if mention.organ is None and mention.named is None:
        return bool({"who", "list", "count"} & heard.cues) or operation in ("average", "count", "list")
    if _SEVERAL.search(mention.text):  # the health commissions of Henan
        return wide
    return wide and operation in ("rank", "count", "list", "average") and bool({"who", "list", "count", "top"} & heard.cues)
