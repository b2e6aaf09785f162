// Leave a Reply: the last look is spared by a token, the form moves to the comment that is answered, what is typed
// outlives a reload, and name, e-mail and website come back from this browser's own memory. Without this script all of it works by pages.

import { keepDraft } from "./reply-draft.js";
import { remember } from "./reply-memory.js";
import { hold, quote } from "./reply-quote.js";
import { voice } from "./reply-voice.js";

const FRESH = 12 * 60 * 60 * 1000; // a token is good for a day

export function attach(replies) {
  voice(replies);
  const section = replies.querySelector("#respond");
  const form = section?.querySelector("form");
  if (!form) return;
  remember(form);
  if (!replies.dataset.story) {
    keepDraft(form);
    return;
  }
  const { story, tokenAddress } = replies.dataset;
  fetchTokens(form, (parent) => `${tokenAddress}?${new URLSearchParams({ story, parent })}`);
  keepDraft(form, moveToComments(replies, section, form));
}

function fetchTokens(form, addressFor) {
  let until = 0;
  let parent = null;
  window.addEventListener("pageshow", () => {
    until = 0; // whoever comes back to the page writes something new
    form.elements.token.value = "";
  });
  form.addEventListener("focusin", async () => {
    const wanted = form.elements.parent.value;
    if (Date.now() < until && parent === wanted) return;
    [until, parent] = [Date.now() + FRESH, wanted];
    form.elements.token.value = "";
    try {
      const response = await fetch(addressFor(wanted), { cache: "no-store", credentials: "same-origin" });
      if (!response.ok) throw new Error(response.statusText);
      const { token } = await response.json();
      if (form.elements.parent.value === wanted) form.elements.token.value = token;
    } catch {
      until = 0; // without a token the server shows the text once more and asks
    }
  });
}

// A name that is written from right to left does not turn the words beside it round.
function isolated(name) {
  const shown = document.createElement("bdi");
  shown.textContent = name;
  return shown;
}

function moveToComments(replies, section, form) {
  const home = document.createComment("reply form");
  const title = section.querySelector(".reply-form__title");
  const plain = title.textContent;
  section.before(home);

  const cancel = document.createElement("button");
  cancel.type = "button";
  cancel.className = "button button--quiet";
  cancel.textContent = "Cancel";
  cancel.hidden = true;
  form.querySelector(".reply-form__send").append(" ", cancel);

  function stand(place, { id = "", name = "" } = {}) {
    place.after(section);
    form.elements.parent.value = id;
    title.replaceChildren(...(id ? [`${plain} to `, isolated(name)] : [plain]));
    cancel.hidden = !id;
  }

  function answer(clicked) {
    stand(clicked.closest(".reply"), { id: clicked.dataset.reply, name: clicked.dataset.name });
  }

  const changed = () => form.elements.comment.dispatchEvent(new Event("input", { bubbles: true }));

  let link = null;
  replies.addEventListener("pointerdown", hold);
  replies.addEventListener("click", (event) => {
    const clicked = event.target.closest("a[data-reply]");
    if (!clicked || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    link = clicked;
    answer(clicked);
    if ("quote" in clicked.dataset) quote(clicked.closest(".reply"), form.elements.comment);
    changed();
    form.elements.comment.focus();
  });
  cancel.addEventListener("click", () => {
    stand(home);
    changed();
    link?.focus();
  });

  return (id) => {
    const found = [...replies.querySelectorAll("a[data-reply]")].find((each) => each.dataset.reply === id);
    if (found) answer((link = found));
  };
}
