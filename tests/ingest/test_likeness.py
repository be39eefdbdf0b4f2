"""Sameness of text: which sentences count, which are equal, and what does not matter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.likeness import alike, likeness, sentences
from ingest.repeated import repeated

PROBLEMS = (
    "2023年，我局的公开工作仍有三处短板：一是栏目更新偏慢，部分内容晚于规定时限；二是解读材料多为文字，"
    "图表和视频只有6件；三是依申请公开的答复文书格式不够统一。\n"
    "（二）改进措施\n"
    "一是每月核对一次栏目，到期未更新的由办公室催办。二是每份重要文件至少配1张图解。"
    "三是统一答复文书的样式，并组织2次业务培训。"
)

UNLIKE = st.text(alphabet="春夏秋冬东西南北山水花鸟", min_size=10, max_size=40)
"""Sentences in which no numbering can stand."""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("栏目更新偏慢，晚于规定时限。", ["栏目更新偏慢,晚于规定时限"]),
        ("一是栏目更新偏慢需要改进；二是解读材料形式单一！", ["栏目更新偏慢需要改进", "解读材料形式单一"]),
        ("主要问题有三：一是栏目更新偏慢需改进。", ["栏目更新偏慢需改进"]),
        ("二〇二三年共发布信息1,204条，同比增长3.5%。", ["#年共发布信息#条,同比增长#%"]),
        ("3.5万人次参加了线上公开讲座活动。", ["#万人次参加了线上公开讲座活动"]),
        ("《条例》第二十条第（一）项规定的内容均已公开。", ["《条例》第二十条第(一)项规定的内容均已公开"]),
        ("（一）主动公开情况\n全年发布信息较上年明显增多。", ["全年发布信息较上年明显增多"]),
        ("(一)主动公开情况。全年发布信息较上年明显增多。", ["全年发布信息较上年明显增多"]),
        ("办公室负责栏目的日\n常更新和核对。", ["办公室负责栏目的日常更新和核对"]),
        ("1.健全公开机制，压实责任\n办公室负责栏目的更新。", ["健全公开机制,压实责任", "办公室负责栏目的更新"]),
        (
            "会议强调“公开要做细做实。”各科室照此办理并按季报告。",
            ["会议强调“公开要做细做实", "各科室照此办理并按季报告"],
        ),
        ("无。", []),
        ("2023年共12件。", []),
        ("0 0 0 12 0 3 0 0 0 0", []),
        ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", []),
        ("存在的主要问题及改进情况", []),
        ("", []),
    ],
)
def test_the_sentences_that_count(text: str, words: list[str]) -> None:
    assert [one.words for one in sentences(text)] == words


def test_figures_and_years_apart() -> None:
    this = PROBLEMS.replace("2023", "2024").replace("2次", "5次")
    found = likeness(this, PROBLEMS)
    assert found.share_alike == 1
    assert found.changed == (
        ("2024年，我局的公开工作仍有三处短板：", "2023年，我局的公开工作仍有三处短板："),
        ("三是统一答复文书的样式，并组织5次业务培训。", "三是统一答复文书的样式，并组织2次业务培训。"),
    )
    assert found.characters - found.equal == sum(len(here.rstrip("。")) for here, _ in found.changed)
    assert (found.only_here, found.only_there) == ((), ())


def test_what_differs_is_listed_on_both_sides() -> None:
    this = PROBLEMS.replace("每月核对一次栏目", "每周核对一次栏目") + "四是开设公开专栏的意见箱。"
    found = likeness(this, PROBLEMS)
    assert found.only_here == ("一是每周核对一次栏目，到期未更新的由办公室催办。", "四是开设公开专栏的意见箱。")
    assert found.only_there == ("一是每月核对一次栏目，到期未更新的由办公室催办。",)
    assert found.share_equal is not None and 0.5 < found.share_equal < 0.9


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("不存在公开不及时的情形和问题。", "存在公开不及时的情形和问题。"),
        ("全年公开信息1.5万条并答复全部申请。", "全年公开信息一点五万条并答复全部申请。"),
        ("各科室均按时公开了全部信息。", "各科室均按时公开了部分信息。"),
    ],
)
def test_one_character_makes_another_sentence(here: str, there: str) -> None:
    assert likeness(here, there).alike == 0


def test_renumbered_sentences_are_alike_but_not_to_the_letter() -> None:
    found = likeness("二是每月核对一次栏目的更新。", "（三）每月核对一次栏目的更新。")
    assert (found.share_alike, found.share_equal) == (1, 0)


@pytest.mark.parametrize(("here", "there"), [(PROBLEMS, ""), ("", PROBLEMS), ("无。", "无。"), (PROBLEMS, "无。")])
def test_where_either_has_no_text_no_share_is_known(here: str, there: str) -> None:
    found = likeness(here, there)
    assert (found.share_alike, found.share_equal) == (None, None)


@given(st.text())
def test_a_text_is_wholly_like_itself(text: str) -> None:
    found = likeness(text, text)
    assert found.equal == found.alike == found.characters
    assert found.share_equal in (None, 1)
    assert not (found.changed or found.only_here or found.only_there)


@given(st.lists(UNLIKE), st.lists(UNLIKE), st.lists(UNLIKE))
def test_shares_are_shares_and_every_sentence_stands_in_one_list(mine: list[str], both: list[str], theirs: list[str]) -> None:
    here, there = ("".join(f"{one}。" for one in (*some, *both)) for some in (mine, theirs))
    found = likeness(here, there)
    assert 0 <= found.equal <= found.alike <= found.characters == sum(map(len, (*mine, *both)))
    assert found.equal >= sum(map(len, both))
    assert alike(sentences(here), there) == found.alike
    listed = [*found.same, *(one for one, _ in found.changed), *found.only_here]
    assert sorted(listed) == sorted({one.printed for one in sentences(here)})
    for one in found.only_there:
        assert one in there and one.rstrip("。") not in here.split("。")


@given(st.lists(UNLIKE, min_size=1).flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_of_sentences_does_not_matter(orders: tuple[list[str], list[str]]) -> None:
    here, there = ("".join(f"{one}。" for one in order) for order in orders)
    assert likeness(here, there).share_equal == 1


@given(st.lists(st.sampled_from(("", " ", "\u3000", "\t", "\n", " \n\u3000\u3000", "\u200b")), min_size=40, max_size=40))
def test_white_space_and_broken_lines_do_not_matter(gaps: list[str]) -> None:
    text = "办公室负责栏目的日常更新，到期未更新的催办。解读材料多为文字，图表只有12件，形式仍然单一。"
    spaced = "".join(letter + gap for letter, gap in zip(text, gaps, strict=False)) + text[len(gaps) :]
    assert likeness(spaced, text).share_equal == 1


@given(st.integers(27, 60))
def test_how_wide_the_page_is_does_not_matter(width: int) -> None:
    lines = [line[at : at + width] for line in PROBLEMS.split("\n") for at in range(0, len(line), width)]
    assert likeness("\n".join(lines), PROBLEMS).share_equal == 1
    assert likeness(PROBLEMS, "\n".join(lines)).share_equal == 1


def test_width_does_not_matter() -> None:
    wide = "全年发布ＡＰＰ信息１２条，（含图解３件）解读率达９５％。"
    narrow = "全年发布APP信息12条,(含图解3件)解读率达95%。"
    assert likeness(wide, narrow).share_equal == 1


@given(st.lists(st.integers(0, 10**6), min_size=4, max_size=4))
def test_no_figure_changes_what_is_alike(numbers: list[int]) -> None:
    text = "{}年主动公开信息{}条。办结申请{}件，其中予以公开的有{}件，均未超期。"
    found = likeness(text.format(*numbers), text.format(1, 2, 3, 4))
    assert found.share_alike == 1


def test_a_section_that_repeats_last_years_is_a_note() -> None:
    this = PROBLEMS.replace("2023", "2024").replace("2次", "5次")
    (found,) = repeated(2024, {5: PROBLEMS}, {5: this})
    assert (found.check, found.severity, found.fields) == ("same_text_as_last_year", "note", ())
    assert found.zh == "第五部分与2023年报告相同100%（数字不计），逐字相同69%。"
    assert found.en == "Section five is 100% the same as in the 2023 report, figures apart, and 69% to the letter."


@pytest.mark.parametrize(
    ("last", "this"),
    [
        ({5: PROBLEMS}, {5: PROBLEMS[: len(PROBLEMS) // 3]}),
        ({5: PROBLEMS}, {5: PROBLEMS.replace("每", "各").replace("栏目", "专栏")}),
        ({5: PROBLEMS}, {6: PROBLEMS}),
        ({1: PROBLEMS}, {1: PROBLEMS}),
        ({6: "无其他需要报告的事项。" * 20}, {6: "无其他需要报告的事项。"}),
        ({}, {5: PROBLEMS}),
        ({5: PROBLEMS}, {}),
    ],
)
def test_little_text_other_text_and_other_sections_are_no_note(last: dict[int, str], this: dict[int, str]) -> None:
    assert not list(repeated(2024, last, this))
