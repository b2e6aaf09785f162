// The picture fields of a page: those that are there, and those of forms that Django's inlines add by script.
import { attach } from "./picture-field.js";

document.querySelectorAll('[data-behaviour~="picture-field"]').forEach(attach);
// Django's inlines add empty forms by script; their fields are attached when they arrive.
document.addEventListener("formset:added", (event) => {
  event.target.querySelectorAll('[data-behaviour~="picture-field"]').forEach(attach);
});
