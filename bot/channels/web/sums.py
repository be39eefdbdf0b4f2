"""Findings beside the form: which cell bears the mark of a sum that does not hold, and both sides in short."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from bot.channels.web.form import Marked
from bot.fetch.filed import Finding
from bot.fetch.layout import Layouts, Rule, Strip
from bot.say import Say

Phrase = Callable[..., str]
ERROR = "error"
_NAMED = 2
"""Cells of a side that are named one by one; of more, the first and the last."""


def marked(findings: Sequence[Finding], form: str, layouts: Layouts, say: Say, phrase: Phrase) -> tuple[Marked, ...]:
    """The findings that say that cells of the form are wrong, in their order. A note or a warning (a value was corrected, a
    label was not quite the form's) marks none."""
    told = ((one, bearer(one, form, layouts)) for one in findings if one.severity == ERROR)
    return tuple(Marked(one, at, sides(one, form, layouts, say, phrase) or _bare(one, phrase)) for one, at in told if at)


def sides(finding: Finding, form: str, layouts: Layouts, say: Say, phrase: Phrase) -> str:
    """Both sides in short: 一＋二＝12，（七）＋四＝13. Empty for what is no sum of the form."""
    rule = layouts.rule(form, finding.check, finding.fields)
    if rule is None or finding.left is None or finding.right is None:
        return ""
    left, right = _plain(finding.left), _plain(finding.right)
    names = _names(rule, form, layouts, say)
    called = [_side(keys, names, phrase) for keys in (rule.left, rule.right)]
    return phrase("sides", left_name=called[0], left=left, right_name=called[1], right=right)


def _bare(finding: Finding, phrase: Phrase) -> str:
    """The two numbers that should be one: 4 ≠ 0. Empty where there is one at the most."""
    if finding.left is None or finding.right is None:
        return ""
    return phrase("sides_bare", left=_plain(finding.left), right=_plain(finding.right))


def bearer(finding: Finding, form: str, layouts: Layouts) -> str:
    """The last cell that is concerned: a sum's own total stands at its end. Empty where no cell of the form is."""
    on_form = layouts.keys(form)
    return next((key for key in reversed(finding.fields) if key in on_form), "")


def _side(keys: Sequence[str], names: Mapping[str, str], phrase: Phrase) -> str:
    if len(keys) > _NAMED:
        return phrase("sides_range", first=names[keys[0]], last=names[keys[-1]])
    return "＋".join(names[key] for key in keys)


def _names(rule: Rule, form: str, layouts: Layouts, say: Say) -> Mapping[str, str]:
    """What tells the cells of a sum apart: the number of their row, or the name of their column."""
    keys = (*rule.left, *rule.right)
    along_row = len({key.partition(".")[0] for key in keys}) == 1
    strips: dict[str, Strip] = {}
    for sheet in layouts.sheets(form):
        for strip in sheet.columns if along_row else sheet.rows:
            strips.update({key: strip for key in keys if key in sheet.keys and _part(key, along_row) == strip.key})
    return {key: strip.number or _called(key, strip, along_row, say) for key, strip in strips.items()}


def _part(key: str, along_row: bool) -> str:
    row, _, column = key.partition(".")
    return column if along_row else row


def _called(key: str, strip: Strip, along_row: bool, say: Say) -> str:
    if say.language == "zh":
        return strip.heads[-1]
    return say.parts(key)[1 if along_row else 0]


def _plain(value: Decimal) -> str:
    return format(value.normalize() if value == value.to_integral_value() else value, "f")
