"""What people say around a question changes nothing of its answer; what narrows the question is never taken for such a frame.

`frames/zh.txt` and `frames/en.txt` hold frames with slots: {Q} is a whole question, {N} the same as a noun, {A} {Y} {F}
an agency, a year and a figure. Each is put around a question, by turns of several operations, and must be answered as that is
by itself.
`frames/twins.txt` holds questions that look alike and ask for less, for something else or of another time.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.questions.desk import cards

FOLDER = Path(__file__).with_name("frames")
QUESTIONS = {
    "zh": [
        "川汇区卫健委2023年行政许可多少件",
        "杭州市西湖区政府2024年行政许可、行政处罚各多少件",
        "余杭区市场监管局2024年行政处罚比2023年增加了多少件",
        "川汇区卫健委和扶沟县卫健委2023年行政许可哪个多",
        "扶沟县卫健委近三年行政处罚的趋势",
        "2023年行政许可最多的三家卫健委是哪三家",
        "天河区民政局2024年自然人申请占新收申请的比例是多少",
        "扶沟县公安局2024年行政处罚是12件吗",
        "2023年所有卫健委行政处罚合计多少件",
        "成都市武侯区政府2024年收到自然人的申请多少件",
    ],
    "en": [
        "how many permits did Chuanhui health commission issue in 2023",
        "how many permits and penalties did Xihu district government in Hangzhou report in 2024",
        "by how much did penalties of Yuhang market regulation bureau rise from 2023 to 2024",
        "which had more permits in 2023, Chuanhui health commission or Fugou health commission",
        "what is the trend of penalties of Fugou health commission",
        "which three health commissions issued the most permits in 2023",
        "what share of the requests received by Tianhe civil affairs bureau in 2024 came from individuals",
        "is it true that Fugou public security bureau imposed 12 penalties in 2024",
        "how many penalties did all health commissions impose in total in 2023",
        "how many requests from individuals did Wuhou district government in Chengdu receive in 2024",
    ],
}
NOUNS = {
    "zh": [
        "川汇区卫健委2023年行政许可数量",
        "杭州市西湖区政府2024年行政许可、行政处罚的数量",
        "扶沟县卫健委近三年行政处罚的变化趋势",
        "2023年行政许可最多的三家卫健委",
        "天河区民政局2024年自然人申请占新收申请的比例",
        "成都市武侯区政府2024年收到的自然人申请数量",
    ],
    "en": [
        "the number of permits issued by Chuanhui health commission in 2023",
        "the number of permits and penalties of Xihu district government in Hangzhou in 2024",
        "the increase in penalties of Yuhang market regulation bureau from 2023 to 2024",
        "the three health commissions with the most permits in 2023",
        "the share of requests from individuals at Tianhe civil affairs bureau in 2024",
        "the total number of penalties imposed by all health commissions in 2023",
    ],
}
SLOTS = {
    "zh": [
        ("川汇区卫健委", "2023", "行政许可"),
        ("杭州市西湖区政府", "2024", "行政处罚和行政强制"),
        ("余杭区市监局", "2022", "行政处罚"),
    ],
    "en": [
        ("Chuanhui health commission", "2023", "permits"),
        ("Xihu district government in Hangzhou", "2024", "penalties and compulsory measures"),
        ("Yuhang market regulation bureau", "2022", "penalties"),
    ],
}
PLAIN = {"zh": "{A}{Y}年{F}多少件", "en": "how many {F} did {A} have in {Y}"}


def lines(name: str) -> list[str]:
    return (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()


@cache
def meant(question: str) -> tuple[Any, ...]:
    """What an answer says: its figures, its result and its operation."""
    (card,) = cards([question])
    facts = [(fact["agency_id"], fact["year"], fact["field"], fact["value"]) for fact in card["facts"]]
    return card["status"], card["operation"], facts, card["result"]


def framed(frame: str, language: str) -> list[tuple[str, str]]:
    """A frame around each question that fits into it, beside that question alone."""
    for slot, cores in (("{Q}", QUESTIONS), ("{N}", NOUNS)):
        if slot in frame:
            return [(frame.replace(slot, core), core) for core in cores[language]]
    return [(_filled(frame, *slots), _filled(PLAIN[language], *slots)) for slots in SLOTS[language]]


def _filled(frame: str, agency: str, year: str, figure: str) -> str:
    return frame.replace("{A}", agency).replace("{Y}", year).replace("{F}", figure)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_frame_changes_nothing(language: str) -> None:
    differing = []
    for number, frame in enumerate(lines(language)):
        pairs = framed(frame, language)
        asked, core = pairs[number % len(pairs)]
        differing += [asked] if meant(asked) != meant(core) else []
    assert not differing, "\n".join(differing)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_questions_themselves_are_answered_with_figures(language: str) -> None:
    plain = [core for slot in ("{Q}", "{N}", "{A}") for _, core in framed(slot, language)]
    assert not [core for core in plain if meant(core)[0] != "answered" or not meant(core)[2]]
    assert len({meant(core)[1] for core in plain}) > 6


def test_what_narrows_a_question_is_no_frame() -> None:
    answered = [twin for twin in lines("twins") if meant(twin)[0] == "answered" and meant(twin)[2]]
    assert not answered, "\n".join(answered)


def test_the_frames_are_many() -> None:
    assert len(lines("zh")) >= 150 and len(lines("en")) >= 100 and len(lines("twins")) >= 80
