"""Every page of paths.yaml in a real browser: phone and desk, three languages, with JavaScript and without, light and dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from huanliu.base.document import read_document
from tests.portal.browser import looking
from tests.portal.browser.conftest import LANGUAGES, SIZES, Open, Site, picture

PATHS: list[dict[str, Any]] = read_document(Path(__file__).parent / "paths.yaml", "paths.yaml").plain()["paths"]
EVERY = pytest.mark.parametrize("path", PATHS, ids=lambda path: path["name"])
MOST_BYTES = 150_000
# Every page is held against our rules in every language and size; axe, which is slow, looks at each language and size once.
LOOKS = {"en": ("desk", "phone"), "zh-hans": ("desk",), "zh-hant": ("phone",)}
PICTURED = {"en": ("desk",), "zh-hant": ("phone",)}


def shown(page: Any, site: Site, path: dict[str, Any], code: str) -> Any:
    """Goes to a page in a language; gives what the server answered."""
    where = path["path"].format(**site.names)
    if path.get("bare"):
        page.context.add_cookies([{"name": "django_language", "value": code, "url": site.address}])
    response = page.goto(site.address + (where if path.get("bare") else f"/{code}{where}"))
    if "press" in path:
        with page.expect_navigation() as led:
            page.locator(path["press"]).first.click()
        response = led.value
    assert response.status == path.get("status", 200)
    return response


def faults(page: Any, path: dict[str, Any]) -> list[str]:
    """What went wrong; that a page is not there is what some of them say."""
    expected = "Failed to load resource: the server responded with a status of "
    return [said for said in page.faults if not (path.get("status", 200) >= 400 and said.startswith(expected))]


@pytest.mark.parametrize("code", LANGUAGES)
@EVERY
def test_a_page(open_as: Open, request: pytest.FixtureRequest, path: dict[str, Any], code: str) -> None:
    site = request.getfixturevalue(path.get("site", "site"))
    page = open_as(path.get("as", "anybody"), at=site)
    response = shown(page, site, path, code)
    assert page.get_attribute("html", "lang") == LANGUAGES[code] and len(response.body()) < MOST_BYTES
    # Looked at before the pictures, for which the browser changes the fields.
    found = {size: looked(page, size, size in LOOKS[code]) for size in SIZES}
    for size in PICTURED.get(code, ()):
        page.set_viewport_size(SIZES[size])
        page.emulate_media(color_scheme="light")
        picture(page, f"{path['name']}-{code}-{size}")
    assert not any(found.values()), found
    assert faults(page, path) == []


def looked(page: Any, size: str, with_axe: bool) -> list[str]:
    """What a page does against the rules at a size: ours, and axe's, light on a desk and dark on a phone."""
    page.set_viewport_size(SIZES[size])
    page.emulate_media(color_scheme="dark" if size == "phone" else "light")
    found = looking.ours(page)
    return found + looking.violations(page) if with_axe and looking.axe() else found


@EVERY
def test_a_page_without_javascript(open_as: Open, request: pytest.FixtureRequest, path: dict[str, Any]) -> None:
    site = request.getfixturevalue(path.get("site", "site"))
    page = open_as(path.get("as", "anybody"), size="phone", scripts=False, at=site)
    shown(page, site, path, "zh-hant")
    assert page.locator("main h1").is_visible() and faults(page, path) == []
