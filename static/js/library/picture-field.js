// A form's picture field: the number steps back, the picture and two buttons come forward.
import { choosePicture } from "./chooser.js";
import { el } from "./dom.js";

export function attach(field) {
  const input = field.querySelector("input");
  const shown = field.querySelector(".picture-field__shown");
  const choose = el("button", { type: "button", class: "button" });
  const remove = el("button", { type: "button", class: "button picture-field__remove" }, "Remove the picture");
  input.type = "hidden";
  nameAfterLabel(field, input);
  field.querySelector(".picture-field__library").hidden = true;
  field.append(choose, remove);
  label();

  choose.addEventListener("click", async () => {
    const picture = await choosePicture({ choose: field.dataset.choose, upload: field.dataset.upload });
    choose.focus();
    if (picture) set(picture);
  });
  remove.addEventListener("click", () => {
    set(null);
    choose.focus();
  });

  function set(picture) {
    input.value = picture?.id ?? "";
    shown.replaceChildren(...(picture ? portrait(picture) : []));
    label();
    input.dispatchEvent(new Event("change", { bubbles: true }));
    field.dispatchEvent(new CustomEvent("picture:chosen", { bubbles: true, detail: picture }));
  }

  function label() {
    choose.textContent = input.value ? "Choose another picture" : "Choose a picture";
    remove.hidden = !input.value;
  }
}

// A label cannot belong to a hidden input: it names the group of picture and buttons instead.
function nameAfterLabel(field, input) {
  const label = document.querySelector(`label[for="${input.id}"]`);
  if (!label) return;
  label.id ||= `${input.id}-label`;
  label.removeAttribute("for");
  field.setAttribute("role", "group");
  field.setAttribute("aria-labelledby", label.id);
}

function portrait(picture) {
  const image = el("img", { src: picture.thumb, alt: picture.alt || picture.title, width: 160 });
  return [image, " ", el("span", { class: "picture-field__title" }, picture.title)];
}
