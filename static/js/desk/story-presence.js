// Every ten seconds: who else has the story open, whether there is something newer, whether somebody took it over.

import { el } from "../library/dom.js";
import { post } from "./story-post.js";

const PAUSE = 10_000; // milliseconds
const WHILE_HIDDEN = 30_000;

export function attach(form, saving) {
  const line = form.querySelector("[data-presence]");
  let timer;

  form.addEventListener("story:begun", ask);
  form.addEventListener("story:taken", ({ detail }) => {
    const anew = el("a", { href: form.dataset.address }, "Open the story anew");
    show([el("span", {}, el("b", {}, detail), " ", anew, ": what you typed and was not saved is kept in this browser, and offered to you there.")], detail);
  });
  document.addEventListener("visibilitychange", () => document.hidden || ask());
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", (event) => event.persisted && ask());
  ask();

  async function ask() {
    clearTimeout(timer);
    if (saving.isClosed()) return;
    if (form.dataset.story) hear(await post(saving.address("presence"), said()));
    if (!saving.isClosed()) timer = setTimeout(ask, document.hidden ? WHILE_HIDDEN : PAUSE);
  }

  function said() {
    return [["tab", saving.tab], ["person", form.dataset.person], ["quiet", saving.quiet()]];
  }

  function hear(answer) {
    if (answer.kind === "taken" || answer.taken) return saving.close(answer.taken || answer.message);
    if (answer.kind !== "ok") return; // saving says so, if there is something to save
    tell(answer);
    if (answer.version > Number(saving.version()) && saving.isIdle()) saving.pull();
  }

  function tell({ others, may_take_over: mayTakeOver }) {
    if (!others.length) return show([], "");
    const words = others.map(sentence).join(" ");
    const button = mayTakeOver ? [" ", el("button", { type: "button", class: "button button--small", onclick: () => confirm(others) }, "Take over…")] : [];
    show([words, ...button], words);
  }

  function show(parts, words) {
    line.hidden = parts.length === 0;
    if (line.dataset.words === words) return; // nothing new: nothing is spoken again
    line.dataset.words = words;
    line.querySelector("[data-words]").replaceChildren(...parts);
  }

  function confirm(others) {
    const names = others.filter((other) => !other.yours).map((other) => other.name).join(" and ");
    const dialog = el("dialog", { class: "editor-dialog", "aria-labelledby": "take-over" });
    const close = () => dialog.close();
    dialog.append(
      el("h2", { id: "take-over" }, `Take this story over from ${names}?`),
      el("p", {}, "Their page is closed for writing within ten seconds, and they are told that it was you. What they typed stays in the story, and what was not saved yet in their browser."),
      el("p", { class: "editor-dialog__deeds" }, el("button", { type: "button", class: "button default", onclick: () => (close(), takeOver()) }, "Take over"), el("button", { type: "button", class: "button", onclick: close }, "Cancel")),
    );
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("button").focus();
  }

  async function takeOver() {
    await post(saving.address("take-over"), []);
    ask();
  }

  function leave() {
    const body = new URLSearchParams([["csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value], ...said(), ["leaves", "1"]]);
    if (form.dataset.story) navigator.sendBeacon(saving.address("presence"), body);
  }
}

function sentence({ name, yours, active, since }) {
  if (yours) return `You have this story open in another window too${active ? "" : `, idle since ${since.replace(/^at /, "")}`}.`;
  return active ? `${name} is writing here too.` : `${name} has it open too, idle since ${since.replace(/^at /, "")}.`;
}
