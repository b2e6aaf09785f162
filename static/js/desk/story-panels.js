// Remembers which panels this person keeps open, unless the page opened one because something in it is wrong.

const KEY = "newsroom-panels";

export function attach(panels) {
  const remembered = read();
  for (const panel of panels) {
    const known = remembered[panel.dataset.panel];
    if (known !== undefined && !panel.querySelector(".errorlist")) panel.open = known;
    panel.addEventListener("toggle", () => write({ ...read(), [panel.dataset.panel]: panel.open }));
  }
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {}; // no storage, or something else in it
  }
}

function write(open) {
  try {
    localStorage.setItem(KEY, JSON.stringify(open));
  } catch {
    // no storage: nothing to remember
  }
}
