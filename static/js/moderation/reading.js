// One comment after the other by keys, without a new page: each answer brings the next comment along.
// Every button is a form and every step a link that works without this.

import { count, pressed, say } from "./bar.js";
import { attach, press } from "./keys.js";
import { keeper } from "./lease.js";
import { get, post } from "./post.js";

const place = document.querySelector("[data-reading]");
const form = document.querySelector("[data-ways]");
const taken = []; // addresses that take the decisions back, the newest last
const lease = keeper(form, tellHolder);
let busy = false;

const current = () => place.querySelector("[data-item]");
const focus = () => place.querySelector(".item__body, [data-end] [tabindex]")?.focus({ preventScroll: true });

// Only one thing at a time: a key that is held down decides on one comment.
async function alone(work) {
  if (busy) return;
  busy = true;
  try {
    await work();
  } finally {
    busy = false;
  }
}

const decide = (sent, button) => alone(async () => {
  const { status, answer } = await post(sent, button);
  if (status === 200) {
    taken.push(answer.undo);
    count(answer.held);
    say(answer.message, undoLast);
  } else refuse(answer);
  show(answer.page);
});

const step = (name) => alone(async () => {
  const link = place.querySelector(`[data-step="${name}"]`);
  if (!link) return;
  const { answer } = await get(link.href);
  if (answer.message) say(answer.message);
  show(answer.page);
});

const takeBack = (address) => alone(async () => {
  const { status, answer } = await post(form, null, address);
  if (status !== 200) return refuse(answer);
  count(answer.held);
  say(answer.message);
  show(answer.page);
});

function undoLast() {
  if (busy) return;
  const address = taken.pop();
  return address ? takeBack(address) : pressed();
}

// Somebody else was faster, or something is missing: said on top; theirs can be taken back.
function refuse(answer) {
  const undo = answer.undo && (() => takeBack(answer.undo));
  say(answer.message, undo, { label: "Undo theirs", isLate: true });
}

function show(page) {
  if (!page) return focus();
  place.innerHTML = page.html;
  history.replaceState(null, "", page.address);
  window.scrollTo({ top: 0 });
  focus();
  lease.hold(current());
}

function tellHolder(item, name) {
  const line = item.querySelector(".item__holder") ?? item.querySelector(".item__head").insertAdjacentElement("afterend", document.createElement("p"));
  line.className = "item__holder";
  line.textContent = name && `${name} has this in hand. You may decide all the same.`;
  line.hidden = !name;
}

attach({
  keys: {
    j: () => step("next"),
    k: () => step("previous"),
    a: () => press(current(), "approve", "look"),
    r: () => press(current(), "reject", "remove"),
    s: () => press(current(), "spam"),
    h: () => press(current(), "hold"),
    u: undoLast,
  },
  current,
  focus,
});
place.addEventListener("submit", (event) => {
  event.preventDefault();
  decide(event.target, event.submitter);
});
place.addEventListener("click", (event) => {
  const link = event.target.closest("[data-step]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  step(link.dataset.step);
});
lease.hold(current());
focus();
