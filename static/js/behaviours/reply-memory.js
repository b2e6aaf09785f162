// “Save my name, email, and website in this browser”: kept in localStorage, never in a cookie, only when asked to.

const KEY = "reply-author";
const FIELDS = ["name", "email", "website"];

export function remember(form) {
  const box = form.querySelector("[data-save]");
  const saved = read();
  box.checked = Boolean(saved);
  for (const name of FIELDS) {
    if (saved && !form.elements[name].value) form.elements[name].value = saved[name] ?? "";
  }
  form.addEventListener("submit", () => {
    const typed = Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]));
    const proof = proofOf(typed.email);
    if (proof) send(form, proof);
    write(box.checked ? { ...typed, proof } : null);
  });
}

// The key by which this browser proves the address again (behaviours/proof.js puts it here).
function proofOf(email) {
  const saved = read();
  return saved?.email?.toLowerCase() === email.toLowerCase() ? saved.proof : undefined;
}

function send(form, proof) {
  const field = form.elements.proof ?? form.appendChild(document.createElement("input"));
  Object.assign(field, { type: "hidden", name: "proof", value: proof });
}

// A browser may forbid its memory: then nothing is remembered, and nothing breaks.

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null;
  }
}

function write(value) {
  try {
    if (value) localStorage.setItem(KEY, JSON.stringify(value));
    else localStorage.removeItem(KEY);
  } catch {
    // forbidden
  }
}
