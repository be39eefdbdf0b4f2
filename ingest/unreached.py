"""Why an address gave no document, in one plain sentence each, with what a person can do about it."""

from __future__ import annotations

from ingest.errors import DocumentRejected

_SENTENCES: dict[str, tuple[str, str, str]] = {
    "no_address": (
        "unsupported",
        "只能读取以 http:// 或 https:// 开头的网址。",
        "Only addresses that begin with http:// or https:// can be read.",
    ),
    "secrets": (
        "not_allowed",
        "网址中写有用户名或密码，没有读取；请去掉后再试。",
        "The address carries a user name or a password and was not read: remove it first.",
    ),
    "private": (
        "not_allowed",
        "{host} 是内部网络的地址，没有读取；确需读取时请加 --allow-private。",
        "{host} is an address inside a private network and was not read; --allow-private permits it.",
    ),
    "robots": (
        "not_allowed",
        "{host} 的 robots.txt 不允许程序读取这个网址；请用浏览器打开并保存，再读取保存的文件。",
        "The robots.txt of {host} does not allow programs to read this address: save it with a browser and add the file.",
    ),
    "robots_unanswered": (
        "unreachable",
        "{host} 没有正常给出 robots.txt（{status}），因此没有读取这个网址；请稍后再试。",
        "{host} did not give its robots.txt ({status}), so the address was not read: try again later.",
    ),
    "no_network": (
        "unreachable",
        "连不上网络，找不到 {host}；请检查网络连接。",
        "The network cannot be reached, nor {host}: check the connection.",
    ),
    "no_such_host": (
        "unreachable",
        "找不到网站 {host}；请检查网址是否写对、网络是否连通。",
        "No site called {host} was found: check the address and the connection.",
    ),
    "no_answer": ("unreachable", "{host} 没有回应；请稍后再试。", "{host} does not answer: try again later."),
    "closed": ("unreachable", "{host} 拒绝连接；请检查网址是否写对。", "{host} refuses connections: check the address."),
    "no_tls": (
        "unreachable",
        "无法与 {host} 建立安全连接，证书或加密方式有问题；请用浏览器打开并保存，再读取保存的文件。",
        "No secure connection to {host}: its certificate or encryption is at fault. Save it with a browser and add the file.",
    ),
    "broke_off": (
        "unreachable",
        "{host} 没有把内容传完就断开了；请稍后再试。",
        "{host} broke off before everything had come: try again later.",
    ),
    "too_slow": (
        "took_too_long",
        "{host} 传送太慢，已放弃；请稍后再试。",
        "{host} sends too slowly and was given up: try again later.",
    ),
    "proxy": (
        "unreachable",
        "代理服务器（{proxy}）不能用；请检查代理设置。",
        "The proxy ({proxy}) does not work: check the proxy settings.",
    ),
    "redirects": (
        "unreachable",
        "网址一再跳转（超过 {most} 次），没有得到文件。",
        "The address leads on and on (more than {most} times) and to no document.",
    ),
    "gone": ("not_found", "网站 {host} 上没有这个网页（{status}）。", "There is no such page on {host} ({status})."),
    "forbidden": (
        "not_allowed",
        "{host} 不让程序读取这个网址（{status}）；请用浏览器打开并保存，再读取保存的文件。",
        "{host} does not let programs read this address ({status}): save it with a browser and add the file.",
    ),
    "busy": ("unreachable", "{host} 现在太忙（{status}）；请稍后再试。", "{host} is too busy now ({status}): try again later."),
    "failed": (
        "unreachable",
        "{host} 没有给出文件（{status}）；请稍后再试。",
        "{host} gave no document ({status}): try again later.",
    ),
    "too_large": (
        "too_large",
        "网址的内容过大，超过 {megabytes} MB。",
        "What the address holds is larger than {megabytes} MB.",
    ),
    "packed": (
        "unsupported",
        "{host} 传来的内容用了无法解开的压缩方式（{encoding}）。",
        "{host} packs what it sends in a way that cannot be unpacked ({encoding}).",
    ),
    "garbled": ("damaged", "{host} 传来的内容已损坏，无法解开。", "What {host} sent is damaged and cannot be unpacked."),
}


def unreached(reason: str, **parts: object) -> DocumentRejected:
    """The error for a reason. `parts` fill its sentence: host, status, proxy, most, megabytes, encoding."""
    code, zh, en = _SENTENCES[reason]
    return DocumentRejected(code, zh.format(**parts), en.format(**parts))


def answered(status: int, host: str) -> DocumentRejected:
    """The error for an answer without a document, by its HTTP status."""
    reasons = {404: "gone", 410: "gone", 429: "busy", 503: "busy"}
    forbidden = status in (401, 403, 405, 406, 407, 412, 451)
    return unreached(reasons.get(status, "forbidden" if forbidden else "failed"), host=host, status=status)
