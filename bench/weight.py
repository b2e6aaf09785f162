"""What a browser fetches to show a page, and whether anything moves: `python -m bench.weight` (needs Chromium)."""

from collections import defaultdict

from bench import site

COUNTED = ("document", "stylesheet", "script")
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""


def measured(chromium, address: str) -> tuple[dict[str, int], dict[str, int], float]:
    """Bytes on the wire and requests, by kind; and how far things moved."""
    page, sizes, counts = chromium.new_page(), defaultdict(int), defaultdict(int)
    page.on("requestfinished", lambda request: _note(request, sizes, counts))
    page.goto(address, wait_until="networkidle")
    moved = page.evaluate(SHIFTS)
    page.close()
    return sizes, counts, moved


def _note(request, sizes: dict, counts: dict) -> None:
    sizes[request.resource_type] += request.sizes()["responseBodySize"]
    counts[request.resource_type] += 1


def main() -> None:
    from tests import browser

    if not browser.executable():
        raise SystemExit("NOT MEASURED: Chromium must be installed.")
    with site.ready(), site.serving(core=None) as server:
        site.say("… weight of pages")
        paths = {name: path for name, path in site.pages().items() if name != "feed"}
        with browser.launched() as chromium:
            report(chromium, server, paths)


def report(chromium, server: site.Server, paths: dict[str, str]) -> None:
    for name, path in paths.items():
        address = f"http://127.0.0.1:{server.port}{path}"
        for _ in range(2):
            site.ask(server.port, path, **{"Accept-Encoding": "br"})
        sizes, counts, moved = measured(chromium, address)
        said = ", ".join(f"{kind} {counts[kind]}: {sizes[kind] / 1000:.1f} KB" for kind in sizes)
        whole, asked = sum(sizes[kind] for kind in COUNTED), sum(counts[kind] for kind in COUNTED)
        print(f"{name:8} HTML, CSS and JS {whole / 1000:.1f} KB in {asked} requests, moved {moved:.3f}   ({said})")


if __name__ == "__main__":
    main()
