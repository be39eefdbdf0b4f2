"""What the commands say, in Chinese and English: help, summaries, refusals. One sentence each, nothing technical."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: dict[str, tuple[str, str]] = {
    "program": (
        "把政府信息公开工作年度报告读入数据库。",
        "Reads annual reports on government information disclosure into a database.",
    ),
    "example": ("示例：", "Example: "),
    "add": (
        "读取文件、文件夹、压缩包、网址或数字表格并入库。",
        "Reads documents, folders, archives, web addresses or tables of figures into the database.",
    ),
    "show": (
        "读取一个文件并显示每个数字和问题，不入库。",
        "Reads one document and prints every cell and finding; stores nothing.",
    ),
    "check": ("列出已入库报告中的问题。", "Lists the findings of what is stored."),
    "export": ("把数字导出为 CSV，每行一个。", "Writes the figures as CSV, one a row."),
    "picture": (
        "画出一个数字的出处：页面上的行名、栏名和单元格。",
        "Draws where a figure stands: the row's label, the column's header and the cell.",
    ),
    "agency_held": ("入库的单位全称或编号", "an agency as stored: its full name or its id"),
    "year_held": ("报告年度", "the year of the report"),
    "field_held": ("栏目的键或中文名称，如 permits.decided", "a field: its key or its Chinese name, such as permits.decided"),
    "picture_file": ("要写入的 PNG 文件", "the PNG file to write"),
    "drawn": ("已画出 {file}。", "Drawn: {file}."),
    "no_page": (
        "{document} 的原件不在或读不出，改为画出这一行。",
        "The original of {document} is gone or cannot be read; the row is drawn instead.",
    ),
    "path": (
        "文件、文件夹、压缩包（ZIP）、网址、网址清单（.txt，每行一个）或数字表格（CSV）",
        "a document, a folder, an archive (ZIP), a web address, a list of these (.txt, one a line) or a table of figures (CSV)",
    ),
    "allow_private": ("也读取内部网络上的网址", "read addresses inside a private network, too"),
    "fetching": ("正在下载 {address}", "fetching {address}"),
    "document": ("要读取的文件", "the document to read"),
    "file": ("要写入的 CSV 文件；- 为标准输出", "the CSV file to write; - is standard output"),
    "agency": ("文件没有写明时，由此指定单位名称", "the agency, where the document does not tell"),
    "year": ("文件没有写明时，由此指定报告年度", "the year of the report, where the document does not tell"),
    "db": (
        "数据库文件（默认：环境变量 GONGKAI_DB，否则 data/reports.db）",
        "the database (default: GONGKAI_DB from the environment, else data/reports.db)",
    ),
    "jobs": ("同时读取的进程数（默认：处理器核数）", "how many processes read at once (default: one for each processor)"),
    "cluster": (
        "由该地址的 Dask 集群读取，例如 tcp://HOST:8786",
        "let the Dask cluster at this address read, for example tcp://HOST:8786",
    ),
    "bad_address": (
        "集群地址应形如 tcp://HOST:8786，而不是“{text}”",
        "the address of a cluster looks like tcp://HOST:8786, not “{text}”",
    ),
    "bad_jobs": ("进程数应为正整数，而不是“{text}”", "the number of jobs is a positive whole number, not “{text}”"),
    "json": ("以 JSON 输出，每行一个对象", "print JSON, one object a line"),
    "help": ("显示本帮助", "show this help"),
    "usage": (
        "命令有误：{error}；加 --help 查看用法。",
        "The command line is wrong: {error}; --help shows how it goes.",
    ),
    "line": (
        "{document}：{agency} {year} 年，{status}，{figures} 个数字{findings}",
        "{document}: {agency} {year}, {status}, {figures} figures{findings}",
    ),
    "findings": ("，{count} 个问题", ", findings: {count}"),
    "refused": ("{document}：未入库。{reason}", "{document}: refused. {reason}"),
    "row": ("{document} 第 {line} 行：未入库，{reason}。", "{document}, line {line}: refused, {reason}."),
    "table": (
        "{document}：{stored} 份新入库，{replaced} 份更新，{unchanged} 份没有变化，{refused} 行未入库",
        "{document}: {stored} stored, {replaced} replaced, {unchanged} unchanged, {refused} lines refused",
    ),
    "summary": (
        "共 {documents} 个文件：{stored} 份新入库，{replaced} 份更新，{unchanged} 份没有变化，{rejected} 个未入库{skipped}。",
        "Documents: {documents}. Reports: {stored} stored, {replaced} replaced, {unchanged} unchanged, "
        "{rejected} refused{skipped}.",
    ),
    "skipped": ("；另有 {count} 个其他类型的文件未读", "; files of other kinds passed over: {count}"),
    "stored": ("已入库", "stored"),
    "unchanged": ("没有变化", "unchanged"),
    "replaced": ("已更新", "replaced"),
    "no_path": ("找不到这个文件或文件夹。", "There is no such file or folder."),
    "unsupported": ("不支持这种文件（{suffix}）。", "This kind of file ({suffix}) is not supported."),
    "unreadable_file": ("文件打不开：{error}。", "The file cannot be opened: {error}."),
    "unexpected": (
        "读取时出错（{error}）；其他文件不受影响。",
        "Reading it failed ({error}); nothing else is affected.",
    ),
    "failed": ("出错：{error}。", "It failed: {error}."),
    "stopped": ("已中断；此前入库的内容完好。", "Stopped. What was stored before is safe."),
    "found": ("{agency} {year} 年（{document}）：{message}", "{agency} {year} ({document}): {message}"),
    "sound": ("没有发现问题。", "No findings."),
    "checked": ("报告 {reports} 份，问题 {findings} 个。", "Reports: {reports}. Findings: {findings}."),
    "exported": ("已导出 {count} 行到 {file}。", "Rows written to {file}: {count}."),
    "unwritable": ("无法写入 {file}：{error}。", "{file} cannot be written: {error}."),
    "head": ("{agency} {year} 年（{form} 年格式）：{document}", "{agency} {year} ({form} form): {document}"),
    "number": ("数字", "number"),
    "blank": ("空白", "blank"),
    "dash": ("斜杠", "dash"),
    "unreadable": ("无法辨认", "unreadable"),
    "missing": ("没有这一栏", "missing"),
    "not_on_form": ("该格式没有此项", "not on the form"),
}

EXAMPLES = {
    "program": "python -m ingest add data/reports",
    "add": 'python -m ingest add reports/ page.html --agency "川汇区卫生健康委员会" --year 2024',
    "show": "python -m ingest show report.pdf --json",
    "check": "python -m ingest check",
    "export": "python -m ingest export figures.csv",
    "picture": "python -m ingest picture 411602/health 2024 permits.decided permits.png",
}


def language(environment: Mapping[str, str]) -> str:
    """zh where the locale is Chinese, else en. LC_ALL goes before LC_MESSAGES, and that before LANG."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "zh" if environment[name].lower().startswith("zh") else "en"
    return "en"


def text(language: str, key: str, **parts: object) -> str:
    """The sentence of that name."""
    zh, en = TEXTS[key]
    return (zh if language == "zh" else en).format(**parts)
