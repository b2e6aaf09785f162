"""What a browser has to fetch the first time somebody opens a page, with the files as production serves them."""

import gzip
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli
import pytest
from django.core.management import call_command

from newsroom import joining
from tests.articles.desk import page as address
from tests.articles.editor import SETTLED
from tests.browser import sign_in
from tests.cast import editor, make_article, make_picture

LARGEST, MOST = 250_000, 15
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


@pytest.fixture(scope="session")
def collected(tmp_path_factory):
    """Static files as production has them, but for the compressed copies: those are made here of what is asked for."""
    from django.test import override_settings

    production = {
        "STATIC_ROOT": tmp_path_factory.mktemp("static"),
        "STORAGES": {
            "default": {"BACKEND": "newsroom.storage.DurableMedia"},
            "staticfiles": {"BACKEND": "newsroom.storage.HashedStatic"},
        },
        "WHITENOISE_SKIP_COMPRESS_EXTENSIONS": ["css", "js", "map", "svg", "txt", "md", "html", "json"],
    }
    with override_settings(**production):
        call_command("collectstatic", interactive=False, verbosity=0)
    return production


@pytest.fixture
def production_files(collected, settings):
    for name, value in collected.items():
        setattr(settings, name, value)
    return Path(collected["STATIC_ROOT"])


def compressed(content: bytes, kind: str) -> int:
    """Bytes on the way: static text in Brotli, as it lies there; pages by the proxy's gzip; pictures and fonts as they are."""
    if kind == "page":
        return len(gzip.compress(content, 1))
    return len(brotli.compress(content)) if kind in {".css", ".js", ".svg"} else len(content)


def watch(page, root: Path) -> dict[str, int]:
    """Serves the collected files to the page, and keeps what each of them and the page itself weigh."""
    weights = {}

    def serve(route):
        path = unquote(urlsplit(route.request.url).path)
        file = root / path.removeprefix("/static/")
        weights[path] = compressed(file.read_bytes(), file.suffix)
        route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])

    page.set_default_timeout(60_000)  # many small answers go through this process
    page.route("**/static/**", serve)
    return weights


def fetched(page, root: Path, story_address: str) -> dict[str, int]:
    sign_in(page, editor())
    weights = watch(page, root)
    others = []
    page.on("response", lambda response: others.append(response))
    page.goto(story_address)
    page.wait_for_selector(".body-editor--ready")
    page.wait_for_load_state("networkidle")
    for response in others:
        if not urlsplit(response.url).path.startswith("/static/"):
            weights[response.url] = compressed(response.body(), "page")
    return weights


def test_the_story_form_is_small_and_asks_seldom(production_files, browser_page):
    weights = fetched(browser_page, production_files, address("add"))
    assert sum(weights.values()) <= LARGEST, weights
    assert len(weights) <= MOST, weights


def test_the_joined_scripts_do_all_that_the_separate_ones_do(production_files, browser_page):
    story = make_article(body="<p>One</p>", lead_picture=make_picture(), tags=["Harbour"])
    fetched(browser_page, production_files, address("change", story))
    browser_page.locator(".body-editor__text").click()
    browser_page.evaluate(SETTLED)
    browser_page.keyboard.press("Control+End")
    browser_page.keyboard.type(" and two")
    assert browser_page.input_value("textarea[name=body]") == "<p>One and two</p>"
    browser_page.get_by_role("button", name="Choose another picture").click()
    browser_page.get_by_role("dialog", name="Choose a picture").wait_for()


def test_a_page_for_readers_asks_for_one_style_sheet(production_files, browser_page):
    weights = watch(browser_page, production_files)
    browser_page.goto("/")
    browser_page.wait_for_load_state("networkidle")
    assert len([path for path in weights if path.endswith(".css")]) == 1


class Folder:
    """Sources for joining: name → text."""

    def __init__(self, files):
        self.files = files

    def open(self, name):
        from io import BytesIO

        return BytesIO(self.files[name].encode())


def join(**files) -> dict[str, str]:
    files = {f"js/{name}.js": text for name, text in files.items()}
    return joining.joined({name: (Folder(files), name) for name in files})


def test_a_module_is_run_once_and_before_those_that_import_it():
    text = join(
        page='import { one as first } from "./low.js";\nimport * as middle from "./middle.js";\nfirst(middle);\n',
        middle='import { one } from "./low.js";\nexport const two = one;\n',
        low="export function one() {}\n",
    )["js/page.js"]
    codes = ("function one()", "const two = one", "first(middle)")
    assert [text.count(code) for code in codes] == [1, 1, 1]
    assert sorted(codes, key=text.index) == list(codes)
    assert "const { one: first } = module0;" in text
    assert "import" not in text


def test_indents_and_comments_stay_out_but_for_texts_over_several_lines():
    text = join(
        page='import { one, two } from "./low.js";\nimport { three } from "./text.js";\n'
        'if (one) {\n  two("// no"); // why\n  three();\n}\n',
        low='export const one = "https://example.org"; // where\nexport function two() {} // "what"\n',
        text="export function three() {\n  return `a\n  b`;\n}\n",
    )["js/page.js"]
    assert 'if (one) {\ntwo("// no");\nthree();\n}' in text
    assert 'const one = "https://example.org";\n' in text
    assert "return `a\n  b`;" in text


def test_only_what_pages_ask_for_is_joined():
    assert list(join(page='import "./low.js";\n', low="export const a = 1;\n", alone="export const b = 1;\n")) == [
        "js/page.js"
    ]


@pytest.mark.parametrize(
    "text",
    ["export default 1;\n", "export { a };\n", "const a = import.meta.url;\n", 'import a from "./low.js";\n'],
)
def test_what_cannot_be_joined_is_refused_by_name(text):
    with pytest.raises(joining.CannotJoin, match=r"js/low\.js"):
        join(page='import "./low.js";\n', low=text)


def test_modules_that_import_one_another_are_refused():
    with pytest.raises(joining.CannotJoin, match="imports itself"):
        join(page='import "./a.js";\n', a='import "./b.js";\n', b='import "./a.js";\n')
