// The focal point is set by a click on the picture or with the arrow keys; the two numbers stay the truth.
import { el } from "./dom.js";

const STEP = 0.02;
const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

export function attach(desk) {
  const [x, y] = [desk.dataset.x, desk.dataset.y].map((id) => document.getElementById(id));
  const frame = desk.querySelector(".picture-desk__frame");
  const image = frame.querySelector("img");
  if (!x?.matches("input") || !y?.matches("input") || !image) return;

  const crop = cropOf(image);
  const marker = el("button", { type: "button", class: "picture-desk__focus", onkeydown: nudge });
  frame.append(marker);
  frame.classList.add("picture-desk__frame--aim");
  frame.after(
    el("p", { class: "help" }, "Click on what must stay in sight, or move the ring with the arrow keys."),
    el("figure", { class: "picture-desk__crops" }, crop, el("figcaption", {}, "How a card crops it")),
  );
  image.addEventListener("click", aim);
  for (const input of [x, y]) input.addEventListener("input", show);
  show();

  function aim(event) {
    const box = image.getBoundingClientRect();
    set((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    marker.focus();
  }

  function nudge(event) {
    const move = ARROWS[event.key];
    if (!move) return;
    event.preventDefault();
    set(Number(x.value) + move[0], Number(y.value) + move[1]);
  }

  function set(left, top) {
    x.value = inside(left).toFixed(2);
    y.value = inside(top).toFixed(2);
    show();
  }

  function show() {
    const [left, top] = [x, y].map((input) => inside(Number(input.value)) * 100);
    marker.style.left = `${left}%`;
    marker.style.top = `${top}%`;
    crop.style.objectPosition = `${left}% ${top}%`;
    marker.setAttribute("aria-label", `Focal point: ${Math.round(left)} % from the left, ${Math.round(top)} % from the top. Arrow keys move it.`);
  }
}

function cropOf(image) {
  return el("img", { src: image.currentSrc || image.src, alt: "", class: "picture-desk__crop", width: 240, height: 160 });
}

function inside(number) {
  return Math.min(1, Math.max(0, number || 0));
}
