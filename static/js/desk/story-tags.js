// Suggests tags while one is typed: the browser's own list, whose entries are what stands there with the last word completed.

const PAUSE = 150; // milliseconds

export function attach(box, address) {
  const input = oneLine(box);
  const list = document.createElement("datalist");
  list.id = `${input.id}-suggestions`;
  input.after(list);
  input.setAttribute("list", list.id);

  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => suggest(input, list, address), PAUSE);
  });
}

// A list of suggestions belongs to an input, and a text box cannot have one.
function oneLine(box) {
  const input = document.createElement("input");
  for (const { name, value } of box.attributes) if (!["rows", "cols"].includes(name)) input.setAttribute(name, value);
  input.type = "text";
  input.autocomplete = "off";
  input.value = box.value;
  box.replaceWith(input);
  return input;
}

async function suggest(input, list, address) {
  const cut = input.value.lastIndexOf(",") + 1;
  const typed = input.value.slice(cut).trim();
  if (!typed) return list.replaceChildren();
  const answer = await fetch(`${address}?q=${encodeURIComponent(typed)}`).catch(() => null);
  if (!answer?.ok) return;
  const { tags } = await answer.json();
  const before = input.value.slice(0, cut) + (cut ? " " : "");
  list.replaceChildren(...tags.map((name) => new Option("", before + name)));
}
