// The words in the bar: whether what is typed is saved, and why not. Spoken only when something goes wrong or well again.

import * as menu from "./behaviours/menu.js";

const NOT = {
  offline: "no connection",
  server: "the server cannot save at the moment",
  session: "you are signed out",
  gone: "this story is not yours to edit any more",
};

export function barOf(form) {
  const unsaved = form.querySelector("[data-unsaved]");
  const saved = form.querySelector("[data-saved]");
  const told = form.querySelector("[data-told]");
  const drawn = {};
  const postponed = {};
  let wrong = false;

  function show(text, { bad = false } = {}) {
    unsaved.hidden = !bad && text !== "Unsaved changes";
    saved.hidden = !unsaved.hidden;
    (unsaved.hidden ? saved : unsaved).textContent = text;
  }

  return {
    unsaved: () => wrong || show("Unsaved changes"),
    saving: () => wrong || show("Saving…"),
    saved({ saved: at, by }, rest = "") {
      const words = `Saved ${at}${by ? ` by ${by}` : " by you"}${rest}`;
      show(words, { bad: !!rest });
      if (wrong || rest) told.textContent = rest ? words : "Everything is saved again.";
      wrong = !!rest && wrong;
    },
    failed({ kind, message }, kept) {
      const words = `Not saved: ${NOT[kind] ?? message ?? NOT.server}. ${kept ? "Kept in this browser." : "Do not close this page."}`;
      show(words, { bad: true });
      if (!wrong || told.textContent !== words) told.textContent = words;
      wrong = true;
    },
    closed(message) {
      show(message, { bad: true });
      told.textContent = message;
    },
    draw(parts = {}) {
      Object.assign(postponed, parts);
      for (const [name, markup] of Object.entries(postponed)) {
        const place = form.querySelector(`[data-bar="${name}"]`);
        if (drawn[name] === markup) delete postponed[name];
        else if (!place.contains(document.activeElement) && !place.querySelector("details[open]")) {
          place.innerHTML = markup; // ours: the same template draws the page
          for (const details of place.querySelectorAll('[data-behaviour~="menu"]')) menu.attach(details);
          drawn[name] = markup;
          delete postponed[name];
        }
      }
    },
  };
}
