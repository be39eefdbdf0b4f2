"""A desk over agencies of every sort, each with permits of its own, so that an answer tells whose it is."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from bot.answer import Desk
from bot.facts import Facts
from bot.question import Answer
from bot.talk.conversation import Context
from bot.words import load_words
from ingest.catalogue import catalogue_of
from ingest.intake import Taken, intake_with, take
from ingest.knowledge import load_knowledge
from ingest.store import Store
from tests.bot.desk import ROOT, TODAY

AGENCIES = [
    *(
        "周口市川汇区人民政府",
        "周口市川汇区卫生健康委员会",
        "周口市川汇区市场监督管理局",
        "周口市公安局川汇分局",
        "周口市人民政府",
    ),
    *("周口市卫生健康委员会", "周口市财政局", "周口市人民政府办公室", "扶沟县人民政府", "扶沟县气象局", "扶沟县残疾人联合会"),
    *("周口市淮阳区四通镇人民政府", "周口市淮阳区城关镇人民政府", "扶沟县城关镇人民政府", "周口市川汇区人和街道办事处"),
    *("河南省人民政府", "河南省财政厅", "河南省气象局", "周口海事局", "上海海关", "上海市人民政府办公厅", "上海市人民政府"),
    *("上海市科学技术委员会", "淮安市人民政府", "淮安市淮安区人民政府", "淮安经济技术开发区管理委员会", "苏州工业园区管理委员会"),
    *("河北雄安新区管理委员会", "郑州航空港经济综合实验区管理委员会", "广州市生态环境局天河区分局", "南京市鼓楼区人民政府"),
    *("开封市鼓楼区人民政府", "北京市朝阳区卫生健康委员会", "长春市朝阳区卫生健康局", "浦东新区人民政府", "吉林省人民政府"),
    *("吉林市人民政府", "新疆维吾尔自治区教育厅", "延边朝鲜族自治州人民政府", "上饶市广信区卫生健康委员会", "襄阳市人民政府"),
    *("财政部", "自然资源部", "国家发展和改革委员会", "中国证券监督管理委员会", "杭州市上城区人民政府", "南京市玄武区人民政府"),
    *("周口市发展和改革委员会", "项城市人民政府", "项城市财政局"),
]


@cache
def desk() -> Desk:
    """The desk, made once a test run."""
    folder = Path(mkdtemp(prefix="names-"))
    table = folder / "names.csv"
    with table.open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines)
        rows.writerow(("agency", "year", "field", "value"))
        rows.writerows((name, 2024, "permits.decided", 1000 + place) for place, name in enumerate(AGENCIES))
    knowledge = load_knowledge(ROOT / "data")
    catalogue = catalogue_of(knowledge)
    with Store(folder / "reports.db", catalogue, "2026-11-21T00:00:00Z") as store:
        intake = intake_with(knowledge, catalogue)("names.csv", "0")
        taken = list(take(intake, table, {}, store, "2026-11-21T00:00:00Z"))
    assert len(taken) == len(AGENCIES) and all(isinstance(entry, Taken) for entry in taken)
    return Desk(Facts(folder / "reports.db"), load_words(ROOT / "data" / "words"))


def ask(*messages: str) -> Answer:
    """The answer to the last message of one conversation."""
    context: Context | None = None
    for message in messages:
        answer, context = desk().answer(message, context, TODAY)
    return answer


def whose(answer: Answer) -> list[str]:
    """The ids of the agencies whose figures an answer gives; each figure is the agency's own."""
    permits = {name: 1000 + place for place, name in enumerate(AGENCIES)}
    assert all(fact.value == permits[fact.agency.name] for fact in answer.facts)
    return sorted(fact.agency.id for fact in answer.facts)


def choices(answer: Answer) -> Sequence[str]:
    """The labels of the choices of a question back."""
    return [choice.label for choice in answer.choices]
