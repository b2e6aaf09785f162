// The toolbar: one stop for the Tab key, arrow keys inside (the pattern of the ARIA Authoring Practices).
import { el } from "../library/dom.js";
import { COMMANDS, IN_PLACE, ariaKeys, placeOf, shown } from "./commands.js";
import { icon } from "./icons.js";

const GROUPS = [
  ["paragraph", "h2", "h3"],
  ["bold", "italic", "link"],
  ["bullets", "numbers", "quote", "pullquote"],
  ["picture", "table", "footnote", "insert"],
  ["note", "find", "undo", "redo"],
];
const KEYS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export function toolbarFor(editor, deeds, controls) {
  const run = (command) => {
    editor.view.focus(); // at once; the editor's own command waits for the next frame
    command.run(editor, deeds);
  };
  const main = GROUPS.map((names) => el("div", { class: "editor-bar__group", role: "presentation" }, ...names.map((name) => tool(name, COMMANDS[name], run))));
  const help = tool("help", COMMANDS.help, run);
  const places = Object.groupBy(Object.values(IN_PLACE), (command) => command.in);
  const further = Object.entries(places).map(([place, commands]) =>
    el("div", { class: "editor-bar__place", role: "presentation", "data-place": place, hidden: true }, ...commands.map((command) => wordButton(command, run))),
  );
  const bar = el(
    "div",
    { class: "editor-bar", role: "toolbar", "aria-label": "Text tools", "aria-controls": controls },
    el("div", { class: "editor-bar__row", role: "presentation" }, ...main, el("div", { class: "editor-bar__group editor-bar__group--end", role: "presentation" }, help)),
    ...further,
  );
  rove(bar, editor);
  const focus = () => bar.querySelector("[tabindex='0']").focus() ?? true;
  return { bar, focus, redraw: () => redraw(bar, editor) };
}

function tool(name, command, run) {
  const button = el(
    "button",
    {
      type: "button",
      class: "editor-bar__tool",
      tabindex: -1,
      "aria-label": command.label,
      "aria-keyshortcuts": ariaKeys(command.keys),
      "data-tip": `${command.label}  ${shown(command.keys)}`,
      "data-command": name,
      onclick: () => button.getAttribute("aria-disabled") !== "true" && run(command),
    },
    icon(name),
  );
  if (command.isOn) button.setAttribute("aria-pressed", "false");
  return button;
}

function wordButton(command, run) {
  const tip = command.keys ? { "data-tip": shown(command.keys), "aria-keyshortcuts": ariaKeys(command.keys) } : command.tip ? { "data-tip": shown(command.tip) } : {};
  return el("button", { type: "button", class: "editor-bar__word", tabindex: -1, ...tip, onclick: () => run(command) }, command.text);
}

function redraw(bar, editor) {
  for (const button of bar.querySelectorAll("[data-command]")) {
    const { isOn, can } = COMMANDS[button.dataset.command];
    if (isOn) button.setAttribute("aria-pressed", String(isOn(editor)));
    if (can) button.setAttribute("aria-disabled", String(!can(editor)));
  }
  const place = placeOf(editor);
  for (const row of bar.querySelectorAll("[data-place]")) row.hidden = row.dataset.place !== place;
}

function rove(bar, editor) {
  const tools = () => [...bar.querySelectorAll("button")].filter((button) => button.checkVisibility());
  const go = (button) => {
    for (const other of bar.querySelectorAll("button")) other.tabIndex = other === button ? 0 : -1;
    button?.focus();
  };
  bar.querySelector("button").tabIndex = 0;
  bar.addEventListener("focusin", (event) => {
    for (const other of bar.querySelectorAll("button")) other.tabIndex = other === event.target ? 0 : -1;
  });
  // The text keeps the cursor while a tool is pressed with the mouse.
  bar.addEventListener("mousedown", (event) => event.preventDefault());
  bar.addEventListener("keydown", (event) => {
    const all = tools();
    const at = all.indexOf(document.activeElement);
    const sign = getComputedStyle(bar).direction === "rtl" && event.key.match(/Left|Right/) ? -1 : 1;
    if (event.key in KEYS) go(all.at((at + sign * KEYS[event.key] + all.length) % all.length));
    else if (event.key === "Home") go(all[0]);
    else if (event.key === "End") go(all.at(-1));
    else if (event.key === "Escape") editor.view.focus();
    else return;
    event.preventDefault();
  });
}
