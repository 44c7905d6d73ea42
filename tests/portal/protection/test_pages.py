"""Every page of the portal in four languages: its headers, and that it is well made. Rows of doors.yaml say which pages there are."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.utils import translation

from tests.portal.doors.objects import ANONYMOUS, Made, browser
from tests.portal.doors.walking import door, names, table
from tests.portal.protection.pages import english_left, faults

CODES = [code for code, _ in settings.LANGUAGES]
WHO = (ANONYMOUS, "owner", "officer")
PAGES = sorted(name for name in set(names()) & set(table()["doors"]) if not name.startswith("v1:"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_well_made_in_every_language(name: str) -> None:
    found, made, wrong = door(name), Made(), []
    for code in CODES:
        with translation.override(code):
            address = found.address(made)
        for who in WHO:
            response = browser(made.cast.get(who)).get(address, headers={"accept-language": code})
            if response.headers.get("Content-Type", "").startswith("text/html") and response.content:
                wrong += [f"{code} {who}: {fault}" for fault in faults(response, code, who != ANONYMOUS)]
                wrong += [f"{code} {who}: English: {text}" for text in english_left(response) if code[:2] == "zh"]
    assert not wrong, "\n".join([name, *wrong])


BAD = """<!doctype html><html lang="en"><head><title>x</title><style>p{}</style></head><body onload="x()"><h2>a</h2><h4>b</h4>
<script>1</script><img src="https://elsewhere.example/x" alt=""><script src="/static/gone.js"></script><p style="color:red"><input name="q"><table><tr><th>a</th></tr></table>
<a id="x" href="/" aria-describedby="gone">x</a><b id="x">x</b></body></html>"""


def test_what_is_wrong_with_a_page_is_found() -> None:
    found = " | ".join(faults(HttpResponse(BAD), "pt", personal=True))
    for fault in (
        "policy",
        "nosniff",
        "Cache-Control",
        "lang is en",
        "<style>",
        "<body onload>",
        "<p style>",
        "elsewhere",
    ):
        assert fault in found
    for fault in ("in the page", "no label: q", "two of id x", "gone", "h2 then h4", "0 first", "caption", "scope"):
        assert fault in found


def test_english_that_is_left_over_is_found() -> None:
    page = '<html lang="zh-Hans"><p>请先 sign up for an account<p lang="en">this is marked as English'
    assert english_left(HttpResponse(page)) == ["sign up for an account"]
