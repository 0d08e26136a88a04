"""The slider of a weight dragged with the pointer, step by step: part of `python -m bench --only pages`.

The browser counts the press and the release of a pointer as an interaction, but not what happens between: so each step of
the drag is timed by itself, from the moment the pointer moved (the event's own time) to the first moment after the frame
that shows it. A drag rests twice on its way, longer than the page waits before it asks the server, so that answers are put
in place while the pointer goes on. Beside it, in turn, the same drag on a slider on which nothing hangs, on the same page.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

ROUNDS, STEPS = 5, 40  # drags of each kind, in turn; steps of one
PACE, REST = 16, 150  # ms from one step to the next, as a hand moves a mouse; ms of a rest
RESTS = (STEPS // 3, 2 * STEPS // 3)  # steps after which the pointer rests
SETTLED = "[data-outcome]:not([aria-busy])"
NOTHING = "of-nothing"  # id of the slider on which nothing hangs

WATCH = """id => {
  const nothing = document.createElement("input");
  Object.assign(nothing, {id, type: "range", min: 0, max: 100, value: 50, ariaLabel: id});
  document.querySelector("main").append(nothing);
  window.steps = [];
  window.held = {};
  document.addEventListener("input", event => {
    if (event.target.type !== "range") return;
    const began = event.timeStamp;
    requestAnimationFrame(() => {
      const shown = new MessageChannel();
      shown.port1.onmessage = () => window.steps.push(performance.now() - began);
      shown.port2.postMessage(0);
    });
  }, true);
  new PerformanceObserver(list => {
    for (const one of list.getEntries()) {
      if (one.interactionId) window.held[one.interactionId] = Math.max(window.held[one.interactionId] ?? 0, one.duration);
    }
  }).observe({type: "event", durationThreshold: 16, buffered: false});
}"""
TAKEN = """() => {
  const found = [window.steps, Object.values(window.held)];
  window.steps = [];
  window.held = {};
  return found;
}"""


@dataclass
class Drags:
    """Drags of a kind, in ms. `steps`: each from its move to the frame after; `held`: a press or release to the next paint."""

    steps: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)


def drags(page: Page, slider: str) -> tuple[Drags, Drags]:
    """A weight dragged on an open desk, and a slider on which nothing hangs.

    Args:
        slider: selector of the sliders of weights, the first of which is dragged.
    """
    moved, idle = Drags(), Drags()
    page.evaluate(WATCH, NOTHING)
    for turn in range(-1, ROUNDS):  # the first does not count
        back = turn % 2 == 1
        for of, into in ((page.locator(slider).first, moved), (page.locator(f"#{NOTHING}"), idle)):
            _drag(page, of, back)
            page.wait_for_selector(SETTLED)
            page.wait_for_timeout(300)  # entries are told a little after the paint
            steps, held = page.evaluate(TAKEN)
            if turn >= 0:
                into.steps += steps
                into.held += [*held, *[16.0] * (not held)]  # below 16 ms the browser tells of none
    return moved, idle


def _drag(page: Page, slider: Locator, back: bool) -> None:
    """From one fifth of a slider to four fifths of it, or back."""
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None  # it was scrolled into view
    places = [box["x"] + box["width"] * (0.2 + 0.6 * step / STEPS) for step in range(STEPS + 1)]
    height = box["y"] + box["height"] / 2
    first, *rest = reversed(places) if back else places
    page.mouse.move(first, height)
    page.mouse.down()
    for step, place in enumerate(rest):
        page.mouse.move(place, height)
        page.wait_for_timeout(REST if step in RESTS else PACE)
    page.mouse.up()
