"""The editor's page as the tests use it: open it, type, paste, read what the form would send and what is saved."""

from urllib.parse import quote

import pytest

TEXT = ".body-editor__text"
PASTE = """([data]) => {
  const clipboardData = new DataTransfer();
  for (const [kind, text] of Object.entries(data)) clipboardData.setData(kind, text);
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
}"""

# ProseMirror puts its own cursor back 20 ms after it was focused; a key of a test may come before that.
SETTLED = "() => new Promise((done) => setTimeout(done, 20))"

on_editor_page = pytest.mark.urls("tests.articles.editor_page")


def open_editor(page, body=""):
    page.goto(f"/write/?body={quote(body)}")
    page.wait_for_selector(".body-editor--ready")
    page.dispatch_event("label:has-text('Text')", "click")  # a mouse may meet a page that still settles, and a tool
    page.evaluate(SETTLED)
    return page


def keys(page, *pressed):
    """Presses keys; what is no key is typed."""
    for key in pressed:
        if (
            "+" in key[1:]
            or key in {"Enter", "Tab", "Escape", "Backspace", "Delete", "Home", "End"}
            or key.startswith("Arrow")
        ):
            page.keyboard.press(key)
        else:
            page.keyboard.type(key)


def paste(page, **data):
    page.evaluate(PASTE, [{f"text/{kind}": text for kind, text in data.items()}])


def value(page) -> str:
    """What the form would send now."""
    return page.input_value("textarea[name=body]")


def save(page) -> str:
    """Sends the form; gives the canonical text that came of it."""
    page.click("button:text-is('Save')")
    return page.text_content("#saved")
