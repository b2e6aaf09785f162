// The picture chooser: `await choosePicture({ choose, upload })` opens a dialog over the library and resolves to the
// picture {id, title, alt, caption, credit, thumb, preview, width, height}, or to null when it is closed without one.
// `choose` and `upload` are the two addresses of library/chooser.py. Needs css/library.css on the page.
import { el } from "./dom.js";
import { sendPicture } from "./send.js";

const TYPES = "image/jpeg,image/png,image/webp,image/avif,image/gif,image/tiff";
const LICENCES = [
  ["own", "Own work"],
  ["agency", "Agency or bought"],
  ["cc-by-4.0", "CC BY 4.0"],
  ["cc-by-sa-4.0", "CC BY-SA 4.0"],
  ["cc0", "CC0 or public domain"],
  ["handout", "Handout"],
  ["other", "Other, see source"],
];
let count = 0;

export function choosePicture({ choose, upload }) {
  return new Promise((resolve) => {
    const dialog = el("dialog", { class: "chooser", "aria-labelledby": `chooser-${++count}` });
    let chosen = null;
    const done = (picture) => {
      chosen = picture;
      dialog.close();
    };
    dialog.append(heading(dialog), search(choose, done), sending(upload, done));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(chosen);
    });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("input[type=search]").focus();
  });
}

function heading(dialog) {
  return el(
    "header",
    { class: "chooser__head" },
    el("h2", { id: `chooser-${count}` }, "Choose a picture"),
    el("button", { type: "button", class: "chooser__close", "aria-label": "Close", onclick: () => dialog.close() }, "×"),
  );
}

// Finding one that is held

function search(address, done) {
  const list = el("ul", { class: "chooser__list" });
  const status = el("p", { class: "chooser__status", role: "status" });
  const more = el("button", { type: "button", class: "button", hidden: true, onclick: () => load(true) }, "Show more");
  const words = el("input", { type: "search", id: `chooser-${count}-q`, autocomplete: "off" });
  let next = null;
  let asked = 0;
  let timer;

  async function load(further) {
    const mine = ++asked;
    const parameters = new URLSearchParams({ q: words.value, ...(further && next ? { cursor: next } : {}) });
    const found = await fetchJson(`${address}?${parameters}`);
    if (mine !== asked) return; // an answer to a question that has changed meanwhile
    if (!found) {
      status.textContent = "The library did not answer. Are you still signed in?";
      return;
    }
    const items = found.pictures.map((picture) => item(picture, done));
    if (further) list.append(...items);
    else list.replaceChildren(...items);
    if (further) items[0]?.querySelector("button").focus();
    next = found.next;
    more.hidden = !next;
    status.textContent = sentence(list.children.length, next);
  }

  words.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(load, 200);
  });
  words.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  load();
  const label = el("label", { for: `chooser-${count}-q` }, "Search title, caption, credit");
  return el("div", { class: "chooser__library" }, el("p", { class: "chooser__search" }, label, words), status, list, more);
}

function sentence(shown, next) {
  if (!shown) return "No picture has these words.";
  return next ? `The newest ${shown}.` : `${shown} picture${shown === 1 ? "" : "s"}.`;
}

async function fetchJson(address) {
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    return response.ok && isJson ? await response.json() : null;
  } catch {
    return null;
  }
}

function item(picture, done) {
  return el(
    "li",
    {},
    el(
      "button",
      { type: "button", class: "chooser__picture", onclick: () => done(picture) },
      el("img", { src: picture.thumb, alt: "", width: picture.width, height: picture.height, loading: "lazy" }),
      el("span", { class: "chooser__title" }, picture.title),
      el("span", { class: "chooser__note" }, [picture.credit, picture.alt ? "" : "no alternative text"].filter(Boolean).join(" · ")),
    ),
  );
}

// Sending a new one

function sending(address, done) {
  const fields = {
    file: el("input", { type: "file", accept: TYPES, required: true }),
    alt: el("textarea", { rows: 2, maxlength: 500 }),
    caption: el("textarea", { rows: 2, maxlength: 1000 }),
    credit: el("input", { type: "text", maxlength: 200 }),
    licence: el("select", {}, ...LICENCES.map(([value, text]) => el("option", { value }, text))),
  };
  const labels = {
    file: "File",
    alt: "Alternative text: what is to be seen, for those who cannot see it",
    caption: "Caption (empty: as in the file)",
    credit: "Credit (empty: as in the file)",
    licence: "Licence",
  };
  const button = el("button", { type: "button", class: "button default" }, "Upload and use");
  const body = el("div", { class: "chooser__fields" }, ...Object.entries(fields).map(([name, input]) => field(name, labels[name], input)), button);
  const part = el("details", { class: "chooser__upload" }, el("summary", {}, "Upload a new picture"), body);

  button.addEventListener("click", async () => {
    if (!fields.file.files.length) return show(fields, { file: ["Choose a picture."] });
    button.disabled = true;
    show(fields, {});
    try {
      const words = Object.fromEntries(Object.entries(fields).slice(1).map(([name, input]) => [name, input.value]));
      done(await sendPicture(address, fields.file.files[0], words));
    } catch (error) {
      if (!error.fields) throw error;
      show(fields, error.fields);
    } finally {
      button.disabled = false;
    }
  });
  part.addEventListener("dragover", (event) => event.preventDefault());
  part.addEventListener("drop", (event) => {
    event.preventDefault();
    part.open = true;
    if (event.dataTransfer.files.length) fields.file.files = event.dataTransfer.files;
  });
  return part;
}

function field(name, label, input) {
  input.id = `chooser-${count}-${name}`;
  input.setAttribute("aria-describedby", `${input.id}-error`);
  return el("div", { class: "chooser__field" }, el("label", { for: input.id }, label), input, el("p", { class: "chooser__error", id: `${input.id}-error` }));
}

function show(fields, errors) {
  for (const [name, input] of Object.entries(fields)) {
    input.nextElementSibling.textContent = (errors[name] ?? []).join(" ");
    input.setAttribute("aria-invalid", name in errors);
  }
  const wrong = Object.keys(errors)[0];
  if (wrong) fields[wrong]?.focus();
}
