// Notes on words of the story: marked in the text, listed in a panel beside it, saved at once by addresses of their own.
// The marks are drawn over the text and follow every edit; no word of a note is ever in the text itself.
import { Extension, pm } from "../../django_prose_editor/editor.js";
import { csrfToken, el } from "../library/dom.js";
import { find, placeOf, spelledOut } from "./anchors.js";
import { askNote } from "./dialogs.js";

const { Plugin, PluginKey } = pm.state;
const KEY = new PluginKey("notes");

function drawn(doc, threads) {
  const whole = threads.length ? spelledOut(doc) : null;
  const marks = threads.flatMap((thread) => {
    const place = thread.resolved ? null : find(whole, thread);
    return place ? [pm.view.Decoration.inline(place.from, place.to, { class: "body-editor__noted" }, { note: thread.id, inclusiveEnd: true })] : [];
  });
  return pm.view.DecorationSet.create(doc, marks);
}

export const Notes = Extension.create({
  name: "notes",
  addProseMirrorPlugins: () => [
    new Plugin({
      key: KEY,
      state: {
        init: () => pm.view.DecorationSet.empty,
        apply(tr, was) {
          const threads = tr.getMeta(KEY);
          return threads ? drawn(tr.doc, threads) : was.map(tr.mapping, tr.doc);
        },
      },
      props: { decorations: (state) => KEY.getState(state) },
    }),
  ],
});

// The panel of the story's page, or null where there is none. → what the tool for a new note does
export function notesFor(editor, panel, announce) {
  if (!panel) return () => announce("Notes can be written when the story has been saved once.");
  const list = panel.querySelector("[data-list]");
  const count = panel.closest("details")?.querySelector("[data-count-notes]");
  show(JSON.parse(panel.dataset.threads));
  editor.view.dom.addEventListener("click", (event) => {
    if (event.target.closest(".body-editor__noted")) goToNote(editor.view.posAtDOM(event.target, 0));
  });
  return addNote;

  function show(threads) {
    const open = threads.filter((thread) => !thread.resolved);
    const done = threads.filter((thread) => thread.resolved);
    list.replaceChildren(...open.map(item));
    if (done.length) list.append(el("li", {}, el("details", {}, el("summary", {}, `${done.length} resolved`), el("ol", { class: "notes__list" }, ...done.map(item)))));
    if (!threads.length) list.append(el("li", { class: "help" }, "No notes yet. Mark some words and press the tool with the speech bubble."));
    if (count) count.textContent = open.length ? ` (${open.length})` : "";
    editor.view.dispatch(editor.state.tr.setMeta(KEY, threads).setMeta("addToHistory", false));
  }

  function item(thread) {
    const quote = thread.quote && el("button", { type: "button", class: "note__quote", onclick: () => goToWords(thread) }, thread.quote);
    return el(
      "li",
      { class: "note", "data-note": thread.id, tabindex: -1 },
      quote || null,
      ...[thread, ...thread.answers].map(said),
      thread.resolved ? el("p", { class: "note__who" }, `Resolved by ${thread.resolved.by}, ${thread.resolved.at}`) : null,
      el(
        "p",
        { class: "note__deeds" },
        deed("Answer", () => answer(thread)),
        thread.resolved ? deed("Open again", () => send(settle(thread), { reopen: 1 })) : deed("Resolve", () => send(settle(thread), {})),
      ),
    );
  }

  function settle({ id }) {
    return panel.dataset.settle.replace(/0\/settle\/$/, `${id}/settle/`);
  }

  async function addNote() {
    const { from, to } = editor.state.selection;
    const place = placeOf(editor.state.doc, from, to);
    const text = await askNote(place.quote || "About the whole story.");
    editor.view.focus();
    if (text && (await send(panel.dataset.address, { text, ...place }))) announce("The note is saved.");
  }

  async function answer(thread) {
    const text = await askNote(thread.text);
    if (text) await send(panel.dataset.address, { text, answers: thread.id });
    list.querySelector(`[data-note="${thread.id}"]`)?.focus();
  }

  function goToWords(thread) {
    const place = find(spelledOut(editor.state.doc), thread);
    if (!place) return announce("These words are no longer in the text.");
    editor.view.focus();
    return editor.chain().setTextSelection(place).scrollIntoView().run();
  }

  function goToNote(position) {
    const [mark] = KEY.getState(editor.state).find(position, position + 1);
    const note = mark && list.querySelector(`[data-note="${mark.spec.note}"]`);
    if (!note) return;
    panel.closest("details").open = true;
    for (const other of list.querySelectorAll(".note--here")) other.classList.remove("note--here");
    note.classList.add("note--here");
    note.scrollIntoView({ block: "nearest" });
  }

  async function send(address, values) {
    const answered = await post(address, values);
    if (answered.threads) show(answered.threads);
    else announce(answered.error);
    if (answered.threads) panel.closest("details").open = true;
    return Boolean(answered.threads);
  }
}

async function post(address, values) {
  try {
    const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
    const response = await fetch(address, { method: "POST", body: new URLSearchParams(values), headers });
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    return isJson ? await response.json() : { error: "The note was not saved. Are you still signed in?" };
  } catch {
    return { error: "The note was not saved: the desk cannot be reached." };
  }
}

function said({ by, at, text }) {
  const paragraphs = text.split(/\n+/).map((line) => el("p", {}, line));
  return el("div", { class: "note__said" }, el("p", { class: "note__who" }, el("b", {}, by), ` ${at}`), el("div", { class: "note__text" }, ...paragraphs));
}

function deed(text, onclick) {
  return el("button", { type: "button", class: "button button--plain", onclick }, text);
}
