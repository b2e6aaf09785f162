// The line on top: what was done, or what somebody else had done, with the button that takes it back.

const bar = document.querySelector("[data-undo]");

// Without `undo` the line only says something.
export function say(message, undo, { label = "Undo", isLate = false } = {}) {
  const text = document.createElement("span");
  text.textContent = message;
  bar.replaceChildren(text);
  bar.classList.toggle("undo--late", isLate);
  if (!undo) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = label;
  button.addEventListener("click", undo);
  bar.append(" ", button);
}

// The undo that the server has drawn, if there is one.
export const pressed = () => bar.querySelector("form")?.requestSubmit();

// The number of held comments beside “Comments” in the bar of the desk, and beside “Held” where the folders are.
export function count(held) {
  const beside = document.querySelector("[data-held]");
  if (beside) beside.textContent = held;
  const above = document.querySelector(".bar__nav .count")?.firstChild;
  if (above) above.textContent = parseInt(held) > 99 ? "99+" : held;
}
