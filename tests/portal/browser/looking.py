"""What is asked of every page that a browser shows: axe's rules, and ours."""

from __future__ import annotations

import importlib.util
import os
from functools import cache
from pathlib import Path
from typing import Any

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OURS = """() => {
  const found = [];
  const headings = [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(each => +each.tagName[1]);
  if (headings.filter(level => level === 1).length !== 1) found.push('not one h1');
  headings.forEach((level, place) => { if (place && level > headings[place - 1] + 1) found.push('h' + headings[place - 1] + ' then h' + level); });
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide > 0) found.push('wider than the window by ' + wide + ' pixels');
  document.querySelectorAll('table').forEach(table => {
    if (!table.caption) found.push('a table without a caption');
    table.querySelectorAll('th').forEach(head => { if (!head.scope) found.push('a th without scope'); });
  });
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const text = words.currentNode.data, within = words.currentNode.parentElement;
    const lang = within.closest('[lang]').lang, marked = within.closest('script,style,.skip');
    // 9 o'clock was once written 90:28.
    if (/\\b(?:2[4-9]|[3-9]\\d):\\d\\d\\b|\\b\\d\\d:[6-9]\\d\\b/.test(text)) found.push('no such hour: ' + text.trim().slice(0, 60));
    if (/{{|{%|\\bundefined\\b|\\bNaN\\b/.test(text)) found.push('left of a template: ' + text.trim().slice(0, 60));
    // What people wrote themselves is in a language that nobody knows.
    if (marked || !lang) continue;
    if (lang.startsWith('zh') && /(?:\\b[A-Za-z]{2,}\\b[ ,]+){3,}[A-Za-z]{2,}/.test(text)) found.push('English that is not marked: ' + text.trim().slice(0, 60));
    if (!lang.startsWith('zh') && /[\\u4e00-\\u9fff]{2,}/.test(text)) found.push('Chinese that is not marked: ' + text.trim().slice(0, 60));
  }
  document.querySelectorAll('[style],[onclick]').forEach(each => found.push('style or script in ' + each.tagName));
  if (document.querySelectorAll('[id]').length !== new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size) found.push('an id stands twice');
  return found;
}"""
ASKED = """(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(told => told.violations.map(
  each => each.id + ': ' + each.help + ' [' + each.nodes.map(node => node.target.join(' ')).slice(0, 4).join(', ') + ']'))"""


@cache
def axe() -> str | None:
    """The text of axe-core: from the package axe-playwright-python, or the file that HUANLIU_AXE names; None without either."""
    named = os.environ.get("HUANLIU_AXE")
    if named:
        return Path(named).read_text("utf-8")
    package = importlib.util.find_spec("axe_playwright_python")
    if package is None or package.origin is None:
        return None
    return next(Path(package.origin).parent.rglob("axe.min.js")).read_text("utf-8")


def ours(page: Any) -> list[str]:
    """What a page does against the rules of the house."""
    return list(page.evaluate(OURS))


def violations(page: Any) -> list[str]:
    """What axe finds."""
    source = axe()
    assert source is not None, "axe-core is not installed"
    # Evaluated by the debugger, so the page's own policy stays as strict as it is.
    page.evaluate(source)
    return list(page.evaluate(ASKED, RULES))
