// The preview beside the form. It sends what stands in the form to be rendered, a moment after the last key, and puts the
// answer in the place of the story in the frame, so that the frame keeps its place. Remembers whether and how it was open.

const KEY = "newsroom-live";
const PAUSE = 500; // ms after the last key
const DESKTOP = 1280; // px that a desktop's page is wide

export function attach(pane, form, toggle) {
  const frame = pane.querySelector("iframe");
  const said = pane.querySelector("[data-said]");
  const desk = pane.parentElement;
  let timer, asking, again;

  const soon = () => {
    clearTimeout(timer);
    if (!pane.hidden) timer = setTimeout(refresh, PAUSE);
  };

  async function refresh() {
    if (pane.hidden || !frame.contentDocument?.querySelector("#main")) return;
    if (asking) return void (again = true);
    asking = true;
    said.textContent = await show(form, frame, pane.dataset.address);
    asking = false;
    if (again) soon();
    again = false;
  }

  function open(yes) {
    pane.hidden = !yes;
    desk.classList.toggle("writing__desk--live", yes);
    toggle.setAttribute("aria-pressed", yes);
    if (yes && !frame.getAttribute("src")) frame.src = pane.dataset.address;
    else if (yes) refresh();
    fit(pane, frame);
  }

  function widen(width) {
    pane.dataset.width = width;
    desk.classList.toggle("writing__desk--wide", width === "desktop");
    for (const button of pane.querySelectorAll("[data-width]")) {
      button.setAttribute("aria-pressed", button.dataset.width === width);
    }
    fit(pane, frame);
  }

  frame.addEventListener("load", () => {
    frame.contentDocument?.addEventListener("click", (event) => event.preventDefault()); // a link would lead out of the frame
    refresh();
  });
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  new ResizeObserver(() => fit(pane, frame)).observe(pane);
  for (const button of pane.querySelectorAll("button[data-width]")) {
    button.addEventListener("click", () => {
      widen(button.dataset.width);
      write({ ...read(), width: button.dataset.width });
    });
  }
  toggle.addEventListener("click", () => {
    open(pane.hidden);
    write({ ...read(), open: !pane.hidden });
    if (!pane.hidden && !matchMedia("(min-width: 62rem)").matches) pane.scrollIntoView();
  });
  toggle.hidden = false;
  const remembered = read();
  widen(remembered.width === "desktop" ? "desktop" : "phone");
  if (remembered.open && matchMedia("(min-width: 62rem)").matches) open(true);
}

// What the pane says afterwards: nothing when all is well.
async function show(form, frame, address) {
  try {
    const answer = await fetch(address, { method: "POST", body: new FormData(form) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const story = page.querySelector("main#main .story");
    if (!answer.ok || answer.redirected || !story) return "The preview is not up to date.";
    const shown = frame.contentDocument;
    shown.querySelector("#main").replaceChildren(...[...page.querySelector("#main").childNodes].map((node) => shown.adoptNode(node)));
    return "";
  } catch {
    return "The preview is not up to date: no connection.";
  }
}

// A desktop's page is shown whole, made smaller to the width that there is.
function fit(pane, frame) {
  const room = frame.parentElement.clientWidth;
  const scale = pane.dataset.width === "desktop" && room ? Math.min(1, room / DESKTOP) : 1;
  frame.style.setProperty("--scale", scale);
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {}; // no storage, or something else in it
  }
}

function write(kept) {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // no storage: nothing to remember
  }
}
