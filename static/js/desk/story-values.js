// What the story's form says, as pairs of name and value; and putting into it what came from somebody else.

import { attach as attachPicture } from "../library/picture-field.js";
import { attach as attachBylines } from "./story-bylines.js";

const NOT_SAID = new Set(["csrfmiddlewaretoken", "version", "public_version", "tab", "base", "_save", "_then"]);

export function valuesOf(form) {
  return [...new FormData(form)].filter(([name, value]) => !NOT_SAID.has(name) && !name.startsWith("choose-") && typeof value === "string");
}

// The same without the tag or the name that is being typed, which is nothing before it is whole: that one as it was before.
export function ripeOf(form, before) {
  const box = document.activeElement;
  if (!before || box?.form !== form || !box.matches('[name="tags"], [name$="-author"]')) return valuesOf(form);
  const was = before.find(([name]) => name === box.name)?.[1] ?? "";
  return valuesOf(form).map(([name, value]) => [name, name === box.name ? was : value]);
}

export function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

// `html` holds the parts that are more than one box; a text that is being written keeps its cursor.
export function apply(form, values = {}, html = {}, pictures = []) {
  for (const [name, value] of Object.entries(values)) {
    const box = form.elements.namedItem(name);
    if (html[name] || !box || box.value === value) continue;
    set(box, name, value, pictures);
  }
  for (const [name, markup] of Object.entries(html)) PLACES[name](form, markup);
}

// Pairs that were kept, e.g. from a page that broke off. Bylines may have more lines than the page has.
export function restore(form, pairs) {
  const lines = pairs.filter(([name]) => name.startsWith("bylines-"));
  apply(form, Object.fromEntries(pairs.filter(([name]) => !name.startsWith("bylines-"))));
  restoreBylines(form, new Map(lines));
  const picture = form.elements.namedItem("lead_picture");
  picture?.dispatchEvent(new Event("change", { bubbles: true }));
}

function set(box, name, value, pictures) {
  if (name === "body") {
    box.value = value;
    box.dispatchEvent(new CustomEvent("body:merge", { detail: pictures }));
    return;
  }
  const { activeElement } = document;
  const at = activeElement === box && "selectionStart" in box ? [box.selectionStart, box.selectionEnd] : null;
  box.value = value;
  if (at) box.setSelectionRange(...at.map((place) => Math.min(place, value.length)));
  box.dispatchEvent(new Event(box.matches("select") ? "change" : "input", { bubbles: true }));
}

const PLACES = {
  lead_picture(form, markup) {
    const field = form.elements.namedItem("lead_picture").closest('[data-behaviour~="picture-field"]');
    const fresh = fragment(markup).querySelector('[data-behaviour~="picture-field"]');
    field.replaceWith(fresh);
    attachPicture(fresh);
  },
  bylines(form, markup) {
    const box = form.querySelector('[data-behaviour~="bylines"]');
    const fresh = box.cloneNode(true); // without the listeners of the lines that were
    fresh.querySelector("[data-lines]").replaceChildren(fragment(markup));
    box.replaceWith(fresh);
    attachBylines(fresh);
  },
};

function fragment(markup) {
  const template = document.createElement("template");
  template.innerHTML = markup; // ours: the same templates draw the page
  return template.content;
}

function restoreBylines(form, kept) {
  const box = form.querySelector('[data-behaviour~="bylines"]');
  const total = Number(kept.get("bylines-TOTAL_FORMS") ?? 0);
  const lines = [];
  for (let line = 0; line < total; line += 1) {
    if (kept.has(`bylines-${line}-DELETE`) || !kept.get(`bylines-${line}-author`)) continue;
    lines.push({ place: Number(kept.get(`bylines-${line}-position`) || Infinity), author: kept.get(`bylines-${line}-author`), role: kept.get(`bylines-${line}-role`) });
  }
  lines.sort((a, b) => a.place - b.place || 0);
  for (const row of [...box.querySelectorAll("[data-row]:not([hidden])")]) row.querySelector("[data-remove]").click();
  for (const { author, role } of lines) {
    box.querySelector("[data-add]").click();
    const row = [...box.querySelectorAll("[data-row]:not([hidden])")].at(-1);
    row.querySelector("input[list]").value = author;
    row.querySelector("select").value = role;
  }
  document.activeElement?.blur();
  box.dispatchEvent(new Event("change", { bubbles: true }));
}
