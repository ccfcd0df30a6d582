"""A project's own settings: ``[tool.mathdoctest]`` in the nearest ``pyproject.toml``."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

TABLE = "tool.mathdoctest"
_ALIKE = 0.9
"""How like this tool's name another one is when it must be a slip: one letter or two."""


class ConfigError(Exception):
    """Settings that cannot be used; the text names the file, the key and what was expected."""


@dataclass(frozen=True, slots=True)
class Config:
    """What a project asks of every check of its pages."""

    root: Path | None = None
    """The folder of the ``pyproject.toml``; paths below are relative to it."""
    paths: tuple[str, ...] = ()
    """What to check when the command line names nothing."""
    exclude: tuple[str, ...] = ()
    """Glob patterns of pages and folders that a search passes over."""
    notation: str | None = None
    """The page whose table ties symbols to code."""
    strict: bool = False
    """Whether unknown, unverified and advised things fail too."""
    run_code: bool | None = None
    """Whether the pages' code runs; where nothing is said, tests run it and a check does not."""
    time_limit: float | None = None
    """Seconds that one page's code may take."""
    min_score: float | None = None
    """Percentage of edits that ``mutate`` must see noticed."""

    def resolve(self, name: str) -> Path:
        """A path of the settings, seen from the current folder."""
        return (self.root or Path()) / name

    def excludes(self, path: Path) -> bool:
        """Whether a search passes over this page or folder."""
        if self.root is None or not self.exclude:
            return False
        try:
            relative = path.resolve().relative_to(self.root)
        except ValueError:
            return False
        candidates = (relative, *relative.parents)
        return any(_matches(c, pattern) for pattern in self.exclude for c in candidates)


def _matches(path: Path, pattern: str) -> bool:
    """Match from the project's folder down, where ``**`` stands for any number of folders."""
    return _match_parts(path.parts, tuple(p for p in pattern.split("/") if p not in ("", ".")))


def _match_parts(parts: tuple[str, ...], patterns: tuple[str, ...]) -> bool:
    if not patterns:
        return not parts
    head, *rest = patterns
    if head == "**":
        return any(_match_parts(parts[i:], tuple(rest)) for i in range(len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], head) and _match_parts(parts[1:], tuple(rest))


@dataclass(frozen=True, slots=True)
class _Key:
    """One setting: the attribute that it sets, and what its value may be."""

    attribute: str
    expected: str
    accepts: Callable[[Any], bool]
    convert: Callable[[Any], Any] = lambda value: value


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) and v for v in value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


KEYS: Mapping[str, _Key] = {
    "paths": _Key("paths", "a list of files and folders", _is_texts, tuple),
    "exclude": _Key("exclude", "a list of glob patterns", _is_texts, tuple),
    "notation": _Key(
        "notation", "the path of a Markdown page", lambda v: isinstance(v, str) and v != ""
    ),
    "strict": _Key("strict", "true or false", lambda v: isinstance(v, bool)),
    "run-code": _Key("run_code", "true or false", lambda v: isinstance(v, bool)),
    "time-limit": _Key(
        "time_limit",
        "a number of seconds above 0",
        lambda v: _is_number(v) and 0 < v < float("inf"),
        float,
    ),
    "min-score": _Key(
        "min_score",
        "a percentage from 0 to 100",
        lambda v: _is_number(v) and 0 <= v <= 100,
        float,
    ),
}
"""Every setting, by its name in the file; ``schema/config.schema.json`` says the same."""


def for_page(path: Path) -> Config:
    """The settings of the project that a page (or a folder) belongs to.

    Raises:
        ConfigError: the nearest ``pyproject.toml`` that has the table cannot be used.
    """
    folder = path if path.is_dir() else path.parent
    return _for_folder(folder.resolve())


def forget() -> None:
    """Read every file anew when it is next needed."""
    _for_folder.cache_clear()


@cache
def _for_folder(folder: Path) -> Config:
    for candidate in (folder, *folder.parents):
        file = candidate / "pyproject.toml"
        if file.is_file() and (config := load(file)) is not None:
            return config
    return Config()


def load(file: Path) -> Config | None:
    """Read and check one ``pyproject.toml``; ``None`` where it says nothing to this tool.

    Raises:
        ConfigError: it is not TOML, or a setting is unknown or has a value that makes no sense.
    """
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except RecursionError:
        raise ConfigError(f"{file}: is not valid TOML (it is nested too deeply)") from None
    except ValueError as error:  # not UTF-8, or a number of more digits than Python reads, too
        raise ConfigError(f"{file}: is not valid TOML ({error})") from None
    except OSError as error:
        raise ConfigError(f"{file}: could not be read ({error.strerror})") from None
    tools = data.get("tool", {})
    if not isinstance(tools, dict):
        return None
    table = tools.get("mathdoctest")
    if table is None:
        for name in difflib.get_close_matches("mathdoctest", tools, n=1, cutoff=_ALIKE):
            raise ConfigError(f"{file}: [tool.{name}] is no table of mine; did you mean [{TABLE}]?")
        return None
    if not isinstance(table, dict):
        raise ConfigError(f"{file}: [{TABLE}] must be a table, not {describe(table)}")
    return validate(table, file)


def validate(table: Mapping[str, Any], file: Path) -> Config:
    """Check a table of settings, all of it, and say everything that is wrong with it at once.

    Raises:
        ConfigError: a setting is unknown or has a value that makes no sense.
    """
    complaints: list[str] = []
    settings: dict[str, Any] = {}
    for name, value in table.items():
        key = KEYS.get(name)
        if key is None:
            complaints.append(f"[{TABLE}] {no_setting(name, KEYS)}")
        elif not key.accepts(value):
            complaints.append(f"{TABLE}.{name} must be {key.expected}, not {describe(value)}")
        else:
            settings[key.attribute] = key.convert(value)
    root = file.resolve().parent
    notation = settings.get("notation")
    if notation is not None and not (root / notation).is_file():
        complaints.append(f"{TABLE}.notation names {notation!r}, and there is no such file")
    if complaints:
        raise ConfigError("\n".join(f"{file}: {complaint}" for complaint in complaints))
    return Config(root=root, **settings)


def no_setting(name: str, known: Collection[str]) -> str:
    """What is said of a setting that there is not."""
    near = difflib.get_close_matches(name.replace("_", "-"), known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
    return f"has no setting {name!r}; {hint}"


def describe(value: object) -> str:
    """A value as the file's author would recognise it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"
