"""The documents are true: their commands run and print what is shown, their examples parse, their links lead somewhere.

Run as a script, this file writes the shown output again: ``.venv/bin/python tests/test_docs.py``.

In a ``console`` block a line that begins with ``$`` is a command, what follows is its output: a line that ends in ``…`` is
cut there, and a line that is only ``…`` stands for any lines. In an ``sh`` block the lines of ``kg`` are run. A ``text`` or
``json`` block that follows a ``python`` block is its output.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
import unicodedata
from dataclasses import dataclass
from itertools import dropwhile, pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
FILES = (*READMES, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
LINKED = (*FILES, ROOT / "CHANGELOG.md", ROOT / "corpus" / "README.md", ROOT / "exports" / "demo" / "README.md")
BUILD = "kg build exports/demo/articles -o graph"
CUT = "…"
WIDTH = 140
"""Columns of a line of output in a document; a Chinese character takes two."""

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Block:
    """A fenced block: where it stands (from its first line to its last, in characters), its language and its text."""

    file: Path
    start: int
    end: int
    language: str
    body: str

    def __str__(self) -> str:
        line = self.file.read_text(encoding="utf-8").count("\n", 0, self.start)
        return f"{self.file.relative_to(ROOT)}:{line}"


def blocks(file: Path, *languages: str) -> list[Block]:
    found = FENCE.finditer(file.read_text(encoding="utf-8"))
    every = [Block(file, match.start(2), match.end(2), match[1], match[2]) for match in found]
    return [block for block in every if not languages or block.language in languages]


def all_blocks(*languages: str) -> list[Block]:
    return [block for file in FILES for block in blocks(file, *languages)]


def sessions(block: Block) -> list[tuple[str, list[str]]]:
    """The commands of a console or sh block, each with the lines that it is said to print."""
    found: list[tuple[str, list[str]]] = []
    for line in block.body.splitlines():
        if block.language == "sh":
            found += [(line, [CUT])] if line.startswith("kg ") else []
        elif line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def outputs(file: Path) -> list[tuple[Block, Block]]:
    """Python blocks with the block of output that follows."""
    pairs = pairwise(blocks(file))
    return [(a, b) for a, b in pairs if a.language == "python" and b.language in {"text", "json"}]


class Home:
    """A folder that looks like the root of a checkout, where commands run; each runs once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.done: dict[tuple[str, ...], tuple[int, list[str]]] = {}
        for name in ("corpus", "exports", "ontology"):
            (folder / name).symlink_to(ROOT / name)

    def _run(self, *command: str) -> tuple[int, list[str]]:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        env = os.environ | {"PATH": path, "COLUMNS": "100", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            command, cwd=self.folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        lines = [line.rstrip() for line in done.stdout.decode("utf-8").splitlines()]
        # Where the progress bar would be, something that is no terminal gets an empty line.
        return done.returncode, list(dropwhile(lambda line: not line, lines))

    def shell(self, command: str) -> tuple[int, list[str]]:
        return self._once("bash", "-c", command)

    def python(self, code: str) -> tuple[int, list[str]]:
        return self._once(sys.executable, "-c", code)

    def _once(self, *command: str) -> tuple[int, list[str]]:
        if command not in self.done:
            self.done[command] = self._run(*command)
        return self.done[command]


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Home:
    found = Home(tmp_path_factory.mktemp("docs"))
    status, lines = found.shell(BUILD)
    assert status == 0, lines
    return found


def fits(shown: list[str], real: list[str]) -> bool:
    """Tell whether ``real`` is what ``shown`` says, with its cuts."""
    if not shown:
        return not real
    if shown[0] == CUT:
        return any(fits(shown[1:], real[i:]) for i in range(len(real) + 1))
    if not real:
        return False
    same = real[0].startswith(shown[0][:-1]) if shown[0].endswith(CUT) else real[0] == shown[0]
    return same and fits(shown[1:], real[1:])


def columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def cut(line: str) -> str:
    if columns(line) <= WIDTH:
        return line
    while columns(line) > WIDTH - 1:
        line = line[:-1]
    return line + CUT


def shortened(old: list[str], real: list[str]) -> list[str]:
    """``real`` as long as ``old`` shows it; ``@N`` asks for N lines. The prefixes of Turtle are left out."""
    heads = [line.startswith("@prefix") for line in real]
    body = real[sum(heads) :]
    asked = re.fullmatch(r"@(\d+)", old[0]) if old else None
    kept = body[: int(asked[1])] if asked else body[: len(old) if old[-1:] != [CUT] else len(old) - 1 - any(heads)]
    kept = body if asked is None and old[-1:] != [CUT] else kept
    # Turtle is shown whole, so that it can be read again.
    short = kept if any(heads) else [*map(cut, kept)]
    return [*([CUT] if any(heads) else []), *short, *([CUT] if len(kept) < len(body) else [])]


@pytest.mark.parametrize(
    ("shown", "real", "same"),
    [
        (["a", "b"], ["a", "b"], True),
        (["a"], ["a", "b"], False),
        (["a", CUT], ["a", "b", "c"], True),
        ([CUT, "c"], ["a", "b", "c"], True),
        ([CUT, "b"], ["a", "b", "c"], False),
        (["重庆…"], ["重庆银行"], True),
        (["重庆"], ["重庆银行"], False),
        ([], ["a"], False),
    ],
)
def test_cuts_stand_for_what_they_leave_out(shown, real, same):
    assert fits(shown, real) is same


@pytest.mark.parametrize("block", all_blocks("console", "sh"), ids=str)
def test_commands_print_what_is_shown(block, home):
    for command, shown in sessions(block):
        status, real = home.shell(command)
        assert status == 0, f"{command}\n" + "\n".join(real)
        assert fits(shown, real), (
            f"{command}\nprints other lines than are shown; write them again with "
            "`.venv/bin/python tests/test_docs.py`, and read the difference:\n" + "\n".join(real[:40])
        )


@pytest.mark.parametrize("block", all_blocks("python"), ids=str)
def test_python_runs(block, home):
    status, real = home.python(block.body)
    assert status == 0, "\n".join(real)
    shown = [after.body.splitlines() for code, after in outputs(block.file) if code == block]
    assert all(fits(lines, real) for lines in shown), "\n".join(real)


def _parse_turtle(text: str) -> int:
    from pyoxigraph import RdfFormat, parse

    from kg.graph.iri import PREFIXES

    heads = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    return len(list(parse(heads + text, format=RdfFormat.TURTLE)))


PARSERS = {"json": json.loads, "toml": tomllib.loads, "turtle": _parse_turtle}


@pytest.mark.parametrize("block", all_blocks(*PARSERS), ids=str)
def test_data_parses(block):
    assert PARSERS[block.language](block.body)


@pytest.mark.parametrize("block", all_blocks("sparql"), ids=str)
def test_queries_find_something(block, home):
    import kg

    assert kg.open_graph(home.folder / "graph").query(block.body).rows


def test_shown_turtle_is_turtle():
    """Turtle stands in the documents as the output of commands; it is whole but for its prefixes."""
    found = [
        "\n".join(line for line in shown if line != CUT)
        for block in all_blocks("console")
        for command, shown in sessions(block)
        if "--format turtle" in command
    ]
    assert found
    assert all(_parse_turtle(text) for text in found)


@pytest.mark.parametrize("block", all_blocks("toml"), ids=str)
def test_a_rule_that_is_shown_finds_what_it_should(block, tmp_path, monkeypatch):
    import kg
    from kg import reading

    (sentence,) = re.findall(r"“(.+?)”", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert kg.extract_facts(sentence)["relations"] == [], "it is found already: show another rule"
    for path in (ROOT / "ontology").iterdir():
        (tmp_path / path.name).symlink_to(path)
    rules = (ROOT / "ontology" / "relations.toml").read_text(encoding="utf-8")
    (tmp_path / "relations.toml").unlink()
    (tmp_path / "relations.toml").write_text(f"{rules}\n{block.body}", encoding="utf-8")
    monkeypatch.setattr(reading, "ontology_dir", lambda: tmp_path)
    reading.extractor.cache_clear()
    found = [relation["p"] for relation in kg.extract_facts(sentence)["relations"]]
    reading.extractor.cache_clear()
    assert found == ["partOf"]


def _anchors(file: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("file", LINKED, ids=lambda file: str(file.relative_to(ROOT)))
def test_links_lead_somewhere(file):
    for link in LINK.findall(file.read_text(encoding="utf-8")):
        path, _, anchor = link.partition("#")
        if "://" in link:
            continue
        target = (file.parent / path).resolve() if path else file
        assert target.exists(), f"{file.name}: no {link}"
        assert target.is_relative_to(ROOT), f"{file.name}: {link} leads out of the checkout"
        assert not anchor or anchor in _anchors(target), f"{file.name}: no heading {link}"


def test_both_readmes_have_the_same_commands():
    english, chinese = ([(c, s) for b in blocks(f, "console", "sh") for c, s in sessions(b)] for f in READMES)
    assert english == chinese
    assert len(english) > 10
    assert [b.body for b in blocks(READMES[0], "python")] == [b.body for b in blocks(READMES[1], "python")]


def test_every_command_is_in_the_readme():
    from kg.__main__ import app

    verbs = {info.name or info.callback.__name__ for info in app.registered_commands}
    text = READMES[0].read_text(encoding="utf-8")
    assert {verb for verb in verbs if f"`kg {verb}" not in text} == set()


def test_targets_of_make_that_are_named_exist():
    texts = [file.read_text(encoding="utf-8") for file in FILES]
    named = {name for text in texts for name in re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE)}
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {"demo", "test"} <= named <= set(targets)


@pytest.mark.parametrize("path", sorted((ROOT / "docs").glob("*.png")), ids=lambda path: path.name)
def test_pictures_are_small_and_used(path):
    assert path.stat().st_size <= 300_000
    assert all(path.name in file.read_text(encoding="utf-8") for file in READMES)


def _edits(block: Block, home: Home) -> str:
    """The text of a console block with its output as it is now."""
    lines: list[str] = []
    for command, old in sessions(block):
        status, real = home.shell(command)
        assert status == 0, f"{block}: {command}\n" + "\n".join(real)
        lines += [f"$ {command}", *shortened(old, real)]
    return "\n".join(lines) + "\n"


def refresh(file: Path, home: Home) -> None:
    """Write the output of a document again."""
    new = {block: _edits(block, home) for block in blocks(file, "console")}
    for code, after in outputs(file):
        status, real = home.python(code.body)
        assert status == 0, "\n".join(real)
        new[after] = "\n".join(real if after.language == "json" else map(cut, real)) + "\n"
    text = file.read_text(encoding="utf-8")
    for block in sorted(new, key=lambda block: -block.start):
        text = text[: block.start] + new[block] + text[block.end :]
    file.write_text(text, encoding="utf-8")


def main() -> None:
    """Write the output of all documents again."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        home.shell(BUILD)
        for file in FILES:
            if file.is_file():
                refresh(file, home)


if __name__ == "__main__":
    main()
