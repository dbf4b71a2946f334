"""What a careful reader checks on every page: axe, and nothing wider than the screen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, ViewportSize

AXE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# WCAG 2.2 A and AA, and axe's best practices with them.
_RUN = """async () => {
  const found = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  });
  return found.violations.map((each) => ({
    id: each.id, help: each.help, nodes: each.nodes.map((node) => node.html.slice(0, 160)),
  }));
}"""
_SMALL = """() => [...document.querySelectorAll("button, .button, input, select, summary, .choice")]
  .filter((each) => each.offsetParent !== null && !each.closest(".choice label, .scale"))
  .filter((each) => !(each.matches("input[type=radio], input[type=checkbox]")))
  .filter((each) => each.getBoundingClientRect().height < 43.5)
  .map((each) => each.outerHTML.slice(0, 120))"""


def look(page: Page, what: str) -> None:
    """Check the page as it stands, at desktop and phone width."""
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        _check(page, f"{what} at {size['width']} px")
    page.set_viewport_size(DESKTOP)


def _check(page: Page, what: str) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.viewport_size["width"], f"{what}: {wide} px wide"  # type: ignore[index]
    # Evaluated, not added as a tag: the strict content security policy stays on.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate(_RUN)
    assert found == [], f"{what}: {json.dumps(found, indent=1)}"
    small: list[str] = page.evaluate(_SMALL)
    assert small == [], f"{what}: smaller than 44 px: {small}"
