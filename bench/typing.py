"""What a key costs in a long story, as a multiple of a key in a short one: `python -m bench.typing`.

The same letters are typed into the middle of stories of 100, 1,000 and 10,000 words, in turns, in a real browser; of each
key counts the time from the key until the text, the field of the form and the word count are there and laid out. The
median of the rounds is put in relation to the shortest story, so that it says something about the code and not about the
machine. The last line compares with one frame of a screen, 1/60 s.
"""

import os
import statistics
import sys

import django
from django.test.utils import override_settings, setup_test_environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
django.setup()

SIZES = (100, 1_000, 10_000)
ROUNDS, KEYS = 5, 20
FRAME = 1000 / 60
PARAGRAPH = (
    "The ferries return to the coast on Monday and go every hour until the harbour is closed again for the night. " * 3
)
TYPE = """(keys) => {
  const { editor } = document.querySelector(".body-editor__text");
  const middle = editor.state.doc.content.size / 2 | 0;
  editor.commands.setTextSelection(middle);
  const costs = [];
  for (let key = 0; key < keys; key += 1) {
    const began = performance.now();
    editor.view.dispatch(editor.state.tr.insertText("x"));
    document.body.getBoundingClientRect();
    costs.push(performance.now() - began);
  }
  return costs;
}"""


def story(words: int) -> str:
    paragraph = f"<p>{PARAGRAPH.strip()}</p>"
    return paragraph * max(1, words // len(PARAGRAPH.split()))


def measured(address: str) -> dict[int, float]:
    from tests import browser

    costs = {size: [] for size in SIZES}
    with browser.launched() as chromium:
        pages = {size: chromium.new_page() for size in SIZES}
        for size, page in pages.items():
            page.goto(f"{address}/write/")
            page.wait_for_selector(".body-editor--ready")
            page.evaluate(
                """(html) => { const field = document.querySelector("textarea[name=body]");
                field.value = html; field.dispatchEvent(new Event("body:load")); }""",
                story(size),
            )
        for _ in range(ROUNDS):
            for size, page in pages.items():
                costs[size] += page.evaluate(TYPE, KEYS)
    return {size: statistics.median(found) for size, found in costs.items()}


def report(costs: dict[int, float]) -> str:
    least = costs[SIZES[0]]
    lines = [f"{size:>7,} words{cost / least:10.1f} ×" for size, cost in costs.items()]
    share = costs[SIZES[-1]] / FRAME
    return "\n".join(
        ["A key, as a multiple of one in the shortest story", *lines, f"The longest takes {share:.0%} of a frame."]
    )


def main() -> None:
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.db import connections
    from django.test.testcases import LiveServerThread

    setup_test_environment()
    name = connections["default"].creation.create_test_db(verbosity=0)
    with override_settings(ROOT_URLCONF="tests.articles.editor_page"):
        server = LiveServerThread("127.0.0.1", StaticFilesHandler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        try:
            sys.stdout.write(report(measured(f"http://127.0.0.1:{server.port}")) + "\n")
        finally:
            server.terminate()
            connections["default"].creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
