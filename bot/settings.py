"""Reading settings: a TOML file over defaults that frozen dataclasses hold, every fault told in a plain sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

from bot.errors import SettingsWrong

T = TypeVar("T")

Faults = list[tuple[str, str]]
"""Sentences in Chinese and in English, as they are found: all are told at once."""
Choices = Mapping[str, tuple[str, ...]]
"""Full name of a setting (log.level) → what it may be."""
_KINDS: Mapping[type, tuple[str, str]] = {
    bool: ("true 或 false", "true or false"),
    int: ("整数", "a whole number"),
    str: ("文字", "text"),
}
_LISTS: Mapping[type, tuple[str, str]] = {
    int: ("整数的列表", "a list of whole numbers"),
    str: ("文字的列表", "a list of texts"),
}


def filled(settings: T, file: Path | None, choices: Choices, unsaid: Iterable[str], faults: Faults) -> T:
    """The settings with what the file says (None: all as they are by default). Names in `unsaid` never stand in a file.

    Raises SettingsWrong where the file cannot be read; whatever is wrong in it goes to `faults`.
    """
    held = _read(file) if file is not None else {}
    over: T = _over(settings, held, "", choices, frozenset(unsaid), faults)
    return over


def within(ranges: Mapping[str, tuple[int, int, int]], faults: Faults) -> None:
    """Tells of each setting (its value, the least, the most) that is out of its range."""
    for name, (value, low, high) in ranges.items():
        if not low <= value <= high:
            faults.append((f"“{name}”应当在 {low} 到 {high} 之间。", f"“{name}” must be between {low} and {high}."))


def judged(settings: T, faults: Faults) -> T:
    """The settings, where nothing is wrong with them; else raises SettingsWrong with a line for each fault."""
    if faults:
        raise SettingsWrong("\n".join(zh for zh, _ in faults), "\n".join(en for _, en in faults))
    return settings


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise SettingsWrong(f"读不到设置文件 {file}。", f"The settings file {file} cannot be read.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsWrong(f"设置文件 {file} 不是 TOML：{error}", f"The settings file {file} is no TOML: {error}") from error


def _over(part: Any, held: Mapping[str, Any], name: str, choices: Choices, unsaid: frozenset[str], faults: Faults) -> Any:
    """The part with the entries whose names and kinds are right; a sentence for each of the others."""
    right: dict[str, Any] = {}
    for key, value in held.items():
        said = f"{name}.{key}" if name else key
        default = getattr(part, key, None)
        if default is None or said in unsaid or (is_dataclass(default) and not isinstance(value, dict)):
            faults.append((f"没有“{said}”这个设置。", f"There is no setting “{said}”."))
        elif is_dataclass(default):
            right[key] = _over(default, value, said, choices, unsaid, faults)
        elif isinstance(default, tuple):
            right |= {key: tuple(value)} if _is_list(part, key, value, said, faults) else {}
        elif type(value) is not type(default):
            faults.append(_not_of(said, *_KINDS[type(default)]))
        elif value not in choices.get(said, (value,)):
            listed = ", ".join(choices[said])
            faults.append((f"“{said}”只能是：{listed}。", f"“{said}” must be one of: {listed}."))
        else:
            right[key] = value
    return replace(part, **right)


def _is_list(part: Any, key: str, value: Any, said: str, faults: Faults) -> bool:
    """Whether the value is a list of what the tuple of that name holds."""
    kind = get_args(get_type_hints(type(part))[key])[0]
    if isinstance(value, list) and all(type(one) is kind for one in value):
        return True
    faults.append(_not_of(said, *_LISTS[kind]))
    return False


def _not_of(said: str, zh: str, en: str) -> tuple[str, str]:
    return f"“{said}”应当是{zh}。", f"“{said}” must be {en}."
