"""Neutral words for the six sections of a random report, with numbers in them that are no figures of the form."""

from __future__ import annotations

from random import Random

FIRST = (
    "这一年，本机关照章编排公开目录，按月检查栏目。\n（一）主动公开。全年在网站登载各类消息{n}条。",
    "本机关把公开当作日常事务来做，{year}年共召开碰头会{n}次，逐项核对应当登载的内容。",
    "{year}年，工作人员轮流值守栏目，编写问答{n}篇，并在窗口摆放纸质材料。",
)
FIFTH = (
    "不足之处：材料登载有时偏晚，图解偏少。来年打算排出月历，到期提醒。",
    "一是人手紧，更新慢；二是文字生硬，不便阅读。{after}年将指定两名专人，并请读者试读。",
    "去年提出的{n}个问题已逐条处理，尚余检索不便一项，计划换用新的目录。",
)
SIXTH = (
    "没有别的事项需要说明。",
    "本机关{year}年没有因提供材料收钱。",
    "",
)


def sections(chance: Random, year: int) -> tuple[str, str, str, str, str, str]:
    """The texts of sections one to six; two to four hold nothing but their tables."""

    def pick(choices: tuple[str, ...]) -> str:
        return chance.choice(choices).format(year=year, after=year + 1, n=chance.randrange(2, 400))

    return pick(FIRST), "", "", "", pick(FIFTH), pick(SIXTH)
