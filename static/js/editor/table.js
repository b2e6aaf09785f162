// A table in the text: rows of the editor's own, and the caption in a field above them, since rows are all it may hold.
import { Table as BaseTable } from "../../django_prose_editor/editor.js";
import { el } from "../library/dom.js";

let count = 0;

export const Table = BaseTable.extend({
  addOptions() {
    return { ...this.parent?.(), resizable: false };
  },
  addAttributes: () => ({
    caption: {
      default: "",
      rendered: false,
      parseHTML: (element) => element.querySelector(":scope > caption")?.textContent.replace(/\s+/g, " ").trim() ?? "",
    },
  }),
  parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],
  renderHTML: ({ node }) => ["table", ...(node.attrs.caption ? [["caption", node.attrs.caption]] : []), ["tbody", 0]],
  addNodeView: () => view,
  addKeyboardShortcuts() {
    const { "Mod-Backspace": _, "Mod-Delete": __, ...shortcuts } = this.parent?.() ?? {};
    return shortcuts;
  },
});

function view({ node, editor, getPos }) {
  let current = node;
  const id = `table-caption-${++count}`;
  const caption = el("input", { type: "text", id, maxlength: 300, value: node.attrs.caption, placeholder: "What the table shows, and where the figures come from" });
  const head = el("div", { class: "body-editor__fields", contenteditable: "false" }, el("label", { for: id }, "Table caption"), caption);
  const body = el("tbody");
  const dom = el("div", { class: "body-editor__table" }, head, el("table", {}, body));

  caption.addEventListener("input", () => {
    editor.commands.command(({ tr }) => !!tr.setNodeMarkup(getPos(), null, { ...current.attrs, caption: caption.value }));
  });
  caption.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    editor.view.focus();
    editor.commands.setTextSelection(getPos() + 4);
  });

  return {
    dom,
    contentDOM: body,
    update(updated) {
      if (updated.type !== current.type) return false;
      current = updated;
      if (caption.value.trim() !== updated.attrs.caption.trim()) caption.value = updated.attrs.caption;
      return true;
    },
    stopEvent: (event) => head.contains(event.target),
    ignoreMutation: (mutation) => mutation.type !== "selection" && !body.contains(mutation.target),
  };
}
