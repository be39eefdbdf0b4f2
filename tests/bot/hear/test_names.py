"""Names of agencies, as printed, shortened, former, spoken, in English and in pinyin: each leads to its own agency or to none."""

from __future__ import annotations

import pytest

from bot.naming.bodies import Bodies, BodyNames
from bot.spelling.lexicon import Lexicon
from bot.spelling.slips import Slips
from bot.words import load_words
from tests.bot.desk import ROOT
from tests.bot.hear.naming import ask, desk, whose

CHINESE = [
    ("川汇区原卫计委", "411602/health"),
    ("原川汇区卫计委", "411602/health"),
    ("川汇区卫生行政部门", "411602/health"),
    ("川汇区区卫健委", "411602/health"),
    ("周口市市卫健委", "411600/health"),
    ("川汇区市场监管主管部门", "411602/market_regulation"),
    ("周口市公安局川汇区分局", "411602/public_security"),
    ("广州市生态环境局天河分局", "440106/ecology"),
    ("天河区生态环境局", "440106/ecology"),
    ("四通镇政府", "411603/四通镇人民政府"),
    ("周口市四通镇", "411603/四通镇人民政府"),
    ("淮阳四通鎮政府", "411603/四通镇人民政府"),
    ("扶沟城关镇政府", "411621/城关镇人民政府"),
    ("川汇区人和街道", "411602/人和街道办事处"),
    ("人和街道办", "411602/人和街道办事处"),
    ("苏州工业园区", "320500/工业园区管理委员会"),
    ("苏州市工业园区管委会", "320500/工业园区管理委员会"),
    ("雄安新区", "130000/雄安新区管理委员会"),
    ("淮安经开区管委会", "320800/经济技术开发区管理委员会"),
    ("郑州航空港经济综合实验区", "410100/航空港经济综合实验区管理委员会"),
    ("上海海关", "310000/海关"),
    ("河南气象局", "410000/气象局"),
    ("扶沟残联", "411621/残疾人联合会"),
    ("周口市海事局", "411600/海事局"),
    ("中国证监会", "000000/中国证券监督管理委员会"),
    ("证监会", "000000/中国证券监督管理委员会"),
    ("国家财政部", "000000/finance"),
    ("国土资源部", "000000/natural_resources"),
    ("新疆自治区教育厅", "650000/education"),
    ("延边州政府", "222400/government"),
    ("上海市府办公厅", "310000/government_office"),
    ("上饶县卫健委", "361104/health"),
    ("襄樊市政府", "420600/government"),
]

ENGLISH = [
    ("the Health Commission of Chuanhui District", "411602/health"),
    ("the Chuanhui District Health Commission in Zhoukou", "411602/health"),
    ("Huai'an municipal government", "320800/government"),
    ("Huai'an District government", "320803/government"),
    ("the People's Government of Huai'an City", "320800/government"),
    ("the General Office of the Shanghai Municipal People's Government", "310000/government_office"),
    ("the Shanghai municipal government's general office", "310000/government_office"),
    ("the office of the Zhoukou municipal government", "411600/government_office"),
    ("the Department of Finance of Henan Province", "410000/finance"),
    ("the Science and Technology Commission of Shanghai Municipality", "310000/science"),
    ("the health commission of Chaoyang District in Beijing", "110105/health"),
    ("Gulou District government in Kaifeng", "410204/government"),
    ("the Pudong New Area People's Government", "310115/government"),
    ("Jilin provincial government", "220000/government"),
    ("Jilin municipal government", "220200/government"),
    ("Xinjiang Uygur Autonomous Region Department of Education", "650000/education"),
    ("Yanbian Korean Autonomous Prefecture government", "222400/government"),
    ("the Ministry of Natural Resources", "000000/natural_resources"),
    ("China's National Development and Reform Commission", "000000/development_reform"),
    ("NDRC", "000000/development_reform"),
    ("Shanghai Customs", "310000/海关"),
    ("the Henan Provincial Meteorological Bureau", "410000/气象局"),
    ("Sitong Town", "411603/四通镇人民政府"),
    ("the Sitong Town government", "411603/四通镇人民政府"),
    ("Suzhou Industrial Park", "320500/工业园区管理委员会"),
    ("Xiong'an New Area", "130000/雄安新区管理委员会"),
]

PINYIN = [
    ("chuānhuì qū wèijiànwěi", "411602/health"),
    ("chuan1hui4 qu1 wei4jian4wei3", "411602/health"),
    ("Zhōukǒu shì zhèngfǔ", "411600/government"),
    ("sitongzhen zhengfu", "411603/四通镇人民政府"),
]


@pytest.mark.parametrize(("name", "agency"), CHINESE)
def test_chinese_names(name: str, agency: str) -> None:
    assert whose(ask(f"{name}2024年许可多少")) == [agency]


@pytest.mark.parametrize(("name", "agency"), ENGLISH)
def test_english_names(name: str, agency: str) -> None:
    assert whose(ask(f"How many permits did {name} issue in 2024?")) == [agency]


@pytest.mark.parametrize(("name", "agency"), PINYIN)
def test_pinyin_with_tones(name: str, agency: str) -> None:
    assert whose(ask(f"{name} 2024 xuke duoshao")) == [agency]


@pytest.mark.parametrize(
    "name",
    [
        *("川汇区气象局", "周口市气象局", "周口市残联", "河北省气象局", "广州海关", "扶沟县四通镇", "商水县城关镇政府"),
        *("周口市公安局淮阳分局", "广州市生态环境局越秀分局", "淮安高新区管委会", "郑州市政府", "商水县卫健委", "川汇区审计局"),
        *("洛阳市川汇区政府", "福州市鼓楼区政府"),
        *("扶沟县练寺镇", "扶沟县曹里乡政府", "川汇区七一街道"),
    ],
)
def test_what_is_not_stored_is_never_another(name: str) -> None:
    answer = ask(f"{name}2024年许可多少")
    assert (answer.status, answer.reason, answer.facts) == ("declined", "unknown_agency", ())


@pytest.mark.parametrize(
    "name",
    ["Zhengzhou municipal government", "Chuanhui County government", "Zhoukou District health bureau", "Zhengzhou Customs"],
)
def test_nor_in_english(name: str) -> None:
    answer = ask(f"How many permits did {name} issue in 2024?")
    assert (answer.status, answer.reason, answer.facts) == ("declined", "unknown_agency", ())


@pytest.mark.parametrize("name", ["鼓楼区政府", "朝阳区卫健委", "城关镇政府", "吉林政府", "卫健委", "气象局"])
def test_a_name_of_several_is_asked(name: str) -> None:
    answer = ask(f"{name}2024年许可多少")
    assert (answer.status, answer.reason) == ("clarify", "ambiguous_agency")
    assert len(answer.choices) > 1


def test_every_name_and_word_is_found_where_a_text_begins_with_it() -> None:
    facts, words = desk().filling.facts, load_words(ROOT / "data" / "words")
    lexicon = Lexicon(facts, words, Bodies(facts, words, Slips(facts, words)))
    found_at, kinds = lexicon.pieces(), [name for name in facts.organ_names if not name.isascii()]
    short = [name for name in kinds if len(name) < 11]
    made = [f"{name}{behind}" for name in short for behind in ("系统", "条线上的", "口", "主管部门")]
    made += [f"{before}{name}" for name in short for before in ("原", "国家")]
    known = (*words.meanings, *facts.region_names, *BodyNames(facts, words.shorter).every(), *kinds, *made)
    names = [name for name in known if not name.isascii()][::2]
    lost = [name for name in names if (found := lexicon.meanings(name)) and (len(name), found) not in found_at(name, 0, 99)]
    assert len(names) > 10_000 and not lost, lost[:9]
