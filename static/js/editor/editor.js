// The body editor: `attach(widget)` puts it in the place of the widget's textarea, whose value it keeps in step.
// The textarea fires “input” at every change; whoever sets its value anew tells so by “body:load”, or by “body:merge” while
// somebody is writing (its detail: pictures that are new). “body:lock” ends the writing.
import { Dropcursor, Editor, Extension, Gapcursor, Placeholder, TrailingNode, UndoRedo } from "../../django_prose_editor/editor.js";
import { choosePicture } from "../library/chooser.js";
import { el } from "../library/dom.js";
import { COMMANDS, INSERTS, IN_PLACE, goOnAfter, shown } from "./commands.js";
import { plannedIn, sentence } from "./count.js";
import { askCard, askLink, askWhich, showKeys } from "./dialogs.js";
import { Find, findRow } from "./find.js";
import { besideNote, insertFootnote } from "./footnote.js";
import { insertIntoGallery } from "./gallery.js";
import { icon } from "./icons.js";
import { goToAlternativeText, insertBlock, moveBlock, openSelected, removeSelectedFigure, typeBehind } from "./keys.js";
import { mergeInto } from "./merge.js";
import { cleanPasted, pasteAddress, sliceOf } from "./paste.js";
import { Notes, notesFor } from "./notes.js";
import { htmlOf, wordsOf } from "./pieces.js";
import { extensionsFor } from "./schema.js";
import { chooseStory } from "./story-card.js";
import { textboxAttributes, tieToForm } from "./textbox.js";
import { ToCome } from "./tk.js";
import { toolbarFor } from "./toolbar.js";
import { figureOf, takesFiles } from "./uploads.js";

const PLACEHOLDERS = { figcaption: "Caption", cite: "Who said it", boxTitle: "Heading of the box", codeBlock: "Code" };
const MORE_KEYS = [
  ["Text tools (arrows to move, Escape back)", "Alt-F10"],
  ["Block up, block down", "Alt-↑ ↓"],
  ["On, out of a list, quotation, table, box or code", "Mod-Enter"],
  ["From a caption to the alternative text", "Tab"],
  ["New line in the same paragraph", "Shift-Enter"],
  ["Paste as plain text", "Mod-Shift-v"],
];

export function attach(widget) {
  const textarea = widget.querySelector("textarea");
  const config = JSON.parse(widget.dataset.config);
  const pictures = new Map(JSON.parse(widget.dataset.pictures).map((picture) => [picture.id, picture]));
  const known = Object.entries(JSON.parse(widget.dataset.stories));
  const stories = new Map(known.map(([id, headline]) => [Number(id), { headline, live: true }]));
  const page = el("div", { class: "body-editor__page" });
  const count = el("span", { class: "body-editor__count" });
  const status = el("p", { class: "body-editor__status", role: "status" });
  const summary = el("p", { class: "body-editor__unseen", role: "status" });
  const announce = (text) => (status.textContent = text);
  const files = takesFiles({ address: widget.dataset.upload, pictures, announce, editor: () => editor });
  const deeds = { link: () => changeLink(editor), picture: insertPicture, card: insertCard, gallery: addToGallery, footnote: () => insertFootnote(editor, announce), storyCard: insertStoryCard, insert: chooseInsert, find: () => find.open(), note: () => note(), help: showHelp };
  const keys = {
    "Alt-F10": () => !!toolbar.focus(),
    "Alt-ArrowUp": () => moveBlock(editor, -1),
    "Alt-ArrowDown": () => moveBlock(editor, 1),
    "Mod-Enter": () => goOnAfter(editor),
    Tab: () => goToAlternativeText(editor),
    Enter: () => openSelected(editor),
    Delete: () => removeSelectedFigure(editor),
    Backspace: () => removeSelectedFigure(editor),
    ...keysOf(COMMANDS, () => editor, deeds),
    ...keysOf(IN_PLACE, () => editor, deeds),
  };

  const editor = new Editor({
    element: page,
    injectCSS: false,
    enablePasteRules: false,
    extensions: [...extensionsFor(config, { pictures, stories, choose, announce, askCard }), ...helpers(keys, widget.dataset.placeholder)],
    content: withOwnCaptions(textarea.value, pictures),
    editable: !textarea.disabled && !textarea.readOnly,
    editorProps: {
      attributes: textboxAttributes(textarea),
      handleClick: besideNote,
      transformPastedHTML: (html) => cleanPasted(html, config, announce),
      clipboardTextParser: (text, $context, plain, view) => sliceOf(text, view.state.schema),
      handlePaste: (view, event) => files.paste(event) || pasteAddress(editor, event),
      handleDOMEvents: { keydown: (view) => seeCursor(view) },
      handleTextInput: (view, from, to, text) => typeBehind(editor, text),
      handleDrop: (view, event, slice, moved) => !moved && files.drop(view, event),
    },
  });
  const toolbar = toolbarFor(editor, deeds, editor.view.dom.id);
  const find = findRow(editor);
  const valueOf = htmlOf(editor.schema);
  const wordsIn = wordsOf();
  const note = notesFor(editor, document.querySelector("[data-notes]"), announce);
  const planned = plannedIn(textarea.form, tell);
  let written = valueOf(editor.state.doc);

  toolbar.bar.append(find.row);
  widget.prepend(toolbar.bar, page);
  widget.append(el("div", { class: "body-editor__foot" }, status, summary, count));
  widget.classList.add("body-editor--ready");
  tieToForm(textarea, editor);
  editor.on("update", write);
  editor.on("transaction", toolbar.redraw);
  editor.on("blur", () => (summary.textContent = count.textContent)); // in sight it is already
  textarea.addEventListener("body:load", () => editor.commands.setContent(withOwnCaptions(textarea.value, pictures)));
  textarea.addEventListener("body:merge", ({ detail }) => {
    for (const picture of detail ?? []) pictures.set(picture.id, picture);
    mergeInto(editor, withOwnCaptions(textarea.value, pictures));
    write();
  });
  textarea.addEventListener("body:lock", () => editor.setEditable(false));
  toolbar.redraw();
  tell();
  return editor;

  function write() {
    tell();
    const value = valueOf(editor.state.doc);
    if (value === written) return;
    written = textarea.value = value;
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function tell() {
    textarea.dataset.words = wordsIn(editor.state.doc);
    count.textContent = sentence(Number(textarea.dataset.words), planned());
  }

  async function choose() {
    const picture = await choosePicture({ choose: widget.dataset.choose, upload: widget.dataset.upload });
    if (picture) pictures.set(picture.id, picture);
    return picture;
  }

  async function insertPicture() {
    const picture = await choose();
    if (picture) insertBlock(editor, figureOf(picture));
    else editor.view.focus();
  }

  async function addToGallery() {
    const picture = await choose();
    editor.view.focus();
    if (picture) insertIntoGallery(editor, picture);
  }

  async function insertStoryCard() {
    const story = await chooseStory(widget.dataset.cards);
    if (story) stories.set(story.id, story);
    if (story) insertBlock(editor, { type: "storyCard", attrs: { "data-story": String(story.id) } });
    else editor.view.focus();
  }

  async function chooseInsert() {
    const choices = INSERTS.map((name) => ({ name, label: COMMANDS[name].label, keys: shown(COMMANDS[name].keys), sign: icon(name) }));
    const name = await askWhich("Insert", choices);
    editor.view.focus();
    if (name) COMMANDS[name].run(editor, deeds);
  }

  async function insertCard() {
    const attrs = await askCard();
    if (attrs) insertBlock(editor, { type: "card", attrs });
    else editor.view.focus();
  }

  async function showHelp() {
    await showKeys(keyRows());
    editor.view.focus();
  }
}

// A key that follows quickly on another must not be judged by where the cursor was before: the browser tells that late.
function seeCursor(view) {
  if (!view.composing) view.domObserver.flush();
  return false;
}

async function changeLink(editor) {
  const { href } = editor.getAttributes("link");
  const needsText = editor.state.selection.empty && !href;
  const answer = await askLink({ address: href, needsText });
  editor.view.focus();
  const chain = editor.chain();
  if (href) chain.extendMarkRange("link");
  if (answer === "remove") chain.unsetMark("link").run();
  else if (answer && needsText) chain.insertContent({ type: "text", text: answer.text, marks: [{ type: "link", attrs: { href: answer.address } }] }).run();
  else if (answer) chain.setMark("link", { href: answer.address }).run();
}

function keysOf(commands, editor, deeds) {
  const withKeys = Object.entries(commands).filter(([name, { keys }]) => keys && name !== "undo" && name !== "redo");
  return Object.fromEntries(withKeys.map(([, command]) => [command.keys, () => command.run(editor(), deeds) || true]));
}

function keyRows() {
  const known = Object.values(COMMANDS).map(({ label, keys }) => [label, shown(keys)]);
  return [...known, [IN_PLACE.speaker.text, shown(IN_PLACE.speaker.keys)], ...MORE_KEYS.map(([what, keys]) => [what, shown(keys)])];
}

function helpers(keys, begin) {
  const placeholder = ({ node, editor }) => PLACEHOLDERS[node.type.name] ?? (editor.isEmpty && node.type.name === "paragraph" ? begin : "");
  return [
    UndoRedo,
    ToCome,
    Find,
    Notes,
    Dropcursor.configure({ class: "body-editor__drop", color: false }),
    Gapcursor,
    TrailingNode.configure({ node: "paragraph" }),
    Placeholder.configure({ includeChildren: true, showOnlyCurrent: false, placeholder }),
    Extension.create({ name: "deskKeys", priority: 1100, addKeyboardShortcuts: () => keys }),
  ];
}

// A picture without a caption element has the library's caption; here it is written out, to be seen and changed.
function withOwnCaptions(html, pictures) {
  if (!html.includes("<figure")) return html;
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const figure of body.querySelectorAll("figure[data-picture]:not(:has(figcaption))")) {
    const caption = body.ownerDocument.createElement("figcaption");
    caption.textContent = pictures.get(Number(figure.dataset.picture))?.caption ?? "";
    figure.append(caption);
  }
  return body.innerHTML;
}
