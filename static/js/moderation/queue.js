// The list by keys, and decisions without a new page. Every button is a form that works without this.

import { count, pressed, say } from "./bar.js";
import { attach, press } from "./keys.js";
import { post } from "./post.js";

const queue = document.querySelector("[data-queue]");
const list = queue?.querySelector(".items");
const all = queue?.querySelector("[data-all]");
const taken = []; // decided items with their place, the newest last: what u brings back

const items = () => [...list.querySelectorAll("[data-item]")];
const body = (item) => item?.querySelector(".item__body");
const current = () => document.activeElement.closest?.("[data-item]");

function focus(item) {
  body(item)?.focus();
  item?.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = items();
  const at = all.indexOf(current());
  focus(at < 0 ? all[0] : all[Math.min(Math.max(at + by, 0), all.length - 1)]);
}

async function decide(form, button) {
  const item = form.closest("[data-item]");
  if (item.dataset.busy) return;
  item.dataset.busy = "1";
  const { status, answer } = await post(form, button);
  delete item.dataset.busy;
  if (status === 200) take(item, answer);
  else tell(item, answer, status === 409);
}

function take(item, answer) {
  const next = item.nextElementSibling ?? item.previousElementSibling;
  taken.push({ item, before: item.nextElementSibling, undo: answer.undo });
  item.remove();
  count(answer.held);
  if (!next) return location.assign(answer.back); // what waits next, with the way to undo this one
  say(answer.message, undoLast);
  focus(next);
}

// Somebody else was faster, or something is missing: said in place; theirs can be taken back.
function tell(item, answer, isFinal) {
  const told = item.querySelector("[data-told]");
  told.textContent = answer.message;
  if (answer.undo) told.append(" ", undoTheirs(item, answer.undo));
  if (isFinal) item.querySelector("[data-verbs]").hidden = true;
  focus(item);
}

function undoTheirs(item, address) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = "Undo theirs";
  button.addEventListener("click", () => bringBack(item, address));
  return button;
}

async function undoLast() {
  const last = taken.pop();
  if (!last) return pressed();
  if (await bringBack(last.item, last.undo)) list.insertBefore(last.item, last.before?.isConnected ? last.before : null);
  focus(last.item);
}

// The comment stands as it stood before, with the version that it has now.
async function bringBack(item, address) {
  const form = item.querySelector("[data-verbs]");
  const { status, answer } = await post(form, null, address);
  say(answer.message);
  if (status !== 200) return false;
  count(answer.held);
  form.hidden = false;
  form.elements.seen.value = answer.version;
  item.querySelector("[data-told]").textContent = "";
  item.querySelector("details[data-verb]")?.removeAttribute("open");
  const box = item.querySelector('[name="chosen"]');
  if (box) box.value = box.value.replace(/:.*/, `:${answer.version}`);
  return true;
}

function chooseAll(label) {
  label.hidden = false;
  label.querySelector("input").addEventListener("change", (event) => {
    for (const box of list.querySelectorAll('[name="chosen"]')) box.checked = event.target.checked;
  });
}

if (list) {
  attach({
    keys: {
      j: () => step(1),
      k: () => step(-1),
      a: () => press(current(), "approve", "look"),
      r: () => press(current(), "reject", "remove"),
      s: () => press(current(), "spam"),
      h: () => press(current(), "hold"),
      u: undoLast,
      x: () => current()?.querySelector('[name="chosen"]')?.click(),
    },
    current,
    focus: () => focus(current()),
  });
  if (all) chooseAll(all);
  list.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-verbs]")) return;
    event.preventDefault();
    decide(event.target, event.submitter);
  });
}
