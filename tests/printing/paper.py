"""The two forms as their notices draw them, written down by hand so that data/forms/ is held against a second source.

Sources: 国办公开办函〔2021〕30号 (form "2021") and 国办公开办函〔2019〕60号 (form "2019").
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.printing.sheet import Sheet, Slot, Table

HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
APPLICANTS = {
    "person": "自然人",
    "business": "商业企业",
    "research": "科研机构",
    "public_interest": "社会公益组织",
    "legal_service": "法律服务机构",
    "other_organisation": "其他",
    "total": "总计",
}
OUTCOMES = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "other": "其他结果",
    "pending": "尚未审结",
    "total": "总计",
}
CASES = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
BALANCE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULT = "三、本年度办理结果"


@dataclass(frozen=True, slots=True)
class Block:
    """One article of section two: its number in 第二十条, its column headers, and the keys of each row."""

    article: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def _made(documents: str, columns: tuple[str, ...], header: tuple[str, ...]) -> Block:
    def keys(row: str) -> tuple[str, ...]:
        return tuple(f"{row}.{column}" for column in columns)

    return Block("一", header, (("规章", keys("rules")), (documents, keys("normative_documents"))))


_DECIDED = ("本年处理决定数量",)
_CHANGE = ("上一年项目数量", "本年增/减", "处理决定数量")


def _items(row: str) -> tuple[str, ...]:
    return f"{row}.items_last_year", f"{row}.items_change", f"{row}.decided"


SECTION_TWO: dict[str, tuple[Block, ...]] = {
    "2021": (
        _made("行政规范性文件", ("made", "repealed", "in_force"), ("本年制发件数", "本年废止件数", "现行有效件数")),
        Block("五", _DECIDED, (("行政许可", ("permits.decided",)),)),
        Block("六", _DECIDED, (("行政处罚", ("penalties.decided",)), ("行政强制", ("compulsory_measures.decided",)))),
        Block("八", ("本年收费金额（单位：万元）",), (("行政事业性收费", ("fees.amount",)),)),
    ),
    "2019": (
        _made(
            "规范性文件",
            ("made", "newly_published", "published_total"),
            ("本年新制作数量", "本年新公开数量", "对外公开总数量"),
        ),
        Block("五", _CHANGE, (("行政许可", _items("permits")), ("其他对外管理服务事项", _items("other_services")))),
        Block("六", _CHANGE, (("行政处罚", _items("penalties")), ("行政强制", _items("compulsory_measures")))),
        Block("八", _CHANGE[:2], (("行政事业性收费", ("fees.items_last_year", "fees.items_change")),)),
        Block("九", ("采购项目数量", "采购总金额"), (("政府集中采购", ("procurement.items", "procurement.amount")),)),
    ),
}

DENIED = "（三）不予公开"
UNAVAILABLE = "（四）无法提供"
REJECTED = "（五）不予处理"
OTHER = "（六）其他处理"

_ROWS_ALWAYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("received", ("一、本年新收政府信息公开申请数量",)),
    ("carried_in", ("二、上年结转政府信息公开申请数量",)),
    ("granted", (RESULT, "（一）予以公开")),
    ("partly_granted", (RESULT, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）")),
    ("denied_state_secret", (RESULT, DENIED, "1.属于国家秘密")),
    ("denied_prohibited_by_law", (RESULT, DENIED, "2.其他法律行政法规禁止公开")),
    ("denied_security_and_stability", (RESULT, DENIED, "3.危及“三安全一稳定”")),
    ("denied_third_party", (RESULT, DENIED, "4.保护第三方合法权益")),
    ("denied_internal_affairs", (RESULT, DENIED, "5.属于三类内部事务信息")),
    ("denied_process_information", (RESULT, DENIED, "6.属于四类过程性信息")),
    ("denied_enforcement_files", (RESULT, DENIED, "7.属于行政执法案卷")),
    ("denied_administrative_query", (RESULT, DENIED, "8.属于行政查询事项")),
    ("unavailable_not_held", (RESULT, UNAVAILABLE, "1.本机关不掌握相关政府信息")),
    ("unavailable_needs_creation", (RESULT, UNAVAILABLE, "2.没有现成信息需要另行制作")),
    ("unavailable_unclear", (RESULT, UNAVAILABLE, "3.补正后申请内容仍不明确")),
    ("rejected_petition", (RESULT, REJECTED, "1.信访举报投诉类申请")),
    ("rejected_repeated", (RESULT, REJECTED, "2.重复申请")),
    ("rejected_publication", (RESULT, REJECTED, "3.要求提供公开出版物")),
    ("rejected_excessive", (RESULT, REJECTED, "4.无正当理由大量反复申请")),
    ("rejected_reconfirmation", (RESULT, REJECTED, "5.要求行政机关确认或重新出具已获取信息")),
)
_OTHER_ONE = (("other", (RESULT, OTHER)),)
_OTHER_THREE = (
    ("other_not_corrected", (RESULT, OTHER, "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请")),
    (
        "other_fee_unpaid",
        (RESULT, OTHER, "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    ),
    ("other_other", (RESULT, OTHER, "3.其他")),
)
_ROWS_LAST = (("concluded", (RESULT, "（七）总计")), ("carried_out", ("四、结转下年度继续办理",)))


def rows_three(rows: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Section three from top to bottom: the row's key and its labels, outermost first."""
    return _ROWS_ALWAYS + (_OTHER_ONE if rows == "one" else _OTHER_THREE) + _ROWS_LAST


def keys_of(form: str, rows: str) -> tuple[str, ...]:
    """Every key that a report on this form prints, in reading order."""
    two = [key for block in SECTION_TWO[form] for _, keys in block.rows for key in keys]
    three = [f"{row}.{column}" for row, _ in rows_three(rows) for column in APPLICANTS]
    four = [f"{case}.{outcome}" for case in CASES for outcome in OUTCOMES]
    return (*two, *three, *four)


def _figure(sheet: Sheet, key: str, columns: int = 1) -> Slot:
    return Slot(sheet.cells[key], columns=columns, key=key)


def _widths(count: int) -> tuple[int, ...]:
    """How many of the three columns beside the label each of `count` figures covers."""
    return {1: (3,), 2: (1, 2), 3: (1, 1, 1)}[count]


def section_two(sheet: Sheet) -> Table:
    """Four columns; every article has a title row and a header row of its own."""
    rows: list[tuple[Slot, ...]] = []
    for block in SECTION_TWO[sheet.form]:
        widths = _widths(len(block.header))
        rows.append((Slot(f"第二十条第（{block.article}）项", columns=4),))
        heads = (Slot(text, columns=n) for text, n in zip(block.header, widths, strict=True))
        rows.append((Slot("信息内容"), *heads))
        for label, keys in block.rows:
            rows.append((Slot(label), *(_figure(sheet, key, n) for key, n in zip(keys, widths, strict=True))))
    return tuple(rows)


def section_three(sheet: Sheet) -> Table:
    """Three label columns, merged down and across, and seven columns of figures under a header of three rows."""
    names = list(APPLICANTS.values())
    table = [
        (Slot(BALANCE, 3, 3), Slot("申请人情况", columns=7)),
        (Slot(names[0], 2), Slot("法人或其他组织", columns=5), Slot(names[6], 2)),
        tuple(Slot(name) for name in names[1:6]),
    ]
    listed = rows_three(sheet.rows)
    seen: set[tuple[str, ...]] = set()
    for row, labels in listed:
        slots = []
        for depth, label in enumerate(labels):
            path = labels[: depth + 1]
            if path not in seen:
                seen.add(path)
                covered = sum(1 for _, other in listed if other[: depth + 1] == path)
                slots.append(Slot(label, covered, 3 - depth if depth == len(labels) - 1 else 1))
        table.append((*slots, *(_figure(sheet, f"{row}.{column}") for column in APPLICANTS)))
    return tuple(table)


def section_four(sheet: Sheet) -> Table:
    """One row of fifteen figures under a header of three rows."""
    names = tuple(OUTCOMES.values())
    return (
        (Slot("行政复议", columns=5), Slot("行政诉讼", columns=10)),
        (*(Slot(name, 2) for name in names), Slot("未经复议直接起诉", columns=5), Slot("复议后起诉", columns=5)),
        tuple(Slot(name) for name in names * 2),
        tuple(_figure(sheet, f"{case}.{outcome}") for case in CASES for outcome in OUTCOMES),
    )


def tables(sheet: Sheet) -> dict[int, Table]:
    """The table of each section that has one."""
    return {2: section_two(sheet), 3: section_three(sheet), 4: section_four(sheet)}
