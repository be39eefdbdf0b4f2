"""What is said around a question changes nothing; what is said of its figure is never taken for such an aside."""

import pytest

from tests.bot.desk import ask

SAID_AROUND = [
    "川汇区卫健委2024年一共搞了多少件许可，领导等着要",
    "编辑催稿呢，川汇区卫健委2024年到底办下来多少件许可啊",
    "麻烦小助手帮我查一查，川汇区卫健委2024年的许可事儿，拢共几件来着",
    "我记不清了，川汇区卫健委2024年许可是多少来着，急着用",
    "川汇区卫健委2024年年报里头写的许可数有多大",
    "for an article I'm writing: how many permits did the Chuanhui health commission hand out in 2024?",
    "我代理的案子要用：川汇区卫健委2024年许可多少件",
    "川汇区卫健委2024年许可多少件，写年报要对一下",
    "川汇区卫健委2024年许可多少件，我在做毕业论文",
    "客户急着要，川汇区卫健委2024年许可多少件",
    "as a taxpayer, how many permits did Chuanhui health commission issue in 2024?",
    "I'm a law student, how many permits did Chuanhui health commission issue in 2024?",
    "sorry to bother you, any idea how many permits Chuanhui health commission gave out in 2024? thanks in advance",
]

OF_THE_FIGURE = [
    "川汇区卫健委2024年许可种类有几种",
    "川汇区卫健委2024年当场处罚多少件",
    "川汇区卫健委2024年一般行政许可多少件",
    "川汇区卫健委2024年基本许可多少件",
    "川汇区卫健委2024年按次收费多少",
    "川汇区卫健委2024年撤回许可多少",
    "川汇区卫健委2024年没办成的许可多少",
    "川汇区卫健委2024年大额处罚多少件",
    "川汇区卫健委2024年处罚办完多少",
    "川汇区卫健委2024年民营企业申请多少",
    "川汇区卫健委2024年查出多少起",
    "川汇区卫健委2024年开展了多少次活动",
    "川汇区卫健委2024年底许可多少件",
    "截至2024年川汇区卫健委许可多少件",
    "只要网上办的，川汇区卫健委2024年许可多少件",
    "川汇区卫健委2024年许可多少件，仅限食品类",
    "川汇区卫健委2024年许可多少件，领导要看大案的",
    "川汇区卫健委2024年许可多少件，客户是餐饮店的",
    "我代理的案子，川汇区卫健委2024年许可多少件",
    "简易程序案子要用，川汇区卫健委2024年许可多少件",
    "作为律师，川汇区卫健委2024年申请多少件",
    "我们餐饮行业，川汇区卫健委2024年许可多少件",
    "川汇区卫健委2024年申请多少件，老师提的",
    "川汇区卫健委2024年申请多少件，记者的",
    "川汇区卫健委2024年我们公司申请多少件",
    "川汇区卫健委2024年领导批的许可多少件",
    "川汇区卫健委2024年处罚老师多少件",
    "how many requests did Chuanhui health commission receive in 2024, by journalists",
    "by the end of 2024 how many permits had Chuanhui health commission issued",
    "how many permits did Chuanhui health commission withdraw in 2024",
    "how many permits were applied for at Chuanhui health commission in 2024",
    "how many penalties were asked for at Chuanhui health commission in 2024",
    "川汇区卫健委2024年许可还剩几件",
    "川汇区卫健委2024年申请人有多少",
    "how many requests were withdrawn at Chuanhui health commission in 2024",
    "how many penalties were cancelled at Chuanhui health commission in 2024",
    "how many penalties were concluded at Chuanhui health commission in 2024",
    "how many requests made in person did Chuanhui health commission receive in 2024",
]


@pytest.mark.parametrize("question", SAID_AROUND)
def test_what_is_said_around_a_question_changes_nothing(question: str) -> None:
    answer = ask(question)
    assert [(fact.field, fact.value) for fact in answer.facts] == [("permits.decided", 2906)], answer.text


@pytest.mark.parametrize("question", OF_THE_FIGURE)
def test_what_narrows_a_figure_is_not_passed_over(question: str) -> None:
    answer = ask(question)
    assert (answer.status, answer.facts) in (("declined", ()), ("clarify", ())), answer.text
