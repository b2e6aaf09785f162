// Find and replace in the story: a row below the tools. What is found is marked; replacing all is one step to undo.
import { Extension, pm } from "../../django_prose_editor/editor.js";
import { el } from "../library/dom.js";
import { placesIn } from "./tk.js";

const { Plugin, PluginKey, TextSelection } = pm.state;
const KEY = new PluginKey("find");
const NOTHING = { pattern: null, places: [], at: -1 };
let count = 0;

// Typewriter's signs find the printer's ones too, and a blank the one that does not break.
function patternOf({ words, matchCase, wholeWord }) {
  const escaped = words.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&").replace(/[ \u00a0]/g, "[ \\u00a0]").replace(/['’]/g, "['’]").replace(/["“”]/g, '["“”]');
  const whole = wholeWord ? `(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])` : escaped;
  return words ? new RegExp(whole, matchCase ? "gu" : "giu") : null;
}

function lookThrough(doc, pattern, cursor) {
  const places = [];
  if (pattern) doc.forEach((block, offset) => places.push(...placesIn(block, pattern).map(({ from, to }) => ({ from: offset + from, to: offset + to }))));
  const next = places.findIndex(({ from }) => from >= cursor);
  return { pattern, places, at: places.length ? Math.max(next, 0) : -1 };
}

function apply(tr, was) {
  const meta = tr.getMeta(KEY);
  if (meta?.pattern !== undefined) return lookThrough(tr.doc, meta.pattern, meta.cursor);
  if (tr.docChanged && was.pattern) return lookThrough(tr.doc, was.pattern, tr.mapping.map(was.places[was.at]?.from ?? 0));
  return meta ? { ...was, at: meta.at } : was;
}

function decorations(state) {
  const { places, at } = KEY.getState(state);
  const marks = places.map(({ from, to }, number) => pm.view.Decoration.inline(from, to, { class: number === at ? "body-editor__found body-editor__found--here" : "body-editor__found" }));
  return pm.view.DecorationSet.create(state.doc, marks);
}

export const Find = Extension.create({
  name: "find",
  addProseMirrorPlugins: () => [new Plugin({ key: KEY, state: { init: () => NOTHING, apply }, props: { decorations } })],
});

// → {row, open}: the row to put below the tools, and what opens it.
export function findRow(editor) {
  const id = `editor-find-${++count}`;
  const words = el("input", { type: "text", id: `${id}-words`, autocomplete: "off", spellcheck: "false", oninput: () => look() });
  const other = el("input", { type: "text", id: `${id}-other`, autocomplete: "off" });
  const matchCase = el("input", { type: "checkbox", id: `${id}-case`, onchange: () => look() });
  const wholeWord = el("input", { type: "checkbox", id: `${id}-whole`, onchange: () => look() });
  const told = el("output", { class: "editor-find__count", for: words.id });
  const button = (text, onclick, label) => el("button", { type: "button", class: "editor-bar__word", onclick, "aria-label": label }, text);
  const row = el(
    "div",
    { class: "editor-find", role: "search", "aria-label": "Find and replace in the text", hidden: true },
    el("span", { class: "editor-find__what" }, el("label", { for: words.id }, "Find"), words, told),
    button("↑", () => step(-1), "Previous place"), button("↓", () => step(1), "Next place"),
    el("span", { class: "editor-find__how" }, matchCase, el("label", { for: matchCase.id }, "Match case")),
    el("span", { class: "editor-find__how" }, wholeWord, el("label", { for: wholeWord.id }, "Whole word")),
    el("span", { class: "editor-find__what" }, el("label", { for: other.id }, "Replace with"), other),
    button("Replace", replaceOne), button("Replace all", replaceAll), button("Close", close, "Close find and replace"),
  );
  const state = () => KEY.getState(editor.state);
  const tell = (meta) => editor.view.dispatch(editor.state.tr.setMeta(KEY, meta));

  row.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key !== "Enter") return;
    else if (event.target === words) step(event.shiftKey ? -1 : 1);
    else if (event.target === other) replaceOne();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  editor.on("transaction", () => row.hidden || say());

  function open() {
    const { from, to, empty } = editor.state.selection;
    row.hidden = false;
    if (!empty && to - from < 100) words.value = editor.state.doc.textBetween(from, to, " ");
    look(from);
    words.focus();
    words.select();
  }

  function close() {
    const { places, at } = state();
    row.hidden = true;
    tell({ pattern: null });
    editor.view.focus();
    if (places[at]) editor.commands.setTextSelection(places[at]);
  }

  function look(cursor = state().places[state().at]?.from ?? editor.state.selection.from) {
    tell({ pattern: patternOf({ words: words.value, matchCase: matchCase.checked, wholeWord: wholeWord.checked }), cursor });
    show();
  }

  function step(by) {
    const { places, at } = state();
    if (!places.length) return;
    tell({ at: (at + by + places.length) % places.length });
    show();
  }

  function show() {
    editor.view.dom.querySelector(".body-editor__found--here")?.scrollIntoView({ block: "center" });
  }

  function say() {
    const { places, at } = state();
    told.textContent = places.length ? `${at + 1} of ${places.length}` : words.value ? "Not found" : "";
  }

  function replaceOne() {
    const { places, at } = state();
    if (!places[at]) return;
    const tr = replaced(editor.state.tr, places[at]);
    editor.view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(places[at].from + other.value.length))));
    show();
  }

  function replaceAll() {
    const { places } = state();
    const tr = pm.history.closeHistory(places.toReversed().reduce(replaced, editor.state.tr));
    if (places.length) editor.view.dispatch(tr);
    told.textContent = places.length === 1 ? "1 replaced" : `${places.length} replaced`;
  }

  function replaced(tr, { from, to }) {
    return other.value ? tr.insertText(other.value, from, to) : tr.delete(from, to);
  }

  return { row, open };
}
