"""What a browser calls itself, in the words that people know it by."""

from __future__ import annotations

from django import template

from huanliu.portal import words
from huanliu.portal.front.templatetags.words import page_language

register = template.Library()
# The first that is found: most browsers also claim to be the ones below them.
BROWSERS = {"MicroMessenger": "WeChat", "Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "FxiOS": "Firefox"}
BROWSERS |= {"Chrome": "Chrome", "CriOS": "Chrome", "Safari": "Safari"}
SYSTEMS = {"HarmonyOS": "HarmonyOS", "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows"}
SYSTEMS |= {"Mac OS": "macOS", "Linux": "Linux"}


@register.filter
def browser_name(called: str) -> str:
    """Firefox · Windows."""
    found = [next((name for mark, name in marks.items() if mark in called), None) for marks in (BROWSERS, SYSTEMS)]
    return " · ".join(name for name in found if name) or words.say("signin.unknown_browser", page_language())
