"""No pattern backtracks: every regular expression of the program, on long texts made of what it itself looks for.

The patterns are found, not listed: those that modules hold, those that are compiled when first needed, and those that
stand in the code as plain strings. Each is run in a process of its own kind, on texts of up to 2,000 characters
made of its own letters; a pattern that takes time by the square is far over the bar, one that takes more never ends, and
the process is ended for it. What is measured is the time of that process alone, however busy the machine is.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import process_time

import pytest

ROOT = Path(__file__).resolve().parents[1]
LENGTHS = (20, 60, 200, 500, 2_000)
FLOOR = 0.005
"""Seconds of this process below which no pattern is looked at further: a linear one takes a tenth of it on the longest."""
STEEP = 8.0
"""Four times the text may take so much more time: by the square it is sixteen times."""
ALWAYS = ("1", " ", "年", "(", "a", "一", ",", "\n", "1,")
_CALLS = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}


Compiled = re.Pattern[str] | re.Pattern[bytes]
Run = Callable[[str], object]


def patterns(package: str) -> dict[str, Compiled]:
    """Every pattern of a package by where it stands."""
    found: dict[str, Compiled] = {}
    for name in _modules(package):
        module = importlib.import_module(name)
        for attribute, value in vars(module).items():
            for place, pattern in _held(value, f"{name}.{attribute}"):
                found.setdefault(place, pattern)
        for line, way, source in _written(Path(str(module.__file__))):
            found.setdefault(f"{name}:{line}.{way}", re.compile(source))
    seen: dict[tuple[object, int], str] = {}
    for place, pattern in found.items():
        seen.setdefault((pattern.pattern, pattern.flags), place)
    return {place: found[place] for place in seen.values()}


def at_its_start_only(package: str, place: str) -> str | None:
    """The one way in which a pattern is tried at the start of a text alone; None where it is sought all through a text."""
    if ":" in place:
        ways = {place.rpartition(".")[2]}
    else:
        name = re.escape(place.partition("[")[0].rpartition(".")[2])
        used = re.compile(rf"(?<![\w]){name}(?:\.compiled)?(?:\.(\w+)\(|\b(?! ?=))")
        own = ROOT / place.partition("[")[0].rpartition(".")[0].replace(".", "/")
        files = [own.with_suffix(".py")] if own.with_suffix(".py").is_file() else list((ROOT / package).rglob("*.py"))
        ways = {match.group(1) for file in files for match in used.finditer(file.read_text(encoding="utf-8"))}
        ways -= {None} if ways & {"match", "fullmatch"} and "[" not in place else set()
    return ways.pop() if len(ways) == 1 and ways <= {"match", "fullmatch"} else None


def _modules(package: str) -> Iterator[str]:
    root = importlib.import_module(package)
    yield package
    for info in pkgutil.walk_packages(root.__path__, f"{package}."):
        if not info.name.endswith("__main__"):
            yield info.name


def _held(value: object, place: str, depth: int = 0) -> Iterator[tuple[str, Compiled]]:
    """The patterns in a value: itself, one that is compiled when needed, or those in what it holds."""
    if isinstance(value, re.Pattern):
        yield place, value
    elif isinstance(getattr(value, "compiled", None), re.Pattern):
        yield place, value.compiled  # type: ignore[attr-defined]
    elif depth < 4 and isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _held(entry, f"{place}[{key!r}]", depth + 1)
            yield from _held(key, f"{place}[{key!r}]", depth + 1)
    elif depth < 4 and isinstance(value, tuple | list | set | frozenset):
        for number, entry in enumerate(value):
            yield from _held(entry, f"{place}[{number}]", depth + 1)


def _written(file: Path) -> Iterator[tuple[int, str, str | bytes]]:
    """Patterns that stand as plain strings where they are used: re.sub(r"\\s+", …)."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in _CALLS - {"compile"}
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str | bytes)
        ):
            yield node.lineno, node.func.attr, node.args[0].value


def seeds(pattern: Compiled) -> list[str]:
    """What the texts are made of: the characters and the words that the pattern names, and what is common."""
    runs, alone = [""], set[str]()
    _collect(list(re._parser.parse(pattern.pattern, pattern.flags)), runs, alone)  # type: ignore[attr-defined]
    words = {run for run in runs if len(run) > 1}
    singles = sorted(alone | {char for run in runs for char in run})
    every = singles[:: max(1, len(singles) // 8)]
    longest = sorted(words, key=lambda word: (-len(word), word))[:4]
    mixed = ("".join(singles[:6]), "".join(runs)[:60], *(f"{word} " for word in longest))
    return [seed for seed in dict.fromkeys((*ALWAYS, *every, *longest, *mixed)) if seed]


def _collect(items: list[tuple[object, object]], runs: list[str], alone: set[str]) -> None:
    """The runs of literals, and one character of each range and category, anywhere in a parsed pattern."""
    for op, value in items:
        name = str(op)
        if name in ("LITERAL", "NOT_LITERAL"):
            runs[-1] += chr(value)  # type: ignore[arg-type]
            continue
        runs.append("")
        if name == "RANGE":
            alone.add(chr(value[0]))  # type: ignore[index]
        elif name == "CATEGORY":
            alone.add({"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a"}.get(str(value), "年"))
        elif name == "ANY":
            alone.add("年")
        else:
            _inside(name, value, runs, alone)
        runs.append("")


def _inside(name: str, value: object, runs: list[str], alone: set[str]) -> None:
    if name == "IN":
        for entry in value:  # type: ignore[attr-defined]
            _collect([entry], runs, alone)
        return
    for part in value if isinstance(value, tuple | list) else ():
        for one in part if name == "BRANCH" and isinstance(part, list) else (part,):
            if isinstance(one, re._parser.SubPattern):  # type: ignore[attr-defined]
                runs.append("")
                _collect(list(one), runs, alone)


def running(pattern: Compiled, way: str | None) -> Run:
    """The pattern run on a text, the way it is used."""

    def run(text: str) -> object:
        subject = text.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else text
        if way is not None:
            return getattr(pattern, way)(subject)
        return pattern.sub(pattern.pattern[:0], subject)  # type: ignore[arg-type,type-var]

    return run


def is_steep(run: Run, seed: str) -> bool:
    """Whether a text that grows takes far more time than it grows, each time that it is tried."""
    for tail in ("", "\x01"):
        for size in LENGTHS:
            text = (seed * size)[:size] + tail
            is_slow = _seconds(run, text) > FLOOR and min(_seconds(run, text) for _ in range(3)) > FLOOR
            if is_slow and (size < LENGTHS[-1] or _ratio(run, text[: LENGTHS[-2]] + tail, text) > STEEP):
                return True
    return False


def _seconds(run: Run, text: str) -> float:
    began = process_time()
    run(text)
    return process_time() - began


def _ratio(run: Run, short: str, long: str) -> float:
    fast = min(_seconds(run, short) for _ in range(5))
    return min(_seconds(run, long) for _ in range(5)) / max(fast, 1e-6)


def _repeats(items: list[tuple[object, object]]) -> bool:
    """Whether anything in a parsed pattern may stand any number of times: nothing else takes longer than the text is long."""
    text = repr(items)
    return "MAXREPEAT" in text


def steep_of(package: str) -> Iterator[tuple[str, str, str]]:
    """The patterns of a package that backtrack, with the text that shows it. Each is named before it is run."""
    for place, pattern in patterns(package).items():
        print(json.dumps(["runs", place]), flush=True)
        if not _repeats(list(re._parser.parse(pattern.pattern, pattern.flags))):  # type: ignore[attr-defined]
            continue
        run = running(pattern, at_its_start_only(package, place))
        for seed in seeds(pattern):
            if is_steep(run, seed):
                yield place, str(pattern.pattern), seed
                break


@pytest.mark.parametrize("package", ["bot", "ingest"])
def test_no_pattern_backtracks(package: str) -> None:
    try:
        child = subprocess.run(
            [sys.executable, __file__, package], cwd=ROOT, capture_output=True, text=True, timeout=240, check=True
        )
    except subprocess.TimeoutExpired as ended:
        last = str((ended.stdout or b"").decode().splitlines()[-1:])
        pytest.fail(f"never ends: {last}")
    lines = [json.loads(line) for line in child.stdout.splitlines()]
    assert sum(line[0] == "runs" for line in lines) > 50  # the patterns are found at all
    assert [line[1:] for line in lines if line[0] == "steep"] == []


@pytest.mark.parametrize("source", [r"([a-z]{3,}) county", r"\s+\d", r"(?:a|b)*c", r"\s*(?:件)?\s*到"])
def test_a_pattern_that_backtracks_is_found(source: str) -> None:
    pattern = re.compile(source)
    assert any(is_steep(running(pattern, None), seed) for seed in seeds(pattern))


def test_a_pattern_that_does_not_is_left_in_peace() -> None:
    for source, way in ((r"20\d\d年", None), (r"\s+\d", "match"), (r"\s{0,3}到", None)):
        pattern = re.compile(source)
        assert not any(is_steep(running(pattern, way), seed) for seed in seeds(pattern))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    for one in steep_of(sys.argv[1]):
        print(json.dumps(["steep", *one]), flush=True)
