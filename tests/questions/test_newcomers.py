"""Questions as newcomers put them, who had seen the README and the list of stored reports and nothing else.

Each set of `newcomers/` was written before the bot was asked, with what would be right worked out from the exported figures.
Here stand those that it has learnt to answer, to ask back or to decline as they wished.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.answer import Desk
from bot.card import card_of
from bot.marking import fault_of, mark
from bot.talk.conversation import Context
from tests.questions.desk import TODAY, desk

SETS = sorted(Path(__file__).with_name("newcomers").glob("*.jsonl"))
LEAST = 1000


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def marks_of(path: Path, of: Desk) -> list[tuple[str, dict[str, Any], str]]:
    """Each question with its mark and the text of its answer; lines of one `chat` are one conversation."""
    contexts: dict[str, Context] = {}
    marked = []
    for line in lines_of(path):
        chat = line.get("chat")
        answer, context = of.answer(line["question"], contexts.get(chat) if chat else None, TODAY)
        if chat:
            contexts[chat] = context
        marked.append((mark(line["expect"], card_of(answer)), line, answer.text))
    return marked


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_what_newcomers_asked_is_answered_as_they_wished(path: Path) -> None:
    missed = [f"{kind} {line['question']!r}: {text[:120]!r}" for kind, line, text in marks_of(path, desk()) if kind != "right"]
    assert not missed, "\n".join(missed)


def test_every_expectation_can_be_marked_and_they_are_many() -> None:
    held = [line for path in SETS for line in lines_of(path)]
    assert len(held) >= LEAST and len({line["id"] for line in held}) == len(held)
    assert not [line["id"] for line in held if fault_of(line["expect"])]
