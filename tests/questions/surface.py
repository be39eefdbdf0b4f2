"""One meaning in ten surface forms and more: traditional, English, pinyin, full width, numerals, noise, slips of the pen."""

from __future__ import annotations

from tests.questions.oracle.words import REGIONS

TRADITIONAL = str.maketrans(
    "区县卫会员处罚许强请办乡门产场监督管规费农业经济务单与员几个数华丰阳顺历锦",
    "區縣衛會員處罰許強請辦鄉門產場監督管規費農業經濟務單與員幾個數華豐陽順歷錦",
)
SUFFIXES = {"区": "qu", "县": "xian", "市": "shi", "省": "sheng"}
KINDS = {
    "health": ("卫健委", "weijianwei", "health commission", "卫建委"),
    "education": ("教育局", "jiaoyuju", "education bureau", "教育局"),
    "market_regulation": ("市场监管局", "shichang jianguanju", "market regulation bureau", "市场监管局"),
    "public_security": ("公安局", "gonganju", "public security bureau", "公安局"),
    "government": ("政府", "zhengfu", "government", "政府"),
}
FIELDS = {
    "permits.decided": ("行政许可", "xingzheng xuke", "permits", "行政许克"),
    "penalties.decided": ("行政处罚", "xingzheng chufa", "penalties", "行政处法"),
    "compulsory_measures.decided": ("行政强制", "xingzheng qiangzhi", "compulsory measures", "行政强治"),
    "received.total": ("新收申请", "xinshou shenqing", "requests received", "新收申清"),
}
SHARED_SOUNDS = ("历城区", "城东区", "城北区")
"""Regions whose name in Latin letters is also another's."""
DIGITS = "〇一二三四五六七八九"


def can_be_said(region: str, organ: str) -> bool:
    """Whether there are words for the agency in every form."""
    return region in REGIONS and region not in SHARED_SOUNDS and organ in KINDS


def forms(region: str, organ: str, year: int, field: str) -> dict[str, str]:
    """The question in each form, by the name of the form."""
    kind, kind_pinyin, kind_en, kind_slip = KINDS[organ]
    what, what_pinyin, what_en, what_slip = FIELDS[field]
    english = REGIONS[region]
    pinyin = english.split()[0].lower() + SUFFIXES[region[-1]]
    plain = f"{region}{kind}{year}年{what}多少件"
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in str(year))
    return {
        "simplified": plain,
        "order": f"{year}年度{what}，{region}{kind}是几件",
        "traditional": f"{region}{kind}{year}年{what}多少件".translate(TRADITIONAL),
        "English": f"How many {what_en} did the {english} {kind_en} report in {year}?",
        "pinyin": f"{pinyin} {kind_pinyin} {year} {what_pinyin} duoshao",
        "mixed": f"{region}{kind}{year} {what_en} 多少",
        "full width": f"{region}{kind}{wide}年{what}多少件？",
        "numerals": f"{region}{kind}{''.join(DIGITS[int(digit)] for digit in str(year))}年{what}有多少",
        "noise": f"@bot 你好，麻烦问一下\n{region}{kind}，{year}年，{what}，是多少呀？？谢谢🙏",
        "slip of the field": f"{region}{kind}{year}年{what_slip}多少件",
        "slip of the kind": f"{region}{kind_slip}{year}年{what}多少件",
    }
