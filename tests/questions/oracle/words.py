"""What the oracle calls agencies, sets, fields and years: words of its own, learnt from no file of the bot's."""

from __future__ import annotations

from tests.questions.oracle.asked import Group

REGIONS = {
    "周口市": "Zhoukou",
    "川汇区": "Chuanhui District",
    "淮阳区": "Huaiyang District",
    "扶沟县": "Fugou County",
    "西华县": "Xihua County",
    "商水县": "Shangshui County",
    "沈丘县": "Shenqiu County",
    "太康县": "Taikang County",
    "项城市": "Xiangcheng City",
    "河南省": "Henan Province",
    "红旗区": "Hongqi District",
    "红桥区": "Hongqiao District",
    "卫东区": "Weidong District",
    "余杭区": "Yuhang District",
    "萧山区": "Xiaoshan District",
    "历下区": "Lixia District",
    "福田区": "Futian District",
    "天河区": "Tianhe District",
    "越秀区": "Yuexiu District",
    "锦江区": "Jinjiang District",
    "青羊区": "Qingyang District",
    "武侯区": "Wuhou District",
    "成都市": "Chengdu",
    "四川省": "Sichuan Province",
}
"""Regions whose name alone names them; of the others (鼓楼区, 新华区, 西湖区, 南山区, 城东区) the printed name is used."""

KINDS: dict[str, tuple[tuple[str, ...], str]] = {
    "health": (("卫健委", "卫生健康委员会", "卫健局"), "health commission"),
    "education": (("教育局",), "education bureau"),
    "market_regulation": (("市场监管局", "市场监督管理局"), "market regulation bureau"),
    "public_security": (("公安局",), "public security bureau"),
    "government": (("政府", "人民政府"), "government"),
    "audit": (("审计局",), "audit bureau"),
    "justice": (("司法局",), "justice bureau"),
    "civil_affairs": (("民政局",), "civil affairs bureau"),
    "transport": (("交通运输局", "交通局"), "transport bureau"),
    "ecology": (("生态环境厅",), "department of ecology and environment"),
}
MINISTRIES = {
    "000000/health": (("国家卫健委", "国家卫生健康委员会"), "the National Health Commission"),
    "000000/finance": (("财政部",), "the Ministry of Finance"),
}

FIELDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "permits.decided": (("行政许可", "许可", "行政许可决定"), ("permits", "administrative permits")),
    "penalties.decided": (("行政处罚", "处罚"), ("penalties", "administrative penalties")),
    "compulsory_measures.decided": (("行政强制", "行政强制措施"), ("compulsory measures",)),
    "received.total": (("新收申请", "新收政府信息公开申请"), ("requests received", "new requests received")),
    "carried_in.total": (("上年结转的申请",), ("requests carried over from the previous year",)),
    "carried_out.total": (("结转下年度继续办理的申请",), ("requests carried over to the next year",)),
    "granted.total": (("予以公开",), ("requests fully granted",)),
    "partly_granted.total": (("部分公开",), ("requests partly granted",)),
    "concluded.total": (("办理结果总计", "办结的申请"), ("requests concluded",)),
    "denied.total": (("不予公开",), ("requests denied",)),
    "denied_third_party.total": (("因保护第三方合法权益不予公开",), ()),
    "denied_state_secret.total": (("属于国家秘密不予公开",), ()),
    "unavailable.total": (("无法提供",), ()),
    "unavailable_not_held.total": (("本机关不掌握相关政府信息",), ()),
    "rejected.total": (("不予处理",), ()),
    "rejected_petition.total": (("信访举报投诉类申请",), ()),
    "received.person": (("自然人新收申请", "新收的自然人申请"), ("requests received from individuals",)),
    "received.business": (("商业企业新收申请",), ("requests received from businesses",)),
    "granted.person": (("自然人予以公开",), ()),
    "reconsideration.total": (("行政复议", "行政复议总计"), ("reconsideration cases",)),
    "reconsideration.upheld": (("行政复议结果维持",), ("reconsideration cases upheld",)),
    "reconsideration.corrected": (("行政复议结果纠正",), ("reconsideration cases corrected",)),
    "litigation.total": (("行政诉讼", "行政诉讼合计"), ("litigation cases",)),
    "litigation_direct.total": (("未经复议直接起诉",), ()),
    "normative_documents.made": (("行政规范性文件本年制发", "规范性文件制发"), ("normative documents issued",)),
    "normative_documents.repealed": (("规范性文件废止",), ("normative documents repealed",)),
    "normative_documents.in_force": (("现行有效的规范性文件",), ("normative documents in force",)),
    "rules.in_force": (("规章现行有效",), ("rules in force",)),
    "fees.amount": (("行政事业性收费", "行政事业性收费金额"), ()),
    "procurement.amount": (("政府集中采购总金额",), ()),
    "permits.items_last_year": (("行政许可上一年项目数量",), ()),
    "penalties.items_change": (("行政处罚项目本年增减",), ()),
}
MAIN = ("permits.decided", "penalties.decided", "compulsory_measures.decided", "received.total")
RATES: dict[str, tuple[tuple[str, ...], str]] = {
    "denial_rate": (("不予公开率",), "denial rate"),
    "disclosure_rate": (("公开率",), "disclosure rate"),
    "correction_rate": (("行政复议纠错率", "复议纠错率"), "reconsideration correction rate"),
}
MONEY = ("fees.amount", "procurement.amount")
SIGNED = ("penalties.items_change",)

GROUPS = (
    Group(
        "education", "", ("教育局", "各教育局", "所有教育局"), ("education bureaus", "all education bureaus"), "education bureau"
    ),
    Group(
        *("market_regulation", "", ("市场监管局", "各市场监管局", "所有市场监督管理局"), ("market regulation bureaus",)),
        "market regulation bureau",
    ),
    Group("health", "4116", ("周口市各县区卫健委", "周口市下辖各县市区卫健委", "周口各县市区卫健委")),
    Group("government", "4116", ("周口市各县区政府", "周口各县市区政府")),
    Group("education", "4116", ("周口市各县区教育局",)),
    Group("health", "5101", ("成都市各区卫健局", "成都各区卫健委")),
    Group("health", "6301", ("西宁市各区卫健局",)),
    Group("health", "3701", ("济南市各区卫健局", "济南各区卫健委")),
    Group("government", "3301", ("杭州市各区政府",)),
    Group("health", "4104", ("平顶山市各区卫健委",)),
    Group("health", "41", ("河南省各县区卫健委", "河南各县市区卫健委")),
)
STRANGERS = (
    *("鹿邑县卫健委", "郸城县政府", "中牟县卫健委", "北京市卫健委", "洛阳市川汇区卫健委", "川汇区审计局", "西华县教育局"),
    *("开封市鼓楼区政府", "淮阴区卫健委", "太和县卫健委", "项城市公安局", "杭州市卫健委", "教育部", "河北省政府"),
)
STRANGERS_EN = (
    "Luyi County health commission",
    "Beijing health commission",
    "Xihua County education bureau",
    "Kaifeng government",
)
NOT_ON_FORM = ("罚款金额", "工作人员人数", "财政预算", "平均办理天数", "网站点击量", "信息公开满意度")
NOT_ON_FORM_EN = ("employees", "website visits", "hospital beds")
