"""Why a document is refused, in one plain sentence each: what its bytes tell, before anything in it is understood."""

from __future__ import annotations

from ingest.errors import ClusterError, DocumentRejected

_SENTENCES: dict[str, tuple[str, str]] = {
    "damaged": ("文件已损坏，无法打开。", "The file is damaged and cannot be opened."),
    "crashed": (
        "读取这个文件时程序异常退出，文件可能已损坏；其他文件不受影响。",
        "The program that read the file crashed over it; the file may be damaged. Nothing else is affected.",
    ),
    "took_too_long": (
        "读取超过时限，已放弃；其他文件不受影响。",
        "Reading it took longer than allowed and was given up; nothing else is affected.",
    ),
    "empty": ("文件是空的。", "The file is empty."),
    "password": ("文件有密码保护，请先解除密码。", "The file is protected by a password; remove it first."),
    "a_scan": (
        "这是扫描件，文件中没有文字；读取扫描件需要安装 ocr 扩展：pip install 'gongkai[ocr]'。",
        "The file is a scan: it holds pictures and no text. Install the extra that reads scans: pip install 'gongkai[ocr]'.",
    ),
    "nothing_seen": (
        "文件中没有文字，只有图像，其中没有认出文字。",
        "There is no text in the file, and in its pictures none could be made out.",
    ),
    "only_pictures": (
        "文件中没有文字，只有图片：请把图片另存为图片文件或 PDF 再读取。",
        "There is no text in the file, only pictures: save them as picture files or as a PDF, which can be read.",
    ),
    "too_large": ("文件过大，超出处理上限。", "The file is larger than what can be read."),
    "unsupported": (
        "无法读取这种文件；可读取 PDF、Word、网页和纯文本。",
        "This kind of file cannot be read; PDF, Word, web pages and plain text can.",
    ),
    "no_office": (
        "读取旧版 Word、WPS、RTF 和 ODT 文件需要 LibreOffice：请安装（apt install libreoffice-writer-nogui），或另存为 .docx。",
        "Old Word, WPS, RTF and ODT files are read through LibreOffice: "
        "install it (apt install libreoffice-writer-nogui), or save the file as .docx.",
    ),
    "not_a_report": (
        "没有找到年度报告的表格，看来不是政府信息公开工作年度报告。",
        "The tables of the annual report are not in it: it does not look like an annual disclosure report.",
    ),
}
_CODES = {
    "empty": "damaged",
    "crashed": "damaged",
    "no_office": "unsupported",
    "nothing_seen": "a_scan",
    "only_pictures": "a_scan",
}


def refused(reason: str, links: tuple[str, ...] = ()) -> DocumentRejected:
    """The error for a reason: a code of errors.CODES, or one of _CODES. `links` are where the report may be instead."""
    return DocumentRejected(_CODES.get(reason, reason), *_SENTENCES[reason], links)


def lost() -> ClusterError:
    """The machines that were reading are gone in the middle of the work."""
    return ClusterError(
        "与集群的连接中断；已入库的内容完好，重新运行即可继续。",
        "The connection to the cluster broke. What was stored is safe; run the command again to go on.",
    )
