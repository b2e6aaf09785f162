// Everything the toolbar and the keys can do: what it is called, when it is on, what it does.
// `keys` is how the editor's key map writes it; `shown` makes it readable.
import { depthOf, insertBlock, moveAfter, moveBlock } from "./keys.js";
import { pm } from "../../django_prose_editor/editor.js";

const { TextSelection } = pm.state;
export const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform);

export function shown(keys) {
  const names = IS_MAC ? { Mod: "⌘", Alt: "⌥", Shift: "⇧" } : { Mod: "Ctrl", Alt: "Alt", Shift: "Shift" };
  const parts = keys.split("-").map((part) => names[part] ?? part.replace("Arrow", "").replace(/^[a-z]$/, (letter) => letter.toUpperCase()));
  return parts.join(IS_MAC ? "" : "+");
}

// The form that assistive technology knows: “Control+Shift+8”.
export function ariaKeys(keys) {
  return keys.split("-").map((part) => (part === "Mod" ? (IS_MAC ? "Meta" : "Control") : part)).join("+");
}

const mark = (name) => ({ isOn: (editor) => editor.isActive(name), run: (editor) => editor.chain().focus().toggleMark(name).run() });
const heading = (level) => ({
  isOn: (editor) => editor.isActive("heading", { level }),
  run: (editor) => editor.chain().focus().toggleHeading({ level }).run(),
});
const list = (name, command) => ({ isOn: (editor) => editor.isActive(name), run: (editor) => editor.chain().focus()[command]().run() });
const inTable = (command) => (editor) => editor.chain().focus()[command]().run();

// A quotation is a wrapper of paragraphs: a heading becomes one first.
function toggleQuote(editor, name) {
  const chain = editor.chain().focus();
  if (depthOf(editor.state, name)) unquote(chain, name);
  else chain.setParagraph().toggleWrap(name);
  chain.run();
}

// Takes the whole quotation apart; who said it becomes a paragraph.
function unquote(chain, name) {
  return chain.command(({ tr, state }) => {
    const { $from } = tr.selection;
    const depth = depthOf(state, name);
    const quote = $from.node(depth);
    const parts = [];
    quote.forEach((part) => {
      if (part.type.name === "boxTitle") parts.push(state.schema.nodes.heading.create({ level: 3 }, part.content));
      else if (part.type.name !== "cite") parts.push(part);
      else if (part.content.size) parts.push(state.schema.nodes.paragraph.create(null, part.content));
    });
    const start = $from.before(depth);
    tr.replaceWith(start, $from.after(depth), parts);
    tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min($from.pos - 1, tr.doc.content.size))));
    return true;
  });
}

const BOX = { type: "factbox", content: [{ type: "boxTitle" }, { type: "paragraph" }] };

// A new box where the line is empty, else around what is marked; its heading comes first.
function toggleBox(editor) {
  const { $from, empty } = editor.state.selection;
  const chain = editor.chain().focus();
  if (depthOf(editor.state, "factbox")) unquote(chain, "factbox").run();
  else if (empty && $from.depth === 1 && !$from.parent.content.size) insertBlock(editor, BOX);
  else {
    chain.setParagraph().wrapIn("factbox").run();
    nameBox(editor);
  }
}

// Goes to the heading of the box, which is made if there is none.
function nameBox(editor) {
  editor
    .chain()
    .focus()
    .command(({ tr, state }) => {
      const depth = depthOf(state, "factbox");
      if (!depth) return false;
      const start = state.selection.$from.start(depth);
      const title = state.selection.$from.node(depth).firstChild;
      if (title.type.name !== "boxTitle") tr.insert(start, state.schema.nodes.boxTitle.create());
      tr.setSelection(TextSelection.near(tr.doc.resolve(start + 1 + (title.type.name === "boxTitle" ? title.content.size : 0))));
      return true;
    })
    .run();
}

// The pictures of a gallery, one below the other again.
function takeGalleryApart(editor) {
  editor.chain().focus().command(({ tr, state }) => {
    const depth = depthOf(state, "gallery");
    const { $from } = state.selection;
    if (depth) tr.replaceWith($from.before(depth), $from.after(depth), $from.node(depth).content);
    return !!depth;
  }).run();
}

function inQuote(editor) {
  return depthOf(editor.state, "blockquote") || depthOf(editor.state, "pullquote");
}

// Goes to the name below the quotation, which is made if there is none.
function nameSpeaker(editor) {
  editor
    .chain()
    .focus()
    .command(({ tr, state }) => {
      const depth = inQuote({ state });
      if (!depth) return false;
      const { $from } = state.selection;
      const end = $from.end(depth);
      const quote = $from.node(depth);
      if (quote.lastChild.type.name !== "cite") tr.insert(end, state.schema.nodes.cite.create());
      const place = quote.lastChild.type.name === "cite" ? end - 1 : end + 1;
      tr.setSelection(TextSelection.create(tr.doc, place));
      return true;
    })
    .run();
}

export const COMMANDS = {
  paragraph: {
    label: "Paragraph",
    keys: "Mod-Alt-0",
    isOn: (editor) => editor.state.selection.$from.depth === 1 && editor.isActive("paragraph"),
    run: (editor) => (placeOf(editor) ? editor.chain().focus().setParagraph().run() : editor.chain().focus().clearNodes().run()),
  },
  h2: { label: "Heading", keys: "Mod-Alt-2", ...heading(2) },
  h3: { label: "Small heading", keys: "Mod-Alt-3", ...heading(3) },
  bold: { label: "Bold", keys: "Mod-b", ...mark("bold") },
  italic: { label: "Italic", keys: "Mod-i", ...mark("italic") },
  link: { label: "Link", keys: "Mod-k", isOn: (editor) => editor.isActive("link"), run: (editor, deeds) => deeds.link() },
  bullets: { label: "Bulleted list", keys: "Mod-Shift-8", ...list("bulletList", "toggleBulletList") },
  numbers: { label: "Numbered list", keys: "Mod-Shift-7", ...list("orderedList", "toggleOrderedList") },
  quote: {
    label: "Quotation",
    keys: "Mod-Shift-b",
    isOn: (editor) => editor.isActive("blockquote"),
    run: (editor) => toggleQuote(editor, "blockquote"),
  },
  pullquote: {
    label: "Pull quote",
    keys: "Mod-Shift-e",
    isOn: (editor) => editor.isActive("pullquote"),
    run: (editor) => toggleQuote(editor, "pullquote"),
  },
  picture: { label: "Picture", keys: "Mod-Alt-p", run: (editor, deeds) => deeds.picture() },
  table: {
    label: "Table",
    keys: "Mod-Alt-t",
    run(editor) {
      const cell = (type) => ({ type, content: [{ type: "paragraph" }] });
      const row = (type) => ({ type: "tableRow", content: [cell(type), cell(type), cell(type)] });
      insertBlock(editor, { type: "table", content: [row("tableHeader"), row("tableCell"), row("tableCell")] });
    },
  },
  gallery: { label: "Gallery", keys: "Mod-Alt-g", run: (editor, deeds) => deeds.gallery() },
  factbox: { label: "Fact box", keys: "Mod-Alt-b", isOn: (editor) => editor.isActive("factbox"), run: toggleBox },
  footnote: { label: "Footnote", keys: "Mod-Alt-f", run: (editor, deeds) => deeds.footnote() },
  storyCard: { label: "Card of a story", keys: "Mod-Alt-r", run: (editor, deeds) => deeds.storyCard() },
  codeBlock: {
    label: "Block of code",
    keys: "Mod-Alt-c",
    isOn: (editor) => editor.isActive("codeBlock"),
    run: (editor) => editor.chain().focus().toggleCodeBlock().run(),
  },
  code: { label: "Code in the text", keys: "Mod-e", ...mark("code") },
  card: { label: "Link card", keys: "Mod-Alt-k", run: (editor, deeds) => deeds.card() },
  rule: { label: "Rule", keys: "Mod-Alt-h", run: (editor) => insertBlock(editor, { type: "horizontalRule" }) },
  insert: { label: "Insert…", keys: "Mod-Alt-i", run: (editor, deeds) => deeds.insert() },
  note: { label: "Note on these words", keys: "Mod-Alt-m", run: (editor, deeds) => deeds.note() },
  find: { label: "Find and replace", keys: "Mod-f", run: (editor, deeds) => deeds.find() },
  undo: { label: "Undo", keys: "Mod-z", can: (editor) => editor.can().undo(), run: (editor) => editor.chain().focus().undo().run() },
  redo: { label: "Redo", keys: "Mod-Shift-z", can: (editor) => editor.can().redo(), run: (editor) => editor.chain().focus().redo().run() },
  help: { label: "Keys", keys: "Mod-Alt-/", run: (editor, deeds) => deeds.help() },
};

// What the list behind “Insert…” offers, in its order.
export const INSERTS = ["picture", "gallery", "table", "factbox", "footnote", "card", "storyCard", "codeBlock", "code", "rule"];

// Shown only while the cursor is in a table, gallery, box or quotation.
export const IN_PLACE = {
  rowBefore: { text: "Row above", in: "table", run: inTable("addRowBefore") },
  rowAfter: { text: "Row below", in: "table", run: inTable("addRowAfter") },
  rowGone: { text: "Delete row", in: "table", run: inTable("deleteRow") },
  columnBefore: { text: "Column before", in: "table", run: inTable("addColumnBefore") },
  columnAfter: { text: "Column after", in: "table", run: inTable("addColumnAfter") },
  columnGone: { text: "Delete column", in: "table", run: inTable("deleteColumn") },
  headRow: { text: "Header row", in: "table", run: inTable("toggleHeaderRow") },
  headColumn: { text: "Header column", in: "table", run: inTable("toggleHeaderColumn") },
  tableGone: { text: "Delete table", in: "table", run: inTable("deleteTable") },
  morePictures: { text: "Add a picture", in: "gallery", run: (editor, deeds) => deeds.gallery() },
  earlier: { text: "Move earlier", in: "gallery", tip: "Alt-↑", run: (editor) => moveBlock(editor, -1) },
  later: { text: "Move later", in: "gallery", tip: "Alt-↓", run: (editor) => moveBlock(editor, 1) },
  galleryApart: { text: "Take the gallery apart", in: "gallery", run: takeGalleryApart },
  boxName: { text: "Heading of the box", in: "box", run: nameBox },
  boxApart: { text: "Take the box apart", in: "box", run: toggleBox },
  speaker: { text: "Who said it", in: "quote", keys: "Mod-Alt-w", run: nameSpeaker },
};

export function placeOf(editor) {
  if (depthOf(editor.state, "table")) return "table";
  if (depthOf(editor.state, "gallery")) return "gallery";
  if (depthOf(editor.state, "factbox")) return "box";
  return inQuote(editor) ? "quote" : "";
}

export function goOnAfter(editor) {
  const { $from } = editor.state.selection;
  const leads = $from.depth > 1 || $from.parent.type.name === "codeBlock";
  if (leads) moveAfter(editor, $from.after(1));
  return leads;
}
