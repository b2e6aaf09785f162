// A reference to a footnote in the text: its number (by the style sheet), and the note itself on pressing it.
import { pm } from "../../django_prose_editor/editor.js";
import { el } from "../library/dom.js";
import { askFootnote } from "./dialogs.js";

const { TextSelection } = pm.state;

export function footnoteView({ announce }) {
  return ({ node, editor, getPos }) => {
    let current = node;
    const open = el("button", { type: "button", class: "body-editor__note-number", tabindex: -1 });
    const dom = el("sup", { class: "body-editor__note", contenteditable: "false" }, open);

    function draw() {
      const note = current.attrs["data-note"];
      open.setAttribute("aria-label", `Footnote: ${note}`);
      open.title = note;
    }

    open.addEventListener("click", async () => {
      const position = getPos();
      const note = await askFootnote(current.attrs["data-note"]);
      editor.view.focus();
      if (note === "remove") {
        editor.commands.command(({ tr }) => !!tr.delete(position, position + 1));
        announce("Footnote removed.");
      } else if (note) {
        editor.commands.command(({ tr }) => !!tr.setNodeMarkup(position, null, { "data-note": note }));
        editor.commands.setTextSelection(position + 1);
      }
    });
    draw();

    return {
      dom,
      update(updated) {
        if (updated.type !== current.type) return false;
        current = updated;
        draw();
        return true;
      },
      stopEvent: (event) => event.target === open && event.type !== "mousedown",
      ignoreMutation: () => true,
      selectNode: () => dom.classList.add("body-editor__selected"),
      deselectNode: () => dom.classList.remove("body-editor__selected"),
    };
  };
}

// A click beside a line that ends in a note: the browser would put its cursor into the note's button.
export function besideNote(view, position, event) {
  const $at = view.state.doc.resolve(position);
  if (!$at.parent.isTextblock || $at.parent.lastChild?.type.name !== "footnote") return false;
  const { left, right } = view.nodeDOM($at.end() - 1).getBoundingClientRect();
  const isBehind = getComputedStyle(view.dom).direction === "rtl" ? event.clientX < left : event.clientX > right;
  if (!isBehind) return false;
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, $at.end())));
  return true;
}

// Puts a note where the cursor is; tells why not where a text can have none.
export async function insertFootnote(editor, announce) {
  const { $to } = editor.state.selection;
  if ($to.parent.type.name !== "paragraph") return announce("Footnotes stand in paragraphs: headings, captions and code have none.");
  const note = await askFootnote("");
  editor.view.focus();
  if (!note) return null;
  const place = editor.state.selection.to;
  return editor.chain().insertContentAt(place, { type: "footnote", attrs: { "data-note": note } }).setTextSelection(place + 1).run();
}
