// A card of another story: its live headline, or that it is not public yet. Readers see only what is live.
import { el } from "../library/dom.js";

export function storyCardView({ stories }) {
  return ({ node }) => {
    const number = Number(node.attrs["data-story"]);
    const story = stories.get(number);
    const state = story?.live ? "" : "Not public: readers see nothing here until it is.";
    const dom = el(
      "div",
      { class: "story-card", contenteditable: "false" },
      el("span", { class: "story-card__headline" }, story?.headline ?? `Story ${number}`),
      state ? " " : null,
      state ? el("span", { class: "story-card__state" }, state) : null,
    );
    return {
      dom,
      ignoreMutation: () => true,
      selectNode: () => dom.classList.add("body-editor__selected"),
      deselectNode: () => dom.classList.remove("body-editor__selected"),
    };
  };
}

// Asks which story, by words of its headline. → {id, headline, live} or null
export function chooseStory(address) {
  return new Promise((resolve) => {
    const words = el("input", { type: "search", id: "story-card-words", autocomplete: "off" });
    const list = el("div", { class: "editor-dialog__choices" });
    const status = el("p", { class: "editor-dialog__hint", role: "status" });
    const cancel = el("button", { type: "button", class: "button", onclick: () => close(null) }, "Cancel");
    const dialog = el(
      "dialog",
      { class: "editor-dialog", "aria-labelledby": "story-card-title" },
      el("h2", { id: "story-card-title" }, "Card of another story"),
      el("label", { for: words.id }, "Words of its headline"), words, status, list,
      el("p", { class: "editor-dialog__deeds" }, cancel),
    );
    let asked = 0;
    let timer;

    function close(value) {
      dialog.close();
      dialog.remove();
      resolve(value);
    }

    async function look() {
      const mine = ++asked;
      const found = await ask(`${address}?${new URLSearchParams({ q: words.value })}`);
      if (mine !== asked) return;
      list.replaceChildren(...(found ?? []).map((story) => choice(story, () => close(story))));
      status.textContent = found ? (found.length ? "" : "No story has these words in its headline.") : "The desk did not answer. Are you still signed in?";
    }

    words.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, 200);
    });
    dialog.addEventListener("keydown", (event) => {
      const buttons = [words, ...list.children];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Enter" && event.target === words) list.firstElementChild?.click();
      else if (step) buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length)?.focus();
      else return;
      event.preventDefault();
    });
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      close(null);
    });
    document.body.append(dialog);
    dialog.showModal();
    words.focus();
    look();
  });
}

function choice({ headline, live }, onclick) {
  return el("button", { type: "button", class: "editor-dialog__choice editor-dialog__choice--story", onclick }, el("span", {}, headline), el("small", {}, live ? "Live" : "Not public yet"));
}

async function ask(address) {
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    return response.ok && !response.redirected ? (await response.json()).stories : null;
  } catch {
    return null;
  }
}
