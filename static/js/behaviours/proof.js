// A reader's own page: keeps the key by which this browser proves the address the next time, beside the saved name.

const KEY = "reply-author";
const section = document.querySelector("[data-proof]");

function read() {
  return JSON.parse(localStorage.getItem(KEY)) ?? {};
}

function keep(known) {
  const { email, proof } = section.dataset;
  localStorage.setItem(KEY, JSON.stringify({ ...read(), email, proof: known ? proof : "" }));
}

function begin() {
  const box = section.querySelector("input");
  const saved = read();
  const same = saved.email?.toLowerCase() === section.dataset.email.toLowerCase();
  if (same && saved.proof !== "") keep(true); // “Save my name…” was ticked in this browser, and nobody has unticked this
  box.checked = same && read().proof !== "";
  box.addEventListener("change", () => keep(box.checked));
  section.hidden = false;
}

try {
  if (section) begin();
} catch {
  // A browser may forbid its memory: then a letter proves the address, as it does without this script.
}
