"""Programs to be measured against that cannot live beside Spotter's own dependencies."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def python_with(*requirements: str) -> Path:
    """Return a Python that has `requirements`, in an environment of its own within this one."""
    folder = Path(sys.prefix) / "peers" / "-".join(requirements).replace("==", "-")
    python = folder / "bin" / "python"
    done = folder / "done"
    if not done.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *requirements], check=True)
        done.touch()
    return python
