"""What every answer carries, and what no page may load."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from spotter.web.assets import STATIC
from spotter.web.security import CONTENT_SECURITY_POLICY

TEMPLATES = STATIC.parent / "templates"
# Names of namespaces and licences are no requests.
_HARMLESS = ("http://www.w3.org/",)


@pytest.mark.parametrize("path", ["/", "/login", "/about", "/api/v1/athlete", "/healthz", "/none"])
def test_every_answer_has_the_strict_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


def test_the_policy_allows_no_inline_code_and_no_other_site() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    assert "frame-ancestors 'none'" in CONTENT_SECURITY_POLICY


def test_https_answers_ask_to_stay_on_https(client: TestClient) -> None:
    secure = TestClient(client.app, base_url="https://testserver")
    assert "max-age=31536000" in secure.get("/healthz").headers["strict-transport-security"]
    assert "strict-transport-security" not in client.get("/healthz").headers


def test_the_login_cookie_is_out_of_reach_of_scripts_and_other_sites(client: TestClient) -> None:
    secure = TestClient(client.app, base_url="https://testserver")
    cookie = secure.get("/login").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" in cookie


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_has_inline_code_or_an_address_of_another_site(path: Path) -> None:
    html = path.read_text(encoding="utf-8")
    assert not re.search(r"https?://", html)
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", html)
    for tag in re.findall(r"<script[^>]*>", html):
        assert "src=" in tag


@pytest.mark.parametrize(
    "path",
    sorted(p for p in STATIC.rglob("*") if p.suffix in {".css", ".js", ".svg", ".webmanifest"}),
    ids=lambda path: path.name,
)
def test_no_asset_names_another_site(path: Path) -> None:
    found = re.findall(r"https?://[^\s\"'`)]+", path.read_text(encoding="utf-8"))
    assert [url for url in found if not url.startswith(_HARMLESS)] == []


def test_a_static_file_with_a_hash_may_be_kept_for_ever(client: TestClient) -> None:
    page = client.get("/").text
    address = re.search(r"/static/css/base\.css\?v=[0-9a-f]{16}", page)
    assert address is not None
    assert "immutable" in client.get(address[0]).headers["cache-control"]
