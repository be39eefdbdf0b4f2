"""The rules of the house, read off the syntax trees: who may import whom, what stays outside, and how large a file may be."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ("bot", "ingest")
FILES = sorted(path.relative_to(ROOT) for name in HOUSE for path in (ROOT / name).rglob("*.py"))

DOORS = {
    "pdfplumber": {"ingest.readers.pdf"},
    "pypdfium2": {"ingest.marks", "ingest.drawing", "ingest.scanning"},
    "PIL": {"ingest.drawing", "ingest.scanning"},
    "cv2": {"ingest.scanning"},
    "numpy": {"ingest.scanning"},
    "onnxruntime": {"ingest.scanning"},
    "rapidocr": {"ingest.scanning"},
    "lxml": {"ingest.readers.html"},
    "sqlite_utils": {"ingest.store", "bot.talk.memory"},
    "rapidfuzz": {"bot.hear.agency", "bot.saying.alike", "ingest.labels"},
    "resvg_py": {"bot.showing.photo"},
    "telegram": {"bot.channels.telegram"},
    "prometheus_client": {"bot.channels"},
    "uvicorn": {"bot.channels"},
    "starlette": {"bot.channels.web"},
    "jinja2": {"bot.channels.web"},
    "markupsafe": {"bot.channels.web"},
    "python_multipart": {"bot.channels.web"},
    "mcp": {"bot.channels.mcp"},
    "xlsxwriter": {"bot.showing.sheet", "ingest.exporting.workbook"},
    "arro3": {"ingest.exporting.parquet"},
    "distributed": {"ingest.cluster"},
    "httpx": {"bot.channels.telegram", "ingest.wire"},
}
"""Third-party package → the only modules, or folders of modules, that import it."""

BROUGHT_ALONG = {"markupsafe"}
"""Packages that are part of another's own face: jinja2's strings that need no escaping."""

BROTHERS = ("ingest.readers", "bot.hear", "bot.operations", "bot.channels")
NOUNS = ("ingest.report", "ingest.errors", "bot.question", "bot.saying.said", "bot.errors")
VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "misc", "core", "manager"}
WEB = {"ingest.fetch": {"ingest.commands.web"}, "ingest.wire": {"ingest.commands.web", "ingest.fetch"}}
"""The modules of ingest that ask the web, and the only ones that import them."""

REGISTRIES = ("ingest.readers", "bot.operations")
"""Packages that import their own modules by name when they are first needed."""

OUTSIDE = {
    *("print", "input", "os.environ", "os.getenv", "sys.stdin", "sys.stdout", "sys.stderr", "sys.argv"),
    *("date.today", "datetime.now", "datetime.today", "datetime.utcnow", "datetime.date.today", "datetime.datetime.now"),
    *("time", "locale", "socket", "ssl", "http", "http.client", "urllib.request", "asyncio", "requests", "smtplib", "select"),
}
"""What only the outermost may name: today and the path of the database are arguments everywhere else."""

OUTERMOST = ("bot.channels", "bot.backoffice", "ingest.commands")
"""Folders and modules that, like __main__, may name them."""

LONGEST_FILE, SHORTEST_FILE = 300, 40
LONGEST_FUNCTION, USUAL_FUNCTION = 40, 12
ONE_PURPOSE = {
    "ingest/knowledge.py": "what is loaded once, put together",
    "bot/channels/telegram/journal.py": "one thing: what is told of an update",
    "bot/channels/web/api/problems.py": "one thing: what is wrong, as problem+json",
    "bot/channels/web/meters.py": "one thing: what is counted",
    "bot/showing/photo.py": "one door: SVG to PNG",
    "bot/spelling/spoken.py": "words of other tongues of Chinese, changed before anything is heard",
    "bot/spelling/mistyped.py": "one thing: which English word was meant",
}
"""Files below the least number of lines, and why each stands alone. An operation is one kind of question, and
a command one thing to do, however short."""

EDITION = re.compile(r"(?<!\d)(2019|2021)(?!\d)")
OF_ONE_MACHINE = re.compile(
    r"(?<![\w.])/(?:home|root|Users|work|mnt)[/\w]|[A-Z]:\\\\Users|index-url|://[\w.-]*(?:artifactory|nexus|mirror)[\w.-]*/"
)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text("utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree(path)))


def name_of(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in FILES}


@cache
def imports(path: Path) -> frozenset[str]:
    """Modules that a file imports anywhere in it; those of the house down to the module, not to the name in it."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            module = node.module or ""
            submodules = {f"{module}.{alias.name}" for alias in node.names} & MODULES.keys()
            found |= submodules
            if len(submodules) < len(node.names):
                found.add(module)
    return frozenset(found)


def within(module: str, folder: str) -> bool:
    return module == folder or module.startswith(folder + ".")


def is_outermost(path: Path) -> bool:
    """Whether a file may know of clock, environment, terminal and network."""
    return path.name == "__main__.py" or any(within(name_of(path), one) for one in (*OUTERMOST, *WEB))


def code(of: type[ast.AST]) -> Iterator[tuple[Path, ast.AST]]:
    """Every node of that type in the house, with its file."""
    return ((path, node) for path in FILES for node in nodes(path) if isinstance(node, of))


def dotted(node: ast.expr) -> str:
    """A name as it is written, such as os.environ; "" for what is no name."""
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return node.id if isinstance(node, ast.Name) else ""


def length(path: Path) -> int:
    return len((ROOT / path).read_text("utf-8").splitlines())


def test_bot_and_ingest_never_import_each_other() -> None:
    others = {"bot": ("ingest", "tests", "benchmarks"), "ingest": ("bot", "tests", "benchmarks")}
    assert not [
        f"{path} imports {name}"
        for path in FILES
        for name in imports(path)
        if any(within(name, other) for other in others[path.parts[0]])
    ]


def test_each_package_has_one_door() -> None:
    packages = [(path, name.split(".")[0]) for path in FILES for name in imports(path)]
    foreign = [(path, name) for path, name in packages if name not in HOUSE and name not in sys.stdlib_module_names]
    assert not {name for _, name in foreign} - DOORS.keys(), "a new package needs a door in DOORS"
    assert not [
        f"{path} imports {package}"
        for path, package in foreign
        if not any(within(name_of(path), door) for door in DOORS[package])
    ]


def test_every_dependency_has_a_door() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [line for name, lines in project["optional-dependencies"].items() if name != "dev" for line in lines]
    named = {re.split(r"[<>=\[ ]", line)[0] for line in [*project["dependencies"], *extras]} | BROUGHT_ALONG
    modules = {
        "python-telegram-bot": "telegram",
        "pillow": "PIL",
        "opencv-python-headless": "cv2",
        "arro3-core": "arro3",
        "arro3-io": "arro3",
    }
    assert {modules.get(name, name.replace("-", "_")) for name in named} == DOORS.keys()


def test_nouns_import_nothing_of_the_house_but_nouns() -> None:
    foreign = [(name, one) for name in NOUNS for one in imports(MODULES[name]) if one.split(".")[0] in HOUSE]
    assert not [f"{name} imports {one}" for name, one in foreign if one not in NOUNS]


def test_nouns_are_frozen() -> None:
    assert not [
        f"{name}.{node.name}"
        for name in NOUNS
        for node in tree(MODULES[name]).body
        if isinstance(node, ast.ClassDef)
        for decorator in node.decorator_list
        if "dataclass" in ast.unparse(decorator) and "frozen=True" not in ast.unparse(decorator)
    ]


def test_brothers_never_import_each_other() -> None:
    for folder in BROTHERS:
        for path in FILES:
            if within(name_of(path), folder) and name_of(path) != folder:
                mine = ".".join(name_of(path).split(".")[:3])
                others = {name for name in imports(path) if name.startswith(folder + ".") and not within(name, mine)}
                assert not others, f"{path} imports {others}"


def test_no_circle_of_imports() -> None:
    below = {name: {one for one in imports(path) if one in MODULES} for name, path in MODULES.items()}
    for registry in REGISTRIES:
        below[registry] |= {name for name in MODULES if name.startswith(registry + ".")}
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " → ".join((*above[above.index(name) :], name))
        if name not in done:
            for one in sorted(below[name]):
                visit(one, (*above, name))
            done.add(name)

    for name in sorted(MODULES):
        visit(name, ())


def test_only_main_imports_a_channel_and_nothing_imports_main() -> None:
    for path in FILES:
        assert not [name for name in imports(path) if name.endswith("__main__")], path
        if not is_outermost(path):
            assert not [name for name in imports(path) if within(name, "bot.channels")], path
            assert not [name for name in imports(path) if within(name, "bot.backoffice")], path


def test_only_main_asks_the_web() -> None:
    for path in FILES:
        asked = {name for name in imports(path) & WEB.keys() if name_of(path) not in WEB[name]}
        assert not asked, f"{path} imports {asked}"


def test_clock_environment_terminal_and_network_stay_outside() -> None:
    faults = [f"{path} imports {name}" for path in FILES for name in imports(path) & OUTSIDE if not is_outermost(path)]
    for path, node in code(ast.AST):
        if isinstance(node, ast.Name | ast.Attribute) and not is_outermost(path) and dotted(node) in OUTSIDE:
            faults.append(f"{path}:{node.lineno}: {dotted(node)}")
    assert not faults


def test_a_file_is_named_after_what_it_does() -> None:
    assert not [path for path in FILES if VAGUE & set(path.with_suffix("").parts)]


def test_a_file_is_neither_long_nor_without_reason_short() -> None:
    assert not [f"{path}: {length(path)} lines" for path in FILES if length(path) > LONGEST_FILE]
    short = {path.as_posix() for path in FILES if length(path) < SHORTEST_FILE and path.name != "__init__.py"}
    short -= {name for name in short if name.startswith(("bot/operations/", "ingest/commands/"))}
    assert short <= ONE_PURPOSE.keys(), "say in ONE_PURPOSE why each of these stands alone"
    assert short >= ONE_PURPOSE.keys(), "these may leave ONE_PURPOSE"


def test_a_function_fits_on_one_screen() -> None:
    lengths = {
        f"{path}: {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path, node in code(ast.AST)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert not {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION}
    assert sorted(lengths.values())[len(lengths) // 2] <= USUAL_FUNCTION, "functions have grown"


def test_a_file_says_in_its_first_line_what_it_is_for() -> None:
    for path in FILES:
        if length(path):
            caption = (ast.get_docstring(tree(path)) or "").split("\n")[0]
            assert caption.endswith((".", ":")), f"{path}: {caption!r} is no caption"


def test_no_edition_of_the_form_stands_in_code() -> None:
    shown = {id(node.value) for _, node in code(ast.Expr) if isinstance(node, ast.Expr)}
    assert not [
        f"{path}:{node.lineno}: {node.value!r}"
        for path, node in code(ast.Constant)
        if isinstance(node, ast.Constant) and id(node) not in shown and isinstance(node.value, str | int)
        if EDITION.search(str(node.value))
    ]


def test_nothing_that_is_kept_knows_one_machine() -> None:
    """In a copy without git there is nothing to look through."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file() and path != Path(__file__):
            found = OF_ONE_MACHINE.search(path.read_bytes().decode("utf-8", "replace"))
            assert not found, f"{name}: {found}"
