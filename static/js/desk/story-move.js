// The buttons whose move takes the text along: what was typed is saved, then the page of the move opens over the form. Its
// script is fetched when it is wanted first. Where that cannot be, the button does what it does without a script.

import { signedIn } from "./story-session.js";

export function attach(form, saving) {
  let script = null;
  let busy = false;
  let plainly = false;

  const onForm = (event) => {
    const { name, value: verb } = event.submitter ?? {};
    if (plainly || name !== "_then" || verb === "preview" || !form.dataset.over) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // before the one that saves and sends the form away
    if (!busy) press(verb);
  };
  form.addEventListener("submit", onForm, { capture: true });

  async function press(verb) {
    busy = true;
    const opened = await open(verb);
    busy = false;
    if (opened) return;
    plainly = true;
    form.requestSubmit(form.querySelector(`button[name="_then"][value="${verb}"]`));
    plainly = false;
  }

  async function open(verb) {
    if ((await saving.bring()) !== "saved") return false;
    script ??= fetched(form.dataset.over);
    if (!(await script)) return (script = null);
    const detail = { verb, address: saving.address(verb), signedIn: () => signedIn(form) };
    return new Promise((answer) => form.dispatchEvent(new CustomEvent("story:move", { bubbles: true, detail: { ...detail, answer } })));
  }
}

function fetched(address) {
  const script = Object.assign(document.createElement("script"), { type: "module", src: address });
  return new Promise((resolve) => {
    script.onload = () => resolve(true);
    script.onerror = () => resolve(false);
    document.head.append(script);
  });
}
