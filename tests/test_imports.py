"""The parts of kg import one another as the design says; modules stay small and without cycles."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "kg").rglob("*.py"))
}
BASE = {"kg", "kg.model", "kg.codec", "kg.numerals", "kg.tables"}
MAY_IMPORT = {
    "text": set(),
    "extract": set(),
    "resolve": set(),
    "graph": set(),
    "publish": {"graph"},
    "learn": {"text", "extract", "resolve"},
    "staging": set(),
    "reading": {"text", "extract", "resolve", "graph"},
    "pipeline": {"text", "extract", "resolve", "graph", "learn", "staging", "reading"},
}
OWNERS = {
    "spacy": ("kg.extract",),
    "rdflib": ("kg.graph",),
    "pyoxigraph": ("kg.graph",),
    "pyshacl": ("kg.graph",),
    "typer": ("kg.__main__", "kg.publish"),
    "rich": ("kg.__main__", "kg.publish"),
}
# The command and the public names may reach everything, lazily.
FREE = {"kg", "kg.__main__"}


def part(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def imports(path: Path, *, top_only: bool = False) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_only else list(ast.walk(tree))
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name} imports relatively; write the full name"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return found


def ours(path: Path, *, top_only: bool = False) -> set[str]:
    """The modules of kg that a file imports; a name taken from a module counts as that module."""
    found = {name for name in imports(path, top_only=top_only) if name.split(".")[0] == "kg"}
    return {name if name in FILES else name.rpartition(".")[0] for name in found}


@pytest.mark.parametrize("module", sorted(FILES.keys() - FREE))
def test_a_part_imports_only_what_it_may(module):
    allowed = MAY_IMPORT[part(module)] | {part(module)} if module not in BASE else set()
    for name in ours(FILES[module]) - BASE:
        assert part(name) in allowed, f"{module} imports {name}"


@pytest.mark.parametrize("module", sorted(BASE - {"kg"}))
def test_a_base_module_imports_only_records(module):
    assert ours(FILES[module]) <= {"kg", "kg.model"}


@pytest.mark.parametrize("package", sorted(OWNERS))
def test_an_outside_package_is_met_by_its_owner_alone(package):
    users = {module for module, path in FILES.items() if package in {name.split(".")[0] for name in imports(path)}}
    strangers = [module for module in users if not module.startswith(OWNERS[package])]
    assert not strangers, f"{package} belongs to {OWNERS[package]}"


def test_no_module_imports_itself_by_a_cycle():
    graph = {module: ours(path, top_only=True) - {module} for module, path in FILES.items()}
    done: set[str] = set()

    def walk(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, f"cycle {' → '.join((*trail, module))}"
        if module not in done:
            for name in sorted(graph.get(module, ())):
                # A module's own package is no step: its __init__ is read before.
                if not module.startswith(f"{name}."):
                    walk(name, (*trail, module))
            done.add(module)

    for module in graph:
        walk(module, ())


@pytest.mark.parametrize("module", sorted(FILES))
def test_a_module_is_short_and_silent(module):
    source = FILES[module].read_text(encoding="utf-8")
    assert source.count("\n") < 400
    assert not re.search(r"^\s*print\(", source, re.MULTILINE), "the library prints nothing"


def test_starting_the_command_loads_no_model():
    """Only the command and the pipeline may import the stages when they are imported themselves."""
    main = FILES.get("kg.__main__")
    if main is None:
        pytest.skip("the command is not written yet")
    heavy = {"spacy", "rdflib", "pyoxigraph", "pyshacl", "networkx", "igraph", "trafilatura"}
    assert not heavy & {name.split(".")[0] for name in imports(main, top_only=True)}
    assert not {name for name in ours(main, top_only=True) if part(name) in {"extract", "graph", "publish", "learn"}}
