// Boxes that hold one line of text: they grow, Enter goes on to the next one, and what is too long is counted.

import { plannedIn, sentence, words } from "../editor/count.js";

const COUNT_FROM = 0.85; // of the most that a box holds

export function attach(form) {
  const boxes = [...form.querySelectorAll("textarea[data-most]")];
  boxes.forEach((box, index) => {
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      boxes[index + 1]?.focus();
    });
    const rest = counterBeside(box);
    box.addEventListener("input", () => look(box, rest));
    look(box, rest);
  });
  countWords(form);
  followLanguage(form, boxes);
}

function counterBeside(box) {
  const rest = document.createElement("p");
  rest.dataset.rest = "";
  rest.className = "help";
  rest.hidden = true;
  box.after(rest);
  return rest;
}

function look(box, rest) {
  if (!CSS.supports("field-sizing", "content")) {
    box.rows = 1;
    while (box.scrollHeight > box.clientHeight && box.rows < 20) box.rows += 1;
  }
  const most = Number(box.dataset.most);
  const length = box.value.length;
  rest.hidden = length < most * COUNT_FROM;
  rest.textContent = `${length} of ${most} letters`;
  rest.classList.toggle("too-long", length > most);
}

function countWords(form) {
  const body = form.elements.namedItem("body");
  const shown = form.querySelector("[data-count]");
  if (!body || !shown) return;
  const count = () => (shown.textContent = sentence(Number(body.dataset.words ?? wordsOf(body.value)), planned()));
  const planned = plannedIn(form, count);
  body.addEventListener("input", count);
}

// The body's editor keeps its own count beside the text; here one counts without it.
function wordsOf(html) {
  return words(new DOMParser().parseFromString(html.replaceAll("<", " <"), "text/html").body.textContent);
}

// The body's editor finds out the direction of each language; the lines above it follow.
function followLanguage(form, boxes) {
  const choice = form.elements.namedItem("language");
  choice?.addEventListener("change", () => {
    const dir = form.querySelector(".body-editor__text")?.dir || "auto";
    for (const box of boxes.filter((each) => each.lang)) Object.assign(box, { lang: choice.value, dir });
  });
}
