// Keys for moderators, their card, and the switch that turns them off in this browser.

const REMEMBERED = "moderation-keys";
const WIDE = "(min-width: 75rem)";

// `keys` says what each does; `current()` is the comment under the keyboard; `focus()` brings the keyboard back to it.
export function attach({ keys, current, focus }) {
  const card = document.querySelector("[data-keys]");
  const button = document.querySelector("[data-keys-button]");
  const box = card.querySelector("[data-keys-on]");

  button.hidden = false;
  show(matchMedia(WIDE).matches);
  remember(box);
  button.addEventListener("click", () => show(card.hidden));
  document.addEventListener("keydown", onKey);

  function show(isShown) {
    card.hidden = !isShown;
    button.setAttribute("aria-expanded", isShown);
  }

  function onKey(event) {
    const typing = event.target.closest("textarea, select, input:not([type=checkbox])");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !box.checked) return;
    const open = current()?.querySelector("details[open][data-verb]");
    if (event.key === "?") {
      show(card.hidden);
      if (!card.hidden) card.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Escape" && open) {
      open.open = false;
      focus();
    } else if (/^[1-9]$/.test(event.key) && open) {
      open.querySelectorAll("button")[event.key - 1]?.click();
    } else if (Object.hasOwn(keys, event.key)) {
      event.preventDefault();
      keys[event.key]();
    }
  }
}

// Presses the button of the first of these verbs that the comment offers; opens the reasons of one that needs a reason.
export function press(item, ...verbs) {
  const control = verbs.map((verb) => item?.querySelector(`:is(button, details)[data-verb="${verb}"]`)).find(Boolean);
  if (control?.tagName !== "DETAILS") return control?.click();
  control.open = true;
  control.querySelector("button").focus();
}

function remember(box) {
  try {
    box.checked = localStorage.getItem(REMEMBERED) !== "off";
    box.addEventListener("change", () => localStorage.setItem(REMEMBERED, box.checked ? "on" : "off"));
  } catch {
    // a browser that remembers nothing: the keys are on
  }
}
