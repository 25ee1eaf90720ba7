"""A wheel holds everything it needs, and nothing that is nobody's business."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and lay it out as an installation would."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_it_makes_an_installation_from_another_folder(unpacked: Path, tmp_path: Path) -> None:
    home = tmp_path / "agency"
    told = {**os.environ, "PYTHONPATH": str(unpacked), "MENTORSHIP_HOME": str(home)}
    for words in (["init"], ["routes"], ["audit", "verify"]):
        done = subprocess.run(
            [sys.executable, "-m", "mentorship", *words],
            cwd=tmp_path, env=told, check=False, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    where = "from mentorship.kernel import paths; print(paths.TEMPLATES)"
    found = subprocess.run(
        [sys.executable, "-c", where],
        cwd=tmp_path, env=told, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert Path(found.stdout.strip()) == unpacked / "mentorship" / "templates"


def test_it_carries_every_template_and_static_file_and_nothing_else(unpacked: Path) -> None:
    for folder in ("templates", "static", "migrations"):
        for path in (ROOT / folder).rglob("*.*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert (unpacked / "mentorship" / path.relative_to(ROOT)).is_file()
    assert sorted(path.name for path in unpacked.iterdir() if path.suffix != ".dist-info") == [
        "matching",
        "mentorship",
    ]
    strays = {".db", ".key", ".pem", ".json", ".log"}
    assert [path for path in unpacked.rglob("*") if path.suffix in strays] == []
