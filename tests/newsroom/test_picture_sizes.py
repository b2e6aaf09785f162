"""What a page says of how wide its pictures are shown: by that a browser chooses the file, before it knows the styles."""

import pytest

from tests.newsroom.newspaper import make_newspaper

WIDTHS = (360, 412, 768, 1024, 1440)
MOST, LEAST = 1.45, 0.85  # of what is needed: no more than the step from one file to the next larger
SAID_AND_NEEDED = """() => {
  const ruler = document.body.appendChild(document.createElement("div"));
  const said = (sizes) => {
    const hit = sizes.split(/,\\s*(?![^()]*\\))/).map((each) => each.match(/^(\\([^)]*\\))?\\s*(.*)$/))
      .find(([, condition]) => !condition || matchMedia(condition).matches);
    ruler.style.width = hit[2];
    return ruler.getBoundingClientRect().width;
  };
  return [...document.querySelectorAll("img[sizes]")].map((img) => {
    const box = img.getBoundingClientRect();
    return [img.sizes, said(img.sizes), Math.max(box.width, box.height * img.getAttribute("width") / img.getAttribute("height"))];
  });
}"""


@pytest.mark.parametrize("name", ["front", "section", "story"])
def test_a_picture_is_said_to_be_about_as_wide_as_it_is_shown(transactional_db, open_page, name):
    address, wrong, seen = make_newspaper()[name], [], 0
    for width in WIDTHS:
        page = open_page(viewport={"width": width, "height": 800}, bypass_csp=True)
        page.goto(address)
        for sizes, said, needed in page.evaluate(SAID_AND_NEEDED):
            seen += 1
            if not LEAST * needed <= said <= MOST * needed:
                wrong.append(f"at {width}: {sizes} is {said:.0f}, shown {needed:.0f}")
    assert wrong == []
    assert seen
