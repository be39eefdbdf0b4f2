"""An agency that the members of a set are set against: 许可比川汇区多的有几家, more permits than 川汇区."""

from __future__ import annotations

from bot.question import Heard, Mention
from bot.spelling.pattern import Pattern
from bot.text import before

_BEFORE = Pattern(
    r"(?P<over>超过|高于|多于|大于|超出|高过|多过|\b(?:exceed(?:s|ed|ing)?|surpass(?:ed|ing)?) (?:those of |that of )?)$"
    r"|(?P<under>低于|少于|小于|不及|不如|不到|低过|少过)$|(?P<than>比)$"
    r"|\b(?P<more>more|higher|greater|larger|bigger)\b[^,;.?]{0,40} than (?:the |that of |those of )?$"
    r"|\b(?P<fewer>fewer|less|lower|smaller)\b[^,;.?]{0,40} than (?:the |that of |those of )?$"
)
_AFTER = Pattern(r"[^,，。;；?？]{0,20}?(?P<way>[多高大少低小])(?=的|$|[?？])")
_MORE = "多高大"


def set_against(heard: Heard) -> tuple[Mention, str] | None:
    """The agency and the relation in which the members stand to it, where members are asked for; None for two agencies."""
    placed = [mention for mention in heard.mentions if (mention.regions or mention.named is not None) and not mention.negated]
    for mention in placed:
        match = before(_BEFORE, heard.text, mention.start) if _members_asked(heard, mention) else None
        if match is None:
            continue
        after = _AFTER.match(heard.text, mention.end) if match.group("than") else None
        if match.group("than") and after is None:
            continue
        more = match.group("over") or match.group("more") or (after is not None and after.group("way") in _MORE)
        return mention, ">" if more else "<"
    return None


def _members_asked(heard: Heard, base: Mention) -> bool:
    """Whether the rest of the message asks for members of a set, and names no other agency to be set beside this one."""
    others = [one for one in heard.mentions if one is not base and not one.negated and (one.regions or one.named is not None)]
    if others and not {"counties", "prefectures", "every"} & heard.cues:
        return False
    asked = {"list", "count"} & heard.cues or heard.text.rstrip("?？。").endswith(("的", "单位", "机关", "部门"))
    return bool(asked) or (heard.language == "en" and "who" in heard.cues)
