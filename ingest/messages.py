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
    "export": (
        "把数字导出为 CSV、Excel 工作簿、JSON、Parquet 或数据包。",
        "Writes the figures as CSV, a workbook, JSON, Parquet or a data package.",
    ),
    "export_note": (
        """\
格式由文件名结尾决定：
  .csv        每行一个数字；可用 add 重新入库
  .xlsx       工作簿：数字、机关、报告、问题、栏目各一张表
  .jsonl      每行一个 JSON 对象；.json 为同样内容的列表
  .parquet    供分析程序使用，数值为十进制数（需安装：pip install 'gongkai[parquet]'）
  .zip        Frictionless 数据包：全部表的 CSV 与说明 datapackage.json；没有结尾的名称为同样内容的文件夹
文件要么完整写出，要么不写。没有数字的格子为空，绝不为 0。
""",
        """\
The ending of the name says what is written:
  .csv        one figure a row; add takes it in again
  .xlsx       a workbook: figures, agencies, reports, findings and fields, a sheet each
  .jsonl      one JSON object a line; .json is a list of the same
  .parquet    for programs that reckon, with decimal numbers (pip install 'gongkai[parquet]')
  .zip        a Frictionless data package: all tables as CSV with datapackage.json; a name without ending is a folder of the same
A file is there as a whole or not at all. A cell without a number is empty, never 0.
""",
    ),
    "only_years": ("只要这些年度：2024、2022,2024 或 2020-2024", "only these years: 2024, or 2022,2024, or 2020-2024"),
    "only_agency": ("只要这个机关：名称或代码", "only this agency: its name or id"),
    "only_field": ("只要这一栏：代码或中文名称", "only this field: its key or its name in Chinese"),
    "bad_years": (
        "年度应形如 2024、2022,2024 或 2020-2024，而不是“{text}”",
        "years look like 2024, 2022,2024 or 2020-2024, not “{text}”",
    ),
    "bad_ending": (
        "“{text}”的结尾不在可用格式之中：{endings}，或没有结尾的文件夹",
        "“{text}” ends in none of {endings}, nor is it a folder’s name without an ending",
    ),
    "too_many_rows": (
        "共约 {count} 行，工作簿最多容纳 {most} 行；请用 --year、--agency 或 --field 缩小范围，或导出为 .csv、.parquet。",
        "About {count} rows; a workbook takes {most}. Narrow them with --year, --agency or --field, or write .csv or .parquet.",
    ),
    "no_parquet": (
        "写 Parquet 文件需要另行安装：pip install 'gongkai[parquet]'。",
        "Parquet needs a library that is not installed: pip install 'gongkai[parquet]'.",
    ),
    "not_in_parquet": (
        "{count} 个数字位数过多，Parquet 的 value 一列放不下，只在 raw 一列照原样保存。",
        "Numbers too long for the column value of Parquet: {count}. They stand in raw alone, as printed.",
    ),
    "not_a_package": (
        "{file} 已存在，且不是本程序导出的数据包，未作改动。",
        "{file} is there already and is no data package; it was left as it is.",
    ),
    "workbook": ("政府信息公开工作年度报告：导出的数据", "Annual reports on government information disclosure: exported data"),
    "picture": (
        "画出一个已入库数字的出处：原件中的那一行、表头和数字。",
        "Draws where a stored figure stands: its row in the document, the headers and the figure, marked.",
    ),
    "which_agency": ("单位名称，或代码（如 411602/health）", "the agency: its name, or an id such as 411602/health"),
    "which_year": ("报告年度", "the year that the report is on"),
    "which_field": (
        "栏目：代码（如 permits.decided）或中文名称",
        "the field: a key such as permits.decided, or its name in Chinese",
    ),
    "out": ("要写入的 PNG 图片", "the PNG picture to write"),
    "drawn": ("图片已写入 {file}。", "The picture is written to {file}."),
    "original_gone": (
        "找不到原件 {document}，改为按数据库中的内容画出这一行。",
        "The original {document} is gone; the row is drawn from the database instead.",
    ),
    "undrawable": (
        "原件 {document} 画不出来（{error}），改为按数据库中的内容画出这一行。",
        "The original {document} cannot be drawn ({error}); the row is drawn from the database instead.",
    ),
    "picture_title": ("{agency} · {year} 年", "{agency} · {year}"),
    "picture_line": ("{field}：{said}", "{field}: {said}"),
    "picture_page": ("出处：{document}，第 {page} 页", "Source: {document}, page {page}"),
    "picture_document": ("出处：{document}", "Source: {document}"),
    "picture_note": (
        "本图按数据库中逐字保存的内容绘制，不是原件的影像；灰色小字说明单元格状态，并非原文。",
        "Drawn from what was read, to the letter; no picture of the document itself. Small grey words are not printed in it.",
    ),
    "picture_torn": ("以下在第 {page} 页", "continued on page {page}"),
    "compare": (
        "把报告第一、五、六部分的文字与上一年的、与最相近的同类或同地区机关的相比。",
        "Compares sections one, five and six with last year's, and with those of the most similar sister agency.",
    ),
    "compared": ("{agency} {year} 年（{document}）", "{agency} {year} ({document})"),
    "section": ("{heading}（计 {characters} 字）", "{heading} (characters that count: {characters})"),
    "no_section": ("第{zh}部分：报告中没有。", "Section {en}: the report has none."),
    "against_last": (
        "与 {year} 年报告（{document}）相同 {alike}（数字不计），逐字相同 {equal}",
        "{alike} the same as in {year} ({document}), figures apart; {equal} to the letter",
    ),
    "against_sister": (
        "与{agency} {year} 年报告（{document}）相同 {alike}（数字不计），逐字相同 {equal}",
        "{alike} the same as that of {agency} {year} ({document}), figures apart; {equal} to the letter",
    ),
    "no_text": ("与 {year} 年报告无从比较：没有可比的文字。", "No text to compare with that of {year}."),
    "no_last_year": ("没有 {year} 年的报告可比。", "No report on {year} is held."),
    "no_sisters": ("没有同类或同地区机关的 {year} 年报告可比。", "No sister agency's report on {year} is held."),
    "no_sister": (
        "同类或同地区的 {count} 份 {year} 年报告中，没有相同的句子。",
        "None of its sentences stands in a sister agency's report on {year}; reports held: {count}.",
    ),
    "is_same": ("相同", "same"),
    "is_now": ("数字不同，这里", "figures differ, here"),
    "was": ("数字不同，那里", "figures differ, there"),
    "only_here": ("只在这里", "only here"),
    "only_there": ("只在那里", "only there"),
    "path": (
        "文件、文件夹、压缩包（ZIP）、网址、网址清单（.txt，每行一个）或数字表格（CSV）",
        "a document, a folder, an archive (ZIP), a web address, a list of these (.txt, one a line) or a table of figures (CSV)",
    ),
    "allow_private": ("也读取内部网络上的网址", "read addresses inside a private network, too"),
    "fetching": ("正在下载 {address}", "fetching {address}"),
    "document": ("要读取的文件", "the document to read"),
    "file": ("要写入的文件或文件夹；- 为标准输出（CSV）", "the file or folder to write; - is standard output, as CSV"),
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
    "export": "python -m ingest export figures-2024.xlsx --year 2024",
    "compare": "python -m ingest compare 411602/health 2024",
    "picture": "python -m ingest picture 411602/health 2024 permits.decided evidence.png",
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
