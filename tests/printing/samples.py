"""Writes data/reports/: the published figures of five agencies, in documents whose words are ours.

python -m tests.printing.samples        the same bytes every time
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random

from tests.printing.layouts import lines, page, pdf, text
from tests.printing.paper import keys_of
from tests.printing.sheet import Sheet

FOLDER = Path(__file__).parents[2] / "data" / "reports"
SEED = 1
"""Two layouts toss a coin for where a page ends or a value wraps; this fixes the toss."""


def _sheet(agency: str, year: int, figures: Mapping[str, int], prose: Mapping[int, str], preface: str = "") -> Sheet:
    """A report on the form of 2021 in which every cell that is not named is 0."""
    cells = {key: str(figures.get(key, 0)) for key in keys_of("2021", "three")}
    one, two, three, four, five, six = (prose.get(number, "") for number in range(1, 7))
    return Sheet(agency, year, "2021", cells, (one, two, three, four, five, six), preface)


CHUANHUI = _sheet(
    "川汇区卫生健康委",
    2024,
    {"permits.decided": 2906, "penalties.decided": 51},
    {
        1: "2024年，我委把政务公开放进月度例会，定目录、定科室、定时限，群众想查的材料做到找得到、看得懂。\n"
        "（一）主动公开。全年办结行政许可2906件、行政处罚51件，结果按周录入区政府网站的部门栏目。\n"
        "（二）依申请公开。窗口、信箱和网上渠道均有人值守，全年没有人提出申请。\n"
        "（三）信息管理。每份材料上网前由股室初核、办公室复核，留存审查单。\n"
        "（四）平台建设。区政府网站是第一发布处，栏目按办事、监督、服务三类重新排列。\n"
        "（五）监督保障。每季度抽看一次栏目，抽查结果在全委通报。",
        2: "下表为2024年1月1日至12月31日的数字。",
        5: "对照年初计划，尚有三处短板：栏目更新快慢不一；通俗的解读材料偏少；个别股室等人催才报送。\n"
        "2025年打算这样改：把报送时限写进股室分工表；每季度至少做两份图解；请办事群众当栏目体验员，意见当月回复。",
        6: "2024年没有向任何人收取信息处理费。",
    },
    "本报告由川汇区卫生健康委编写，统计期限为2024年1月1日至2024年12月31日。",
)

HONGSIBU = _sheet(
    "红寺堡区卫生健康局",
    2021,
    {"permits.decided": 459, "penalties.decided": 28, "compulsory_measures.decided": 1},
    {
        1: "（一）主动公开。2021年登载各类信息213条，其中区政府网站141条，微信公众号72条。\n"
        "内容以办事指南、执法结果、健康常识为主，疫苗接种点的变动当天更新。\n"
        "（二）依申请公开。接收渠道有现场、信函、网络和传真四种，全年收到申请0件。\n"
        "（三）信息管理。拟稿人自查、科室负责人核对、分管领导签发，三道手续缺一不发。\n"
        "（四）平台建设。线下在各医院和卫生院设公示栏，线上以网站为主、公众号为辅。\n"
        "（五）监督保障。公开工作计入科室年度评分，年中抽查一次，年末考评一次。",
        5: "主要问题有三：登载数量偏少，一些工作做了没有说；内容停留在动态消息，群众用得上的不多；形式单调，图表和视频很少。\n"
        "改进办法：列出必须公开的清单，逐月对账；给联络员办两期写作培训；选十个常见问题做成短片，在候诊区播放。",
        6: "除上述情况外，没有需要另行说明的事项，也没有发生收费。",
    },
    "以下是红寺堡区卫生健康局2021年度的公开情况，所列数据的统计期限为2021年1月1日至2021年12月31日。",
)

HONGQI = _sheet(
    "红旗区卫生健康委员会",
    2022,
    {"permits.decided": 1344, "penalties.decided": 5},
    {
        1: "（一）主动公开。全年作出行政许可1344件、行政处罚5件，均在作出决定后七个工作日内公示。\n"
        "防疫政策有变化时，用公众号图文说明变在哪里、怎样办理。\n"
        "（二）依申请公开。这一年没有人向我委提出申请。\n"
        "（三）信息管理。修订了公开目录，过期文件标注失效日期，不再混放。\n"
        "（四）平台建设。网站与公众号同步发布，公众号菜单增设“查结果”入口。\n"
        "（五）监督保障。请两位退休职工担任监督员，每月试用一次栏目并写出意见。",
        5: "还有三点不足：发布有时比办理晚几天；留言的答复口气生硬；宣传办法多年未变。\n"
        "2023年的安排：许可结果当天录入；答复前先请同事通读；每季度到社区讲一次怎样查政府信息。",
        6: "2022年未因提供政府信息收费。",
    },
    "统计期限：2022年1月1日至2022年12月31日。",
)

WEIDONG = _sheet(
    "卫东区卫生健康委员会",
    2023,
    {},
    {
        1: "（一）主动公开。2023年政府网站登载信息31条，按栏目分：工作动态和业务管理各10条，"
        "提案答复5条，部门领导3条，经费2条，机构职能1条；"
        "通过微信公众号发布信息140条。\n"
        "（二）依申请公开。受理台账逐日登记，全年没有收到申请。\n"
        "（三）信息管理。全年印发文件95件，印发时一并确定是否公开。\n"
        "（四）平台建设。网站栏目按目录补齐空白项，公众号开设健康问答。\n"
        "（五）监督保障。办公室每两个月检查一次时效和错字，查出的问题限期改正。",
        5: "上一年提出的问题已经逐项处理。目前的不足是：公开的面还不够宽，解读材料写得不够贴近群众。\n"
        "下一年先把群众常问的二十个问题写成问答，再请社区工作者提修改意见。",
        6: "2023年没有收取信息处理费。",
    },
    "卫东区卫生健康委员会2023年的公开工作情况如下，数据统计期限为2023年1月1日至2023年12月31日。",
)

HEGANG = _sheet(
    "鹤岗市卫健委",
    2021,
    {
        "normative_documents.made": 1,
        "normative_documents.in_force": 1,
        "permits.decided": 240,
        "penalties.decided": 6,
    },
    {
        1: "（一）主动公开。2021年围绕疫情通报和疫苗接种，在《鹤岗日报》刊发信息22篇，在《黑龙江卫生健康》杂志刊发信息4篇，"
        "微信公众号发布信息1100条。\n"
        "（二）依申请公开。全年收到申请0件，也没有由此引起的复议和诉讼。\n"
        "（三）信息管理。各科室报送、办公室汇总登记，分管负责人签字后发布。\n"
        "（四）平台建设。公众号设疫情、惠民、健康三个栏目，每个工作日更新。\n"
        "（五）监督保障。主要负责人每半年听取一次汇报，相关科室参加条例学习。",
        5: "问题一：有的科室公开意识不强。办法：把公开列为办文的最后一道手续。\n"
        "问题二：渠道偏窄，主要靠公众号。办法：与报社、电台约定固定版面和时段。\n"
        "问题三：内容和群众所盼有距离。办法：每月统计来电来访，问得多的先公开。",
        6: "2021年没有其他需要报告的事项。",
    },
    "这是鹤岗市卫健委关于2021年公开情况的报告，统计期限自2021年1月1日起，至2021年12月31日止。",
)


def samples() -> dict[str, bytes]:
    """Every sample by the name of its file."""
    return {
        "chuanhui_health_2024.pdf": pdf.build(CHUANHUI, {}, rules=True),
        "hongsibu_health_2021.pdf": pdf.build(HONGSIBU, {3: 17}, rules=True),
        "hongqi_health_2022.html": page.site(HONGQI, Random(SEED)),
        "weidong_health_2023.txt": text.tabbed(WEIDONG, Random(SEED)),
        "hegang_health_2021.txt": lines.wrapped(HEGANG, Random(SEED)),
    }


def main() -> None:
    for name, document in samples().items():
        (FOLDER / name).write_bytes(document)
        print(f"data/reports/{name}: {len(document):,} bytes")


if __name__ == "__main__":
    main()
