// The page of a move in a dialog over the story's form: the same address, the same form, and its refusals shown inside it.

import { el } from "../library/dom.js";

const SILENCE = "No answer came. Press the button again: if the move was made already, you are told so.";
const kept = new Map(); // what was typed for a move before its dialog was closed

document.addEventListener("story:move", async ({ target: form, detail }) => {
  const found = await ask(detail.address);
  detail.answer(Boolean(found?.content));
  if (found?.content) show(form, detail, found);
});

// What is to be shown of the page at an address; {made} when the move was made; null when it is no such page.
async function ask(address, options = {}) {
  const response = await fetch(address, { redirect: "manual", ...options }).catch(() => null);
  if (!response || response.type === "opaqueredirect") return response && { made: true };
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const content = page.querySelector(".move");
  for (const each of content?.querySelectorAll("input[type=hidden]") ?? []) each.removeAttribute("id"); // the form has them too
  return { address, content, heading: page.querySelector("h1")?.textContent };
}

function show(form, detail, found) {
  const heading = el("h2", { id: "over", tabindex: "-1" });
  const place = el("div", {});
  const close = el("button", { type: "button", class: "over__close", "aria-label": "Close", onclick: () => dialog.close() }, "×");
  const dialog = el("dialog", { class: "over", "aria-labelledby": "over" }, el("div", { class: "over__head" }, heading, close), place);
  let { address } = detail;
  let busy = false;

  function draw(answer) {
    address = answer.address;
    heading.textContent = answer.heading;
    place.replaceChildren(answer.content);
    (place.querySelector(".errornote") ?? heading).focus();
  }

  dialog.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    const answer = await send(event.submitter?.getAttribute("formaction") ?? address, event.target);
    busy = false;
    if (answer?.made) location.assign(form.dataset.address);
    else if (answer?.content) draw(answer);
    else say(place, SILENCE);
  });

  async function send(to, move) {
    if (!(await detail.signedIn())) return null;
    return ask(to, { method: "POST", body: new FormData(move) });
  }

  dialog.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.target || link.pathname !== location.pathname) return;
    const field = link.hash && place.querySelector(link.hash);
    if (field || !link.hash) event.preventDefault();
    if (field) (field.matches("fieldset") ? field.querySelector("input") : field).focus();
    else dialog.close(); // back to the story, or to the field in which a finding is mended
  });

  dialog.addEventListener("close", () => {
    const move = place.querySelector("form");
    if (move) kept.set(detail.verb, [...new FormData(move)]);
    dialog.remove();
    if (document.activeElement === document.body) form.querySelector(`button[name="_then"][value="${detail.verb}"]`)?.focus(); // the bar was drawn anew
  });

  document.body.append(dialog);
  dialog.showModal();
  draw(found);
  putBack(place.querySelector("form"), kept.get(detail.verb) ?? []);
}

function putBack(move, pairs) {
  for (const [name, value] of pairs)
    for (const box of move.querySelectorAll(`[name="${name}"]:not([type=hidden])`)) {
      if (box.matches("[type=radio], [type=checkbox]")) box.checked ||= box.value === value;
      else box.value = value;
      const fold = box.closest("details");
      if (fold && value) fold.open = true;
    }
}

function say(place, words) {
  place.querySelector("[data-said]")?.remove();
  place.prepend(el("p", { class: "errornote", role: "alert", "data-said": "" }, words));
}
