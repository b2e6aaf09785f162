// A picture in the text: its image, the alternative text in a field, the caption as text to be edited, the credit.
// `data-alt` left out means the picture's own alternative text; empty means that it only decorates.
import { el } from "../library/dom.js";
import { removeFigure } from "./keys.js";

const SIZES = [["", "Text width"], ["wide", "Wide"], ["full", "Full width"]];
let count = 0;

export function figureView({ pictures, choose, announce }) {
  return ({ node, editor, getPos }) => {
    let current = node;
    const id = `figure-alt-${++count}`;
    const image = el("img", { alt: "" });
    const missing = el("p", { class: "body-editor__missing" });
    const alt = el("input", { type: "text", id, maxlength: 500, autocomplete: "off", "aria-describedby": `${id}-hint` });
    const hint = el("span", { id: `${id}-hint`, class: "body-editor__hint" });
    const size = el("select", { id: `${id}-size` }, ...SIZES.map(([value, text]) => el("option", { value }, text)));
    const width = el("span", { class: "body-editor__width" }, el("label", { for: size.id }, "Width"), size);
    const credit = el("p", { class: "body-editor__credit", contenteditable: "false" });
    const replace = button("Replace", async () => {
      const picture = await choose();
      if (picture) set({ "data-picture": String(picture.id), "data-alt": null });
      replace.focus();
    });
    const remove = button("Remove", () => {
      editor.view.focus();
      removeFigure(editor, getPos());
      announce("Picture removed.");
    });
    const fields = el(
      "div",
      { class: "body-editor__fields", contenteditable: "false" },
      el("label", { for: id }, "Alternative text"), alt, hint,
      width,
      el("span", { class: "body-editor__deeds" }, replace, remove),
    );
    const caption = el("div", { class: "body-editor__caption" });
    const dom = el("figure", { class: "figure" }, el("div", { class: "body-editor__frame", contenteditable: "false" }, image, missing), caption, credit, fields);

    function set(attributes) {
      editor.commands.command(({ tr }) => !!tr.setNodeMarkup(getPos(), null, { ...current.attrs, ...attributes }));
    }

    function draw() {
      const picture = pictures.get(Number(current.attrs["data-picture"]));
      const words = current.attrs["data-alt"] ?? picture?.alt ?? "";
      size.value = current.attrs["data-size"] ?? "";
      dom.dataset.size = size.value;
      image.hidden = !picture;
      missing.hidden = !!picture;
      missing.textContent = `Picture ${current.attrs["data-picture"]}`;
      if (picture && image.getAttribute("src") !== (picture.preview || picture.thumb)) {
        image.src = picture.preview || picture.thumb;
        image.width = picture.width;
        image.height = picture.height;
      }
      image.alt = words;
      if (alt.value !== words) alt.value = words;
      hint.textContent = words ? "" : "Empty: screen readers pass over this picture.";
      credit.textContent = picture?.credit ?? "";
      credit.hidden = !picture?.credit;
    }

    alt.addEventListener("input", () => {
      const own = pictures.get(Number(current.attrs["data-picture"]))?.alt;
      set({ "data-alt": alt.value === own ? null : alt.value });
    });
    size.addEventListener("change", () => set({ "data-size": size.value || null }));
    alt.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      editor.view.focus();
      editor.commands.setTextSelection(getPos() + 2);
    });
    draw();

    return {
      dom,
      contentDOM: caption,
      update(updated) {
        if (updated.type !== current.type) return false;
        current = updated;
        draw();
        return true;
      },
      stopEvent: (event) => fields.contains(event.target),
      ignoreMutation: (mutation) => mutation.type !== "selection" && !caption.contains(mutation.target),
      selectNode: () => dom.classList.add("body-editor__selected"),
      deselectNode: () => dom.classList.remove("body-editor__selected"),
    };
  };
}

function button(text, onclick) {
  return el("button", { type: "button", class: "body-editor__deed", onclick }, text);
}
