"""Every notebook runs from top to bottom, without a window, on people who are made up."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

SHOWS = {"data_exploration": "resting_hr", "form_analysis": "overall_mae"}
NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Short is enough to run it; what it shows is for people, who see half a year.
    monkeypatch.setenv("MONTHS", "2")
    monkeypatch.setenv("SMALL", "1")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    book = nbformat.read(path, as_version=4)
    NotebookClient(book, timeout=300, kernel_name="python3").execute(cwd=str(tmp_path))
    shown = [one for cell in book.cells if cell.cell_type == "code" for one in cell.outputs]
    assert any(SHOWS[path.stem] in str(one) for one in shown)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_what_it_showed(path: Path) -> None:
    book = nbformat.read(path, as_version=4)
    assert all(not cell.outputs for cell in book.cells if cell.cell_type == "code")


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS
