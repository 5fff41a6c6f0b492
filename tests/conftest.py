"""What all tests share: where the repository and the project's shared folder lie, and the command as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
Kg = Callable[..., subprocess.CompletedProcess[str]]


def kg_command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "kg", *map(str, arguments)]


def kg_environment(**more: str) -> dict[str, str]:
    """No terminal's width, colours or charset leak into a test."""
    dropped = ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "PYTHONIOENCODING", "PYTHONUNBUFFERED")
    kept = {k: v for k, v in os.environ.items() if k not in dropped}
    return {**kept, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "TERM": "dumb", **more}


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ``shared/`` beside the checkout; a test that needs it is skipped where it is missing."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not here: this test compares with the project's reference files")
    return folder


@pytest.fixture(scope="session")
def kg() -> Kg:
    """Run ``kg ARGUMENTS…`` in a process of its own; what came out is in ``.returncode``, ``.stdout``, ``.stderr``."""

    def run(
        *arguments: object, stdin: str = "", cwd: Path | None = None, **env: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            kg_command(*arguments),
            input=stdin,
            cwd=cwd,
            env=kg_environment(**env),
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def kg_start() -> Callable[..., subprocess.Popen[bytes]]:
    """Start ``kg ARGUMENTS…`` and go on; options are those of :class:`subprocess.Popen`."""

    def start(*arguments: object, env: dict[str, str] | None = None, **options: Any) -> subprocess.Popen[bytes]:
        return subprocess.Popen(kg_command(*arguments), env=kg_environment(**(env or {})), **options)

    return start


@pytest.fixture(scope="session")
def demo(kg, tmp_path_factory) -> Path:
    """The graph of the sample articles, built once by the command."""
    folder = tmp_path_factory.mktemp("demo") / "graph"
    done = kg("build", ROOT / "exports" / "demo" / "articles", "-o", folder)
    assert done.returncode == 0, done.stderr
    return folder
