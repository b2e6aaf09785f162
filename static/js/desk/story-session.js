// The session has ended while somebody writes: the password is asked for in place, and writing goes on.

import { el } from "../library/dom.js";

let asking = null;

// Resolves to true once the person of this page is signed in; to false when the dialog was put off. `ask: false` only looks.
export function signedIn(form, { ask: mayAsk = true } = {}) {
  asking ??= settle(form, mayAsk).finally(() => (asking = null));
  return asking;
}

async function settle(form, mayAsk) {
  const now = await who(form);
  if (now && String(now.person) === form.dataset.person) return takeToken(now);
  if (!now) return false;
  takeToken(now);
  return mayAsk && ask(form);
}

// Signed in again in another tab: then only the token of this page is old.
async function who(form) {
  const response = await fetch(form.dataset.again, { headers: { Accept: "application/json" } }).catch(() => null);
  return response?.ok ? response.json() : null;
}

function takeToken({ token }) {
  for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token;
  return true;
}

function ask(form) {
  form.dataset.asked = Number(form.dataset.asked ?? 0) + 1; // who leaves by a link stays on the page that has asked
  return new Promise((resolve) => {
    const error = el("p", { class: "editor-dialog__error", id: "again-error", role: "alert" });
    const password = el("input", { type: "password", id: "again-password", name: "password", autocomplete: "current-password", "aria-describedby": "again-error" });
    const later = el("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Later");
    const submit = el("button", { type: "submit", class: "button default" }, "Sign in and save");
    const fields = el(
      "form",
      { method: "dialog" },
      el("h2", { id: "again" }, "You are signed out"),
      el("p", {}, "Your text is still here. Type your password, and it is saved."),
      el("label", { for: "again-name" }, "E-mail address"),
      el("input", { type: "email", id: "again-name", value: form.dataset.email, readonly: true, autocomplete: "username" }),
      el("label", { for: "again-password" }, "Password"),
      password,
      error,
      el("p", { class: "editor-dialog__deeds" }, submit, later),
    );
    const dialog = el("dialog", { class: "editor-dialog", "aria-labelledby": "again", "data-again": "" }, fields);
    let done = false;
    fields.addEventListener("submit", async (event) => {
      event.preventDefault();
      submit.disabled = true;
      const refusal = await send(form, password.value);
      submit.disabled = false;
      done = refusal === "";
      if (done) return dialog.close();
      error.textContent = refusal;
      password.select();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(done);
    });
    document.body.append(dialog);
    dialog.showModal();
    password.focus();
  });
}

async function send(form, password) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, username: form.dataset.email, password, person: form.dataset.person });
  const response = await fetch(form.dataset.again, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
  if (!response) return "There is no connection. Try again in a moment.";
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) return answer.message ?? "That did not work. Try again.";
  takeToken(answer);
  return "";
}
