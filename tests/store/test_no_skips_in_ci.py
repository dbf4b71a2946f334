"""In CI a test that was skipped is a test that failed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"


# As `make test` shares the tests out; what holds for one process must hold for several.
SHARED = ("-n", "2", "--dist", "loadfile")


def run(
    folder: Path, test: str, *words: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_text(CONFTEST.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "test_it.py").write_text(test, encoding="utf-8")
    inherited = {name: value for name, value in os.environ.items() if name != "SPOTTER_CI"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words, str(folder)],
        env={**inherited, **environment},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


SKIPPED = "import pytest\n\ndef test_it():\n    pytest.skip('no camera here')\n"
SKIPPED_WHOLE = "import pytest\n\npytest.skip('no camera here', allow_module_level=True)\n"


def test_a_skip_is_allowed_at_home_and_says_why(tmp_path: Path) -> None:
    done = run(tmp_path, SKIPPED)
    assert done.returncode == 0
    assert "no camera here" in done.stdout


@pytest.mark.parametrize("words", [(), SHARED])
@pytest.mark.parametrize("text", [SKIPPED, SKIPPED_WHOLE])
def test_a_skip_fails_the_run_in_ci_and_says_why(
    tmp_path: Path, text: str, words: tuple[str, ...]
) -> None:
    done = run(tmp_path, text, *words, SPOTTER_CI="1")
    assert done.returncode != 0, done.stdout
    assert "no camera here" in done.stdout
    assert "count as failures" in done.stdout


@pytest.mark.parametrize("words", [(), SHARED])
def test_a_run_without_skips_passes_in_ci_and_ends_with_the_count(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = run(tmp_path, "def test_it():\n    pass\n", *words, SPOTTER_CI="1")
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1].startswith("1 passed in ")


def test_a_missing_postgres_is_a_visible_skip(tmp_path: Path) -> None:
    text = "def test_it(database_url):\n    pass\n"
    done = run(tmp_path, text, SPOTTER_TEST_POSTGRES="postgresql+psycopg://x@127.0.0.1:1/x")
    assert done.returncode == 0
    assert "no PostgreSQL at" in done.stdout
