// Small dialogs of the editor. Each resolves when it is closed: to what was typed, or to null.
import { el } from "../library/dom.js";
import { addressFrom, hostOf, webAddressFrom } from "./addresses.js";

let count = 0;

// fields: [{name, label, value, hint, check(value) → sentence or ""}]; extra: [{text, value}] further buttons.
function ask(title, fields, { submit, extra = [] }) {
  return new Promise((resolve) => {
    const id = `editor-dialog-${++count}`;
    const inputs = fields.map((field) => input(`${id}-${field.name}`, field));
    const form = el(
      "form",
      { method: "dialog", novalidate: true },
      el("h2", { id }, title),
      ...inputs.flatMap((made) => made.parts),
      el(
        "p",
        { class: "editor-dialog__deeds" },
        el("button", { type: "submit", class: "button default" }, submit),
        ...extra.map(({ text, value }) => el("button", { type: "button", class: "button", onclick: () => close(value) }, text)),
        el("button", { type: "button", class: "button", onclick: () => close(null) }, "Cancel"),
      ),
    );
    const dialog = el("dialog", { class: "editor-dialog", "aria-labelledby": id }, form);

    // At once, not at the dialog's “close”: the next key is for the text already.
    function close(value) {
      dialog.close();
      dialog.remove();
      resolve(value);
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const wrong = inputs.filter((made) => !made.isRight());
      if (wrong.length) wrong[0].control.focus();
      else close(Object.fromEntries(inputs.map((made) => [made.control.name, made.control.value.trim()])));
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      close(null);
    });
    document.body.append(dialog);
    dialog.showModal();
    inputs[0].control.focus();
    inputs[0].control.select();
  });
}

function input(id, { name, label, value, hint, check, mode, rows }) {
  const error = el("p", { class: "editor-dialog__error", id: `${id}-error` });
  const described = `${id}-error${hint ? ` ${id}-hint` : ""}`;
  const control = rows
    ? el("textarea", { id, name, rows, "aria-describedby": described })
    : el("input", { type: "text", id, name, inputmode: mode, autocomplete: "off", spellcheck: "false", "aria-describedby": described });
  control.value = value ?? "";
  const parts = [el("label", { for: id }, label), control, error];
  if (hint) parts.splice(1, 0, el("p", { class: "editor-dialog__hint", id: `${id}-hint` }, hint));
  const isRight = () => {
    error.textContent = check?.(control.value.trim()) ?? "";
    control.setAttribute("aria-invalid", String(!!error.textContent));
    return !error.textContent;
  };
  return { control, parts, isRight };
}

const ADDRESS = {
  name: "address",
  label: "Address",
  mode: "url",
  check: (text) => (addressFrom(text) ? "" : "Type a web address, an e-mail address, or a path of this site that begins with /."),
};

// → {address, text}, or "remove", or null
export async function askLink({ address, needsText }) {
  const fields = [{ ...ADDRESS, value: address }];
  if (needsText) fields.push({ name: "text", label: "Text", check: (text) => (text ? "" : "Type the words that will be the link.") });
  const extra = address ? [{ text: "Remove link", value: "remove" }] : [];
  const answer = await ask(address ? "Change the link" : "Link", fields, { submit: "Save", extra });
  return answer?.address ? { ...answer, address: addressFrom(answer.address) } : answer;
}

// → the card's attributes, or null
export async function askCard(attributes = {}) {
  const fields = [
    {
      ...ADDRESS,
      value: attributes["data-card"],
      hint: "Of a video, a post, a document. Readers see a card with a link; nothing is loaded from there.",
      check: (text) => (webAddressFrom(text) ? "" : "Type a web address that begins with https://."),
    },
    { name: "title", label: "Title", value: attributes["data-title"], check: (text) => (text ? "" : "Type the title that readers will see.") },
    { name: "site", label: "Site (if the host does not say it)", value: attributes["data-site"] },
  ];
  const answer = await ask(attributes["data-card"] ? "Change the link card" : "Link card", fields, { submit: "Save" });
  if (!answer) return null;
  const address = webAddressFrom(answer.address);
  return { "data-card": address, "data-title": answer.title || hostOf(address), "data-site": answer.site };
}

// → the note, or "remove", or null
export async function askFootnote(note) {
  const fields = [
    {
      name: "note",
      label: "Footnote",
      value: note,
      rows: 4,
      hint: "A source or an aside. Readers find it at the end of the story, under its number; web addresses become links.",
      check: (text) => (text ? "" : "Type what the note says."),
    },
  ];
  const extra = note ? [{ text: "Remove footnote", value: "remove" }] : [];
  const answer = await ask(note ? "Change the footnote" : "Footnote", fields, { submit: "Save", extra });
  return answer?.note ? answer.note.replace(/\s+/g, " ") : answer;
}

// A note on words of the story, or an answer to one. → the text, or null
export async function askNote(about) {
  const hint = about.length > 160 ? `${about.slice(0, 160)}…` : about;
  const answer = await ask("Note", [{ name: "note", label: "Note", rows: 4, hint, check: (text) => (text ? "" : "Type the note.") }], { submit: "Save" });
  return answer?.note ?? null;
}

// What can be put into the text, as a list to choose from. choices: [{name, label, keys, icon}] → a name, or null
export function askWhich(title, choices) {
  return new Promise((resolve) => {
    const id = `editor-dialog-${++count}`;
    const close = (value) => {
      dialog.close();
      dialog.remove();
      resolve(value);
    };
    const buttons = choices.map(({ name, label, keys, sign }) =>
      el("button", { type: "button", class: "editor-dialog__choice", onclick: () => close(name) }, sign, el("span", {}, label), el("kbd", {}, keys)),
    );
    const cancel = el("button", { type: "button", class: "button", onclick: () => close(null) }, "Cancel");
    const dialog = el("dialog", { class: "editor-dialog", "aria-labelledby": id }, el("h2", { id }, title), el("div", { class: "editor-dialog__choices" }, ...buttons), el("p", { class: "editor-dialog__deeds" }, cancel));
    dialog.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const at = buttons.indexOf(document.activeElement);
      buttons[(at + step + buttons.length) % buttons.length].focus();
    });
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      close(null);
    });
    document.body.append(dialog);
    dialog.showModal();
    buttons[0].focus();
  });
}

export function showKeys(rows) {
  const id = `editor-dialog-${++count}`;
  const close = el("button", { type: "button", class: "button default", onclick: () => dialog.close() }, "Close");
  const list = el("dl", { class: "editor-dialog__keys" }, ...rows.map(([what, keys]) => el("div", {}, el("dt", {}, what), el("dd", {}, el("kbd", {}, keys)))));
  const dialog = el("dialog", { class: "editor-dialog editor-dialog--wide", "aria-labelledby": id }, el("h2", { id }, "Keys"), list, el("p", { class: "editor-dialog__deeds" }, close));
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve();
    });
    document.body.append(dialog);
    dialog.showModal();
    close.focus();
  });
}
