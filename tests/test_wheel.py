"""The wheel is what users get: it is built, installed into an empty environment, and builds a graph there."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = """三峡银行为武隆发放林业碳汇质押贷款

2022年11月3日，三峡银行向武隆区某林场授信5年期、5000万元贷款。武隆区森林覆盖率达65%。
重庆三峰环境集团股份有限公司位于大渡口区建桥工业园区。
"""


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (found,) = folder.glob("lvjin-*.whl")
    return found


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory) -> Path:
    """The Python of a new environment with the wheel; its dependencies are lent by the environment of the tests."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).stdout.strip()
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        wheel,
        cwd=folder,
    )
    # Paths in a .pth file come after the environment's own, and hooks of the lender (an editable kg) are not run.
    (Path(site) / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def test_the_wheel_carries_the_ontology_and_is_small(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {path.relative_to(ROOT) for path in (ROOT / "ontology").rglob("*") if path.is_file()}
    assert {f"kg/{path.as_posix()}" for path in wanted} <= names
    assert "kg/ontology/gazetteer/lexicon.tsv.gz" in names
    assert not [name for name in names if name.startswith(("tests/", "corpus/", "exports/"))]
    assert wheel.stat().st_size < 60 * 1024 * 1024


def test_the_installed_package_is_that_of_the_wheel(python, tmp_path):
    code = (
        "import kg, kg.tables; print(kg.__file__); print(kg.tables.ontology_dir()); print(len(kg.tables.load_areas()))"
    )
    file, ontology, areas = run(python, "-c", code, cwd=tmp_path).stdout.split()
    assert Path(file).is_relative_to(python.parent.parent)
    assert Path(ontology) == Path(file).parent / "ontology"
    assert int(areas) > 40_000


def test_the_installed_command_builds_a_graph(python, tmp_path):
    if not (ROOT / "kg" / "__main__.py").is_file():
        pytest.skip("the command is not written yet")
    article = tmp_path / "in" / "武隆.txt"
    article.parent.mkdir()
    article.write_text(ARTICLE, encoding="utf-8")
    run(python.parent / "kg", "build", article, "-o", tmp_path / "out", cwd=tmp_path)
    for name in ("documents.jsonl", "facts.jsonl", "graph.ttl", "graph.nq", "graph.html", "report.json"):
        assert (tmp_path / "out" / name).stat().st_size > 0
    assert "武隆" in (tmp_path / "out" / "graph.ttl").read_text(encoding="utf-8")
