// What comes from the clipboard, made plain: Word and Google Docs say by styles what HTML says by elements.
// The result holds only elements and attributes that the body knows; the editor's schema and the server look again.
import { pm } from "../../django_prose_editor/editor.js";
import { addressFrom } from "./addresses.js";

const { Fragment, Slice } = pm.model;
const BLOCKS = "p,h1,h2,h3,h4,h5,h6,li,blockquote,td,th,div";
const KEPT = ["href", "class", "colspan", "rowspan", "data-picture", "data-alt", "data-size", "data-note", "data-story", "data-card", "data-title", "data-site", "data-pm-slice"];

export function cleanPasted(html, config, announce) {
  // The fragment that was copied, without the style sheet that Word sends with it.
  const page = new DOMParser().parseFromString(withoutStyles(html), "text/html");
  const body = page.body;
  dropUnwanted(body, config);
  dropTakenOut(body, announce);
  listsFromWord(body);
  nameByClass(body);
  marksFromStyles(body);
  smallFigures(body, config);
  rename(body, config.readAs);
  nestLists(body);
  straightenLinks(body);
  for (const heading of body.querySelectorAll("h2,h3")) for (const bold of heading.querySelectorAll("strong")) unwrap(bold);
  for (const element of body.querySelectorAll("span,font,u,ins,small,big,tbody>p,o\\:p")) unwrap(element);
  spanless(body);
  dropAttributes(body);
  dropEmpty(body);
  return body.innerHTML;
}

// The policy of this page forbids style and event attributes, even in a page that is only read: they get other names.
function withoutStyles(html) {
  return html
    .replace(/<style\b[^>]*>[\s\S]*?<\/style\s*>/gi, "")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s/"'])(style|on\w+)(\s*=)/gi, "$1data-$2$3"));
}

function dropUnwanted(body, { dropped }) {
  for (const element of body.querySelectorAll([...dropped, "meta", "link", "xml", "img", "br.Apple-interchange-newline", "span.EOP"].join(","))) element.remove();
}

// What its writers struck out, hid or said to one another must not come back as plain words; the editor is told.
function dropTakenOut(body, announce) {
  const taken = [...body.querySelectorAll("*")].filter(isTakenOut);
  for (const element of taken) element.remove();
  if (taken.some((element) => element.textContent.trim())) announce("Left out of what you pasted: struck out or hidden words, comments.");
}

function isTakenOut(element) {
  const style = styleOf(element);
  return (
    element.matches("del,s,strike,.MsoCommentReference") ||
    /line-through/.test(`${style["text-decoration"]} ${style["text-decoration-line"]}`) ||
    style.display === "none" ||
    style["mso-hide"] === "all" ||
    /^comment/.test(style["mso-element"] ?? "")
  );
}

// The declarations of a style attribute as {name: value}, in small letters.
function styleOf(element) {
  const pairs = (element.dataset.style ?? "").toLowerCase().split(";").map((part) => part.split(":"));
  return Object.fromEntries(pairs.map(([name, ...value]) => [name.trim(), value.join(":").trim()]));
}

// Word: paragraphs of class MsoListParagraph with “mso-list:l0 level2 lfo1” and their marks typed out.
function listsFromWord(body) {
  const levels = flattenedFromWordOnline(body);
  for (const element of [...body.querySelectorAll("[data-style*=mso-list i]")]) {
    const found = /l\d+\s+level(\d+)/.exec(styleOf(element)["mso-list"] ?? "");
    if (found && element.matches("p,h1,h2,h3,h4,h5,h6")) levels.set(element, { level: Number(found[1]), ordered: takeMark(element) });
  }
  for (const first of levels.keys()) {
    if (!first.isConnected || first.tagName === "LI") continue;
    if (levels.has(first.previousElementSibling)) continue;
    buildList(first, levels);
  }
}

// Word in the browser: every item in a list and a wrapper of its own, with its level as an attribute.
function flattenedFromWordOnline(body) {
  const levels = new Map();
  for (const item of body.querySelectorAll(".ListContainerWrapper li[data-aria-level]")) {
    const paragraph = item.ownerDocument.createElement("p");
    paragraph.append(...(item.querySelector("p") ?? item).childNodes);
    levels.set(paragraph, { level: Number(item.dataset.ariaLevel), ordered: item.parentElement.tagName === "OL" });
    item.closest(".ListContainerWrapper").before(paragraph);
  }
  for (const wrapper of body.querySelectorAll(".ListContainerWrapper")) wrapper.remove();
  return levels;
}

// Removes the typed mark of a list item; tells whether it counts.
function takeMark(element) {
  const mark = [...element.querySelectorAll("[data-style]")].find((part) => styleOf(part)["mso-list"] === "ignore");
  const text = (mark?.textContent ?? "").trim();
  mark?.remove();
  return /^\(?([0-9]+|[a-z]|[ivxlc]+)[.)]/i.test(text);
}

function buildList(first, levels) {
  const open = [];
  const before = first.previousSibling;
  const parent = first.parentNode;
  for (let element = first, next; element && levels.has(element); element = next) {
    next = element.nextElementSibling;
    const { level, ordered } = levels.get(element);
    while (open.length && open.at(-1).level > level) open.pop();
    if (!open.length || open.at(-1).level < level) {
      const list = element.ownerDocument.createElement(ordered ? "ol" : "ul");
      const item = open.at(-1)?.list.lastElementChild;
      if (item) item.append(list);
      else if (before) before.after(list);
      else parent.prepend(list);
      open.push({ level, list });
    }
    const item = element.ownerDocument.createElement("li");
    const paragraph = element.ownerDocument.createElement("p");
    paragraph.append(...element.childNodes);
    item.append(paragraph);
    open.at(-1).list.append(item);
    element.remove();
  }
}

function nameByClass(body) {
  for (const title of body.querySelectorAll("p.MsoTitle")) replaceTag(title, "h2");
  for (const quote of body.querySelectorAll("p.MsoQuote,p.MsoIntenseQuote")) {
    const previous = quote.previousElementSibling;
    if (previous?.tagName === "BLOCKQUOTE") previous.append(quote);
    else {
      const block = quote.ownerDocument.createElement("blockquote");
      quote.replaceWith(block);
      block.append(quote);
    }
    quote.removeAttribute("class");
    for (const italic of quote.querySelectorAll("i,em")) unwrap(italic); // the style of the quotation, not emphasis
  }
}

function marksFromStyles(body) {
  for (const element of [...body.querySelectorAll("b,strong")]) {
    if (/^(normal|[1-5]00)$/.test(styleOf(element)["font-weight"] ?? "")) unwrap(element);
  }
  for (const element of [...body.querySelectorAll("i,em")]) if (styleOf(element)["font-style"] === "normal") unwrap(element);
  for (const element of [...body.querySelectorAll("span[data-style],a[data-style],font[data-style]")]) {
    const style = styleOf(element);
    if (/^(bold|bolder|[6-9]00)$/.test(style["font-weight"] ?? "")) wrapContents(element, "strong");
    if (/^(italic|oblique)/.test(style["font-style"] ?? "")) wrapContents(element, "em");
    if (/^(super|sub)$/.test(style["vertical-align"] ?? "")) wrapContents(element, style["vertical-align"].replace("super", "sup"));
    if (style["mso-spacerun"] || style["mso-tab-count"]) element.textContent = " ";
  }
}

function smallFigures(body, { smallFigures: known }) {
  for (const [tag, [plain, small]] of Object.entries(known)) {
    for (const element of [...body.querySelectorAll(`${tag}:not([data-note])`)]) {
      const text = element.textContent.trim().replaceAll("−", "-");
      if (text && [...text].every((letter) => plain.includes(letter))) {
        element.textContent = [...text].map((letter) => [...small][plain.indexOf(letter)]).join("");
      }
      unwrap(element);
    }
  }
}

function rename(body, readAs) {
  for (const [from, to] of Object.entries(readAs)) for (const element of [...body.querySelectorAll(from)]) replaceTag(element, to);
}

// A list directly in a list belongs to the item before it.
function nestLists(body) {
  for (const list of body.querySelectorAll(":is(ul,ol) > :is(ul,ol)")) list.previousElementSibling?.append(list);
}

function straightenLinks(body) {
  for (const link of [...body.querySelectorAll("a")]) {
    const address = link.getAttribute("href") ?? "";
    const behind = hiddenBehind(address);
    if (behind) link.setAttribute("href", behind);
    if (!/^(https?:\/\/|mailto:|\/)/i.test(link.getAttribute("href") ?? "")) unwrap(link);
  }
}

// Google Docs and Outlook put addresses of their own before those that were meant.
function hiddenBehind(address) {
  if (!URL.canParse(address)) return null;
  const { hostname, pathname, searchParams } = new URL(address);
  if (hostname === "www.google.com" && pathname === "/url") return searchParams.get("q");
  return hostname.endsWith(".safelinks.protection.outlook.com") ? searchParams.get("url") : null;
}

// Joined cells come apart, so that the rows stay equally long.
function spanless(body) {
  for (const cell of [...body.querySelectorAll("td[colspan],th[colspan]")]) {
    for (let more = Math.min(Number(cell.getAttribute("colspan")) || 1, 40); more > 1; more -= 1) {
      cell.after(cell.ownerDocument.createElement(cell.tagName));
    }
  }
}

function dropAttributes(body) {
  for (const element of body.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) {
      const stays = KEPT.includes(name) && (name !== "class" || element.matches("aside.pullquote,aside.factbox,section.gallery"));
      if (!stays) element.removeAttribute(name);
    }
  }
}

function dropEmpty(body) {
  for (const element of [...body.querySelectorAll(":scope > br, p, h2, h3, a, strong, em")].reverse()) {
    const isEmpty = !element.textContent.replaceAll("\u00a0", " ").trim() && !element.querySelector("figure,table,[data-card],[data-story],[data-note]");
    if (!isEmpty || element.closest("td,th")) continue;
    if (element.matches("strong,em,a") && element.textContent) element.replaceWith(" ");
    else if (!element.matches("strong,em,a") || !element.querySelector("br")) element.remove();
    else unwrap(element);
  }
}

function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

function wrapContents(element, tag) {
  if (!element.textContent.trim() || element.querySelector(BLOCKS)) return;
  const wrapper = element.ownerDocument.createElement(tag);
  wrapper.append(...element.childNodes);
  element.append(wrapper);
}

function replaceTag(element, tag) {
  const renamed = element.ownerDocument.createElement(tag);
  renamed.append(...element.childNodes);
  for (const name of KEPT) if (element.hasAttribute(name)) renamed.setAttribute(name, element.getAttribute(name));
  element.replaceWith(renamed);
}

// An address pasted over words makes them a link; pasted alone it becomes one.
export function pasteAddress(editor, event) {
  const text = event.clipboardData?.getData("text/plain").trim() ?? "";
  if (!/^https?:\/\/\S+$/i.test(text) || !addressFrom(text) || event.clipboardData.types.includes("text/html")) return false;
  if (!editor.state.selection.empty) return editor.commands.setMark("link", { href: text });
  return editor.commands.insertContent({ type: "text", text, marks: [{ type: "link", attrs: { href: text } }] });
}

export function sliceOf(text, schema) {
  const paragraph = (lines) => schema.nodes.paragraph.create(null, lines.flatMap((line, at) => [...(at ? [schema.nodes.hardBreak.create()] : []), schema.text(line)]));
  return new Slice(Fragment.from(paragraphsOf(text).map(paragraph)), 1, 1);
}

// Plain text: blank lines divide paragraphs; where there is none, each line is one. Lines that an e-mail program broke
// are joined again, other line ends stay.
function paragraphsOf(text) {
  const whole = text.replace(/\r\n?/g, "\n").trim();
  if (!/\n\s*\n/.test(whole)) return whole.split("\n").map((line) => [line.trim()]).filter(([line]) => line);
  return whole.split(/\n\s*\n/).map((paragraph) => linesOf(paragraph.split("\n").map((line) => line.trim()).filter(Boolean)));
}

function linesOf(lines) {
  const wereBroken = lines.length > 1 && lines.slice(0, -1).every((line) => line.length >= 55);
  return wereBroken ? [lines.join(" ")] : lines;
}
