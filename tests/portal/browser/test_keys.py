"""The portal by keyboard alone: where the keyboard is can always be seen, nothing holds it, and everything can be done with it."""

from __future__ import annotations

from typing import Any

from tests.portal.browser.conftest import Open, Site
from tests.portal.browser.seed import JOURNEY

FOCUSED = """() => { const at = document.activeElement, look = getComputedStyle(at), box = at.getBoundingClientRect();
  const round = at.closest('.choice'), drawn = round ? getComputedStyle(round) : look;
  return {name: at.tagName, id: at.id, text: (at.innerText || at.getAttribute('aria-label') || at.value || at.name || '').trim().slice(0, 60),
          seen: drawn.outlineStyle !== 'none' && parseFloat(drawn.outlineWidth) >= 2, here: box.width > 0 && box.left >= 0,
          inside: box.top >= 0 && box.bottom <= innerHeight + 1 || box.height > innerHeight}; }"""
MOST_STOPS = 120


def go_to(page: Any, text: str) -> None:
    """Tab until the keyboard is on what says so; on the way every stop can be seen."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        assert at["name"] == "BODY" or (at["seen"] and at["here"] and at["inside"]), at
        if text == at["id"] or text in at["text"]:
            return
    raise AssertionError(f"the keyboard never came to {text!r}")


def on_to(page: Any, text: str) -> None:
    """Go to a link or a button and press it."""
    before = page.url, page.get_by_role("heading", level=1).inner_text()
    go_to(page, text)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "([url, title]) => (location.href !== url || document.querySelector('h1')?.innerText !== title)", arg=before
    )
    page.wait_for_load_state()


def test_the_keyboard_reaches_everything_and_shows_where_it_is(open_as: Open, site: Site) -> None:
    page = open_as()
    page.goto(f"{site.address}/en/")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["text"] == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    # Another page: on the same one the keyboard would go on from where it was.
    page.goto(f"{site.address}/en/about")
    stops: list[dict[str, Any]] = []
    for _ in range(page.locator("a, button").count() + 2):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at["name"] == "BODY":
            break
        stops.append(at)
    assert len(stops) >= page.locator("a:visible, button:visible").count()
    assert [at for at in stops if not (at["seen"] and at["here"])] == []


def test_from_an_interview_to_a_plan_by_keyboard(open_as: Open, site: Site) -> None:
    page = open_as()
    page.goto(f"{site.address}/en/journeys/{JOURNEY}/")
    on_to(page, "Begin")
    page.get_by_label("How old").wait_for()
    go_to(page, "answer")
    page.keyboard.type("35")
    page.keyboard.press("Enter")
    page.locator("h1", has_text="How old").wait_for(state="detached")
    # After a question was swapped in, the keyboard is at it, not at the top of the page.
    assert page.evaluate("document.activeElement.tagName") == "H1"
    on_to(page, "I don’t know")
    on_to(page, "See the result as it stands")
    on_to(page, "The whole plan")
    assert page.get_by_role("heading", level=1).inner_text() == "Plan: Start work in Hong Kong"
    assert page.faults == []


def test_an_officer_decides_by_keyboard(open_as: Open, site: Site) -> None:
    page = open_as("lam")
    page.goto(f"{site.address}/en/desk/tasks/{site.names['task_by_keys']}")
    go_to(page, "Take")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Ask for a correction").wait_for()
    on_to(page, "Open the file")
    go_to(page, "granted")
    page.keyboard.press("Space")
    go_to(page, "clause")
    page.keyboard.press("ArrowDown")
    go_to(page, "reasons")
    page.keyboard.type("Everything that the guidance asks for was shown.")
    on_to(page, "Give to a second officer")
    assert "second" in page.locator("main").inner_text() and page.faults == []
