"""Pages whose report is in a frame or an attachment: what they point to, the files beside them, and which one it is."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from ingest.beside import addresses_from, files_beside, first_report, shown_name
from ingest.elsewhere import MOST, Pointer, likeliest
from ingest.errors import DocumentRejected
from ingest.knowledge import Knowledge, load_knowledge
from ingest.outcome import Rejected
from ingest.read import report_of
from ingest.readers import read_content
from ingest.report import Report
from tests.ingest.print_out import DATA, FORMS, page, pdf, random_values
from tests.ingest.web_site import Page, fetcher, folder_with, site

FORM = FORMS["2021"]
VALUES = random_values(random.Random(7), FORM)
TITLE = "川汇区卫生健康委员会2023年政府信息公开工作年度报告"


@cache
def knowledge() -> Knowledge:
    return load_knowledge(DATA)


def shell(inside: str, title: str = TITLE) -> str:
    """A page around a report that is elsewhere, with a table of its own and links that lead astray."""
    about = "".join(f"<tr><td>{name}</td><td>x</td><td>y</td></tr>" for name in ("索引号", "发布机构", "成文日期"))
    return (
        f"<html><head><title>{title}</title></head><body><a href='/'>首页</a><a href='javascript:print()'>打印</a>"
        f"<a href='../index.html'>上一页</a><h1>{title}</h1><table>{about}</table>{inside}</body></html>"
    )


def links(inside: str) -> tuple[str, ...]:
    return read_content("page.html", shell(inside).encode()).links


def attempt(name: str, content: bytes) -> Report | Rejected:
    try:
        return report_of(read_content(name, content), knowledge())
    except DocumentRejected as error:
        return Rejected(name, error.code, error.zh, error.en, None, error.links)


# What a page points to


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<iframe src='report.html'></iframe>", ["report.html"]),
        ("<iframe data-src='report.html'></iframe>", ["report.html"]),
        ("<frameset><frame src='a.html'><frame src='b.html'></frameset>", ["a.html", "b.html"]),
        ("<object data='r.pdf' type='application/pdf'><embed src='r.pdf'></object>", ["r.pdf"]),
        ("<p>附件：<a href='/u/P0201.pdf'>附件</a></p>", ["/u/P0201.pdf"]),
        ("<a href='down.jsp?id=3'>2023年政府信息公开工作年度报告.docx</a>", ["down.jsp?id=3"]),
        ("<a href='down.jsp?name=x.pdf&amp;id=3'>下载</a>", ["down.jsp?name=x.pdf&id=3"]),
        ("<iframe src='/js/web/viewer.html?file=%2Fu%2Fr.pdf'></iframe>", ["/u/r.pdf", "/js/web/viewer.html?file=%2Fu%2Fr.pdf"]),
        ("<iframe src='pdf/viewer.html?file=r.pdf'></iframe>", ["pdf/r.pdf", "pdf/viewer.html?file=r.pdf"]),
        ("<div class='player' pdfsrc='/u/r.pdf'></div>", ["/u/r.pdf"]),
        ("<meta http-equiv='Refresh' content='0; URL=there.html'>", ["there.html"]),
        ("<script>show('\\/u\\/r.pdf', 'box');</script>", ["/u/r.pdf"]),
        ("<script>window.location.href = 'there.html'</script>", ["there.html"]),
        ("<base href='http://x.cn/d/'><a href='r.pdf'>r</a>", ["http://x.cn/d/r.pdf"]),
        ("<a href='#a.pdf'>x</a><a href='javascript:open(\"r.pdf\")'>x</a><iframe src='about:blank'></iframe>", []),
        ("<a href='other.html'>2022年政府信息公开工作年度报告</a>", []),
    ],
)
def test_what_a_page_points_to(inside: str, expected: list[str]) -> None:
    assert list(links(inside)) == expected


def test_the_likeliest_comes_first() -> None:
    inside = (
        "<iframe src='top.html'></iframe><a href='manual.pdf'>操作手册</a><a href='a.doc'>附件1</a>"
        "<a href='2022.pdf'>川汇区卫健委2022年政府信息公开工作年度报告</a>"
        "<a href='2023.pdf'>川汇区卫健委2023年政府信息公开工作年度报告</a><embed src='shown.pdf'>"
        "<a href='%E4%BF%A1%E6%81%AF%E5%85%AC%E5%BC%80%E5%B9%B4%E6%8A%A5.wps'>下载</a>"
    )
    found = links(inside)
    name = "%E4%BF%A1%E6%81%AF%E5%85%AC%E5%BC%80%E5%B9%B4%E6%8A%A5.wps"
    assert found == ("2023.pdf", name, "2022.pdf", "shown.pdf", "a.doc", "manual.pdf", "top.html")


def test_no_more_than_a_few_are_named_and_each_once() -> None:
    found = links("".join(f"<a href='{number % 12}.pdf'>附件</a>" for number in range(100)))
    assert found == tuple(f"{number}.pdf" for number in range(MOST))


def test_a_page_with_its_report_in_it_is_not_searched() -> None:
    whole = page(FORM, VALUES).replace("</body>", "<a href='r.pdf'>2023年政府信息公开工作年度报告.pdf</a></body>")
    document = read_content("page.html", whole.encode())
    assert document.links == ()
    assert report_of(document, knowledge()).year == 2023


def test_strange_pointers_are_passed_over() -> None:
    strange = ["http://[", "//[x.pdf", "\x00", "viewer.html?file=" + "a=&" * 500, "viewer.html?file=http://[.pdf"]
    pointers = [Pointer(tag, address) for tag in ("a", "iframe", "base", "script", "meta") for address in strange]
    assert all(isinstance(one, str) for one in likeliest(pointers))


# Files beside a page


def beside(files: dict[str, bytes], *said: str, page: str = "page.html") -> list[str]:
    with folder_with({page: b"", **files}) as folder:
        return [found.relative_to(folder).as_posix() for found in files_beside(folder / page, said)]


@pytest.mark.parametrize(
    ("link", "file"),
    [
        ("r.pdf", "r.pdf"),
        ("./page_files/saved_resource.html", "page_files/saved_resource.html"),
        ("a/../r.pdf?x=1#page=2", "r.pdf"),
        ("%E5%B9%B4%E6%8A%A5.pdf", "年报.pdf"),
        ("%C4%EA%B1%A8.pdf", "年报.pdf"),
        ("%41.pdf", "%41.pdf"),
        ("r.jsp?id=3", "r.jsp?id=3"),
        ("http://www.test.gov.cn/u/r.pdf", "r.pdf"),
        ("//www.test.gov.cn/u/r.pdf?v=1", "page_files/r.pdf"),
        ("/u/2024/r.pdf", "page.files/r.pdf"),
    ],
)
def test_files_beside_a_page(link: str, file: str) -> None:
    assert beside({file: b"x", "a/other.pdf": b"x"}, link) == [file]


@pytest.mark.parametrize(
    "link",
    [
        *("../secret.pdf", "sub/../../secret.pdf", "%2e%2e/secret.pdf", "..%2fsecret.pdf", "%2E%2E%2Fsecret.pdf"),
        *("file:///etc/passwd", "/etc/passwd", "//etc/passwd", "%2Fetc%2Fpasswd", "page.html", "", ".", "sub", "missing.pdf"),
        *("data:text/html,x", "a\x00.pdf", "http://[", "ftp://x/sub/in.pdf"),
    ],
)
def test_a_saved_page_reaches_no_further_than_its_folder(link: str) -> None:
    assert beside({"sub/in.pdf": b"x", "../secret.pdf": b"x"}, link) == []


def test_links_of_the_file_system_are_not_followed_outside(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "secret.pdf").write_bytes(b"x")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "page.html").write_bytes(b"")
    (folder / "real.pdf").write_bytes(b"x")
    (folder / "alias.pdf").symlink_to(folder / "real.pdf")
    (folder / "r.pdf").symlink_to(tmp_path / "out" / "secret.pdf")
    (folder / "sub").symlink_to(tmp_path / "out")
    (folder / "circle.pdf").symlink_to(folder / "circle.pdf")
    assert files_beside(folder / "page.html", ["r.pdf", "sub/secret.pdf", "circle.pdf", "alias.pdf"]) == [folder / "real.pdf"]


def test_addresses_of_a_page_off_the_web() -> None:
    said = ["r.pdf", "/u/a b.doc#x", "//y.cn/z.pdf", "?id=1", "#top", "javascript:x()", "file:///etc/passwd", "r.pdf", "http://["]
    assert addresses_from("http://x.cn/d/page.html", said) == [
        "http://x.cn/d/r.pdf",
        "http://x.cn/u/a b.doc",
        "http://y.cn/z.pdf",
        "http://x.cn/d/page.html?id=1",
    ]


# Which of them is the report


OWN = Rejected("page.html", "not_a_report", "没有找到表格。", "No tables.", None, ("a", "b"))


def lead(place: str, links: Iterable[str]) -> list[str]:
    return [place + link for link in links]


def test_the_first_report_is_taken_and_no_further_one_is_read() -> None:
    tried: list[str] = []

    def read(name: str) -> str | Rejected:
        tried.append(name)
        return replace(OWN, links=("a", "c")) if name in ("a", "b") else name.upper()

    assert first_report("", OWN, lead, read) == ("aa", "AA")
    assert tried == ["a", "b", "aa"]


def test_what_a_page_leads_to_leads_on_once_and_nothing_is_read_twice() -> None:
    tried: list[str] = []

    def read(name: str) -> str | Rejected:
        tried.append(name)
        return OWN

    assert isinstance(first_report("", OWN, lead, read), Rejected)
    assert tried == ["a", "b", "aa", "ab", "ba", "bb"]
    tried.clear()
    first_report("p", OWN, lambda place, links: ["p", "q", "q"], read)
    assert tried == ["q"]
    tried.clear()
    first_report("p", OWN, lambda place, links: [f"{place}{number}" for number in range(50)], read)
    assert len(tried) == MOST


def test_without_a_report_the_page_is_refused_with_what_was_tried() -> None:
    scan = Rejected("r.pdf", "a_scan", "文件中没有文字。", "There is no text.")
    assert first_report("", replace(OWN, links=()), lead, lambda name: OWN) == replace(OWN, links=())
    two = first_report("", OWN, lead, lambda name: scan if name == "b" else replace(OWN, links=()))
    assert isinstance(two, Rejected)
    assert (two.document, two.code) == ("page.html", "not_a_report")
    assert "2 个" in two.zh and "r.pdf" in two.zh and two.zh.endswith("文件中没有文字。")
    assert ": 2." in two.en and two.en.endswith("Of these, r.pdf: There is no text.")


def test_a_saved_page_with_its_report_beside_it() -> None:
    wanted = pdf(FORM, VALUES)
    shown = shell("<iframe src='page_files/frame.html'></iframe><a href='u/%E5%B9%B4%E6%8A%A5.pdf'>附件</a>").encode()
    with folder_with({"page.html": shown, "u/年报.pdf": wanted, "page_files/frame.html": b"<p>x</p>"}) as folder:
        own = attempt("page.html", shown)
        assert isinstance(own, Rejected) and own.code == "not_a_report"
        got = first_report(folder / "page.html", own, files_beside, lambda file: attempt(file.name, file.read_bytes()))
    assert isinstance(got, tuple)
    assert got[0].name == "年报.pdf" and (got[1].agency.id, got[1].year) == ("411602/health", 2023)
    assert str(got[1].figures["granted.total"].value) == VALUES["granted.total"]
    assert shown_name("page.html", "年报.pdf") == "page.html → 年报.pdf"


LEADING = [
    "<iframe src='frame/in.html'></iframe>",
    "<a href='frame/in.html.pdf'>附件</a>",
    "<iframe src='frame/shell.html'></iframe>",
]


@pytest.mark.parametrize("inside", LEADING)
def test_a_page_off_the_web_with_its_report_in_a_frame_or_an_attachment(inside: str) -> None:
    pages = {
        "/d/page.html": Page(shell(inside).encode()),
        "/d/frame/shell.html": Page(shell("<a href='in.html.pdf'>附件</a>").encode()),
        "/d/frame/in.html": Page(page(FORM, VALUES).encode("gb18030")),
        "/d/frame/in.html.pdf": Page(pdf(FORM, VALUES)),
    }
    with site(pages) as made:
        one = fetcher()
        whole = one.fetch(made.at("/d/page.html"))
        own = attempt(whole.name, whole.content)
        assert isinstance(own, Rejected)

        def read(address: str) -> Report | Rejected:
            got = one.fetch(address)
            return attempt(got.name, got.content)

        got = first_report(whole.url, own, addresses_from, read)
    assert isinstance(got, tuple) and got[0].startswith(made.at("/d/frame/in.html"))
    assert got[1].figures["received.total"].raw == VALUES["received.total"]
