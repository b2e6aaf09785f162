// A link card in the text: what readers will see, and a button to change it. Nothing is fetched from its address.
import { el } from "../library/dom.js";
import { hostOf } from "./addresses.js";

export function cardView({ askCard }) {
  return ({ node, editor, getPos }) => {
    let current = node;
    const title = el("span", { class: "link-card__title" });
    const site = el("span", { class: "link-card__site" });
    const edit = el("button", { type: "button", class: "body-editor__deed" }, "Edit");
    const dom = el("div", { class: "link-card", contenteditable: "false" }, title, " ", site, edit);

    function draw() {
      const host = hostOf(current.attrs["data-card"] ?? "");
      const name = current.attrs["data-site"];
      title.textContent = current.attrs["data-title"] || host;
      site.textContent = name && name.toLowerCase() !== host ? `${name} · ${host}` : host;
      edit.setAttribute("aria-label", `Edit the link card “${title.textContent}”`);
    }

    edit.addEventListener("click", async () => {
      const attributes = await askCard(current.attrs);
      if (attributes) editor.commands.command(({ tr }) => !!tr.setNodeMarkup(getPos(), null, attributes));
      editor.view.focus();
      editor.commands.setNodeSelection(getPos());
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
      stopEvent: (event) => event.target === edit,
      ignoreMutation: () => true,
      selectNode: () => dom.classList.add("body-editor__selected"),
      deselectNode: () => dom.classList.remove("body-editor__selected"),
    };
  };
}
