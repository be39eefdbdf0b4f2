"""What SQLite complains of, in one plain sentence each. Nothing that is stored is lost by any of them.

Every transaction is rolled back before its error comes here; so the sentences may promise that what was stored is
there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import StoreError

_SENTENCES: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_FULL: (
        "磁盘空间不足，{path} 无法继续写入；已入库的内容完好，腾出空间后重新运行即可。",
        "The disk is full: {path} cannot grow. What was stored is safe; make room and run the command again.",
    ),
    sqlite3.SQLITE_IOERR: (
        "写入 {path} 时磁盘出错（可能空间不足）；已入库的内容完好，问题解决后重新运行即可。",
        "The disk failed or is full while {path} was being used. What was stored is safe; run the command again later.",
    ),
    sqlite3.SQLITE_BUSY: (
        "另一个程序正在写入 {path}，请稍后再试。",
        "Another program is writing to {path}; try again in a moment.",
    ),
    sqlite3.SQLITE_NOTADB: ("{path} 不是数据库文件。", "{path} is not a database."),
    sqlite3.SQLITE_CORRUPT: (
        "数据库 {path} 已损坏，无法读取；请恢复备份或重新入库。",
        "The database {path} is damaged; restore a copy or add the documents to a new one.",
    ),
    sqlite3.SQLITE_READONLY: ("{path} 只能读取，不能写入。", "{path} can only be read, not written to."),
    sqlite3.SQLITE_CANTOPEN: (
        "无法打开或创建 {path}，请检查所在文件夹及其权限。",
        "{path} cannot be opened or made; check its folder and the permissions.",
    ),
}
_SAME = {sqlite3.SQLITE_LOCKED: sqlite3.SQLITE_BUSY, sqlite3.SQLITE_PERM: sqlite3.SQLITE_READONLY}
_OTHER = ("数据库 {path} 出错：{error}。", "The database {path} reports: {error}.")


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Turns every error of SQLite into a StoreError that names the file."""
    try:
        yield
    except sqlite3.Error as error:
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        zh, en = _SENTENCES.get(_SAME.get(code, code), _OTHER)
        raise StoreError(zh.format(path=path, error=error), en.format(path=path, error=error)) from error


def no_folder(path: Path) -> StoreError:
    """The folder that the database should stand in does not exist."""
    return StoreError(
        f"文件夹 {path.parent} 不存在，无法创建数据库 {path.name}。",
        f"The folder {path.parent} does not exist, so that {path.name} cannot be made in it.",
    )


def nothing_there(path: Path) -> StoreError:
    """There is no database yet."""
    return StoreError(
        f"还没有数据库 {path}；请先运行 python -m ingest add。",
        f"There is no database {path} yet; run python -m ingest add first.",
    )


def foreign(path: Path) -> StoreError:
    """A SQLite database, but of another program."""
    return StoreError(f"{path} 是其他程序的数据库，未作改动。", f"{path} is another program's database; it was left as it is.")


def newer(path: Path) -> StoreError:
    """A database of a later version of this program."""
    return StoreError(
        f"{path} 由更新版本的程序建立，请升级本程序。",
        f"{path} was made by a newer version of this program; update the program.",
    )


def unkept(folder: Path, error: OSError) -> StoreError:
    """The folder of the originals cannot be written."""
    why = error.strerror or str(error)
    return StoreError(
        f"原件无法保存到 {folder}（{why}）；已入库的内容完好，问题解决后重新运行即可。",
        f"The documents cannot be kept in {folder} ({why}). What was stored is safe; run the command again later.",
    )
