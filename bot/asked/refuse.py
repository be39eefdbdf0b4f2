"""What must not be answered with a figure: topics off the form, opinions, causes, predictions, and other people's business."""

from __future__ import annotations

from dataclasses import replace

from bot.question import Doubt, Heard
from bot.spelling.pattern import Pattern

_ORDER = ("hostile", "out_of_domain", "advice", "prediction", "cause", "opinion", "not_on_form", "in_text", "export", "chart")
_REASON = {
    "hostile": "out_of_domain",
    "out_of_domain": "out_of_domain",
    "advice": "out_of_domain",
    "prediction": "beyond_the_data",
    "cause": "beyond_the_data",
    "opinion": "opinion",
    "soft_opinion": "opinion",
    "not_on_form": "not_on_form",
    "in_text": "not_on_form",
    "export": "out_of_domain",
    "chart": "out_of_domain",
}

_PICTURES = Pattern(
    r"(?:多少|几|\d)\s?[张幅个条份篇]?(?:图|曲线)|图[解文说片册纸书]|一图|(?<![画用成张个])图表?(?:有|共|一共|发布)?(?:多少|几)"
    r"|how many (?:charts|graphs|pictures|diagrams|drawings)|\bpictures?\b[^.?]{0,20}\b(?:published|posted|issued|released)"
)
"""Pictures that an agency published, which no form counts: 发布图解多少条."""


def refusal(heard: Heard, operation: str | None) -> Doubt | None:
    """The doubt for a topic that was named, or None. A definition or a passage of the text may speak of anything."""
    topics = {topic: (word, near) for topic, word, near in reversed(heard.topics)}
    for topic in _ORDER:
        if topic not in topics:
            continue
        if operation in ("definition", "help") and topic != "hostile":
            continue
        if topic == "export" and heard.fields and (heard.mentions or heard.years.said):
            continue
        if topic == "chart" and (heard.fields or heard.choices) and not _PICTURES.search(heard.text):
            continue  # 画一下川汇区的许可: how it is to be shown
        if topic in ("not_on_form", "opinion") and operation in ("passage", "source", "consistency"):
            continue
        word, near = topics[topic]
        key = "not_on_form" if topic == "in_text" else topic
        return Doubt("declined", _REASON[topic], key, {"word": word, "nearest": near})
    grounds = ("denied", "unavailable", "rejected", "other")
    plain = not any(key.startswith(grounds) for key in heard.fields) and operation not in ("passage", "definition")
    if "soft_cause" in topics and plain:
        return Doubt("declined", "beyond_the_data", "cause", {"word": topics["soft_cause"][0], "nearest": ""})
    if "soft_opinion" in topics and not (heard.fields or heard.choices or heard.section or heard.cues - {"followup", "meaning"}):
        word, near = topics["soft_opinion"]
        return (
            Doubt("declined", "opinion", "opinion", {"word": word, "nearest": near})
            if heard.mentions or "who" in heard.cues
            else None
        )
    return None


def in_text(heard: Heard) -> Heard:
    """A message about what no form asks for but the text may tell (培训了几次), as one about words to be looked for."""
    words = tuple(word for topic, word, _ in heard.topics if topic == "in_text")
    named = any(mention.regions or mention.named is not None for mention in heard.mentions)
    figures = heard.fields or heard.choices or heard.columns or heard.bounds
    if not words or not named or figures or len(words) < len(heard.topics):
        return heard
    return replace(heard, topics=(), leftover=(*heard.leftover, *words))


def courtesy(heard: Heard) -> str | None:
    """`greeting` or `thanks` where the message says nothing else."""
    if heard.mentions or heard.fields or heard.choices or heard.columns or heard.years.said or heard.leftover or heard.bounds:
        return None
    if heard.cues - {"followup", "polar"}:
        return None
    said = [topic for topic, _, _ in heard.topics]
    return next((topic for topic in ("greeting", "thanks") if topic in said), None)
