// The editor's schema, built from the definition in articles/body/definition.py: `config` says which nodes and marks
// there are, what each holds and which attributes it has; here is only how each of them behaves.
import {
  Blockquote, Bold, BulletList, Code, CodeBlock, Document, HardBreak, Heading, HorizontalRule, Italic, ListItem, Mark, Node, OrderedList,
  Paragraph, TableCell, TableHeader, TableRow, Text,
} from "../../django_prose_editor/editor.js";
import { el } from "../library/dom.js";
import { cardView } from "./card.js";
import { figureView } from "./figure.js";
import { footnoteView } from "./footnote.js";
import { leaveDown, leaveTitle, removeWhenEmpty, selectAround } from "./keys.js";
import { storyCardView } from "./story-card.js";
import { Table } from "./table.js";

const KNOWN = {
  doc: Document,
  paragraph: Paragraph,
  text: Text,
  heading: Heading.configure({ levels: [2, 3] }).extend({
    addKeyboardShortcuts() {
      return Object.fromEntries([2, 3].map((level) => [`Mod-Alt-${level}`, () => this.editor.commands.toggleHeading({ level })]));
    },
  }),
  bulletList: BulletList,
  orderedList: OrderedList.extend({ addAttributes: () => ({}), renderHTML: () => ["ol", {}, 0], addNodeView: null }),
  listItem: ListItem,
  blockquote: Blockquote,
  pullquote: Node.create({
    defining: true,
    parseHTML: () => [{ tag: "aside.pullquote" }],
    addKeyboardShortcuts() {
      return { "Mod-Shift-e": () => this.editor.commands.toggleWrap("pullquote") };
    },
  }),
  cite: Node.create({
    defining: true,
    // Elsewhere a cite is the title of a work, and reads as italic.
    parseHTML: () => ["blockquote/", "pullquote/"].map((context) => ({ tag: "cite", context })),
    addKeyboardShortcuts() {
      return { Enter: () => leaveDown(this.editor, "cite"), Backspace: () => removeWhenEmpty(this.editor, "cite") };
    },
  }),
  factbox: Node.create({ defining: true, parseHTML: () => [{ tag: "aside.factbox" }] }),
  boxTitle: Node.create({
    defining: true,
    parseHTML: () => ["h2", "h3"].map((tag) => ({ tag, context: "factbox/", priority: 60 })),
    addKeyboardShortcuts() {
      return { Enter: () => leaveTitle(this.editor), Backspace: () => removeWhenEmpty(this.editor, "boxTitle") };
    },
  }),
  codeBlock: CodeBlock.extend({
    addAttributes: () => ({}),
    parseHTML: () => [{ tag: "pre", preserveWhitespace: "full", getAttrs: (element) => (element.querySelector("code") ? null : false) }],
  }),
  gallery: Node.create({ defining: true, parseHTML: () => [{ tag: "section.gallery" }] }),
  footnote: Node.create({ inline: true, atom: true, parseHTML: () => [{ tag: "sup[data-note]" }] }),
  figure: Node.create({ isolating: true, draggable: true, parseHTML: () => [{ tag: "figure[data-picture]" }] }),
  figcaption: Node.create({
    isolating: true,
    selectable: false,
    parseHTML: () => [{ tag: "figcaption", context: "figure/" }],
    addKeyboardShortcuts() {
      return { Enter: () => leaveDown(this.editor, "figcaption"), Backspace: () => selectAround(this.editor, "figcaption") };
    },
  }),
  card: Node.create({ atom: true, draggable: true, parseHTML: () => [{ tag: "div[data-card]" }] }),
  storyCard: Node.create({ atom: true, draggable: true, parseHTML: () => [{ tag: "div[data-story]" }] }),
  table: Table,
  tableRow: TableRow,
  tableHeader: plainCell(TableHeader, "th"),
  tableCell: plainCell(TableCell, "td"),
  horizontalRule: HorizontalRule,
  hardBreak: HardBreak,
  bold: Bold,
  italic: Italic,
  code: Code.extend({ excludes: "" }),
  link: Mark.create({
    priority: 1000, // outermost
    inclusive: false,
    parseHTML: () => [{ tag: "a[href]" }],
  }),
};

// One extension for each entry of the definition; a name that nobody here knows is a mistake and is said so.
export function extensionsFor(config, context) {
  const boxes = Object.fromEntries(["pullquote", "factbox"].map((name) => [name, boxView(config.nodes[name].class)]));
  boxes.boxTitle = boxView("body-editor__box-title", "p");
  const views = { ...boxes, figure: figureView(context), card: cardView(context), footnote: footnoteView(context), storyCard: storyCardView(context) };
  const build = (kind) => ([name, definition]) => {
    if (!KNOWN[name]) throw new Error(`The editor does not know the body's ${name}.`);
    return KNOWN[name].extend({
      name,
      ...(kind === "node" ? nodeFields(name, definition) : {}),
      ...attributesFor(name, definition),
      ...(KNOWN[name].config.renderHTML ? {} : { renderHTML: ({ HTMLAttributes }) => render(definition, HTMLAttributes) }),
      ...(views[name] ? { addNodeView: () => views[name] } : {}),
    });
  };
  return [...Object.entries(config.marks).map(build("mark")), ...Object.entries(config.nodes).map(build("node"))];
}

// On a page without an article around it, each aside would be a landmark of its own, and a box's heading leave out a level.
function boxView(name, tag = "div") {
  return () => {
    const dom = el(tag, { class: name });
    return { dom, contentDOM: dom };
  };
}

function nodeFields(name, { content, group }) {
  const groups = { bulletList: "block list", orderedList: "block list" };
  return { ...(content ? { content } : {}), ...(group && name !== "text" ? { group: groups[name] ?? group } : {}) };
}

function attributesFor(name, { attributes }) {
  if (!attributes) return {};
  const one = (attribute) => [attribute, { default: null, parseHTML: (element) => element.getAttribute(attribute) }];
  return { addAttributes: () => Object.fromEntries(Object.keys(attributes).map(one)) };
}

function render(definition, attributes) {
  const given = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null));
  if (definition.class) given.class = definition.class;
  return definition.content || !definition.group ? [definition.tags[0], given, 0] : [definition.tags[0], given];
}

// Cells are never joined; the table tools still ask for these attributes.
function plainCell(cell, tag) {
  return cell.extend({
    addAttributes: () => ({
      colspan: { default: 1, parseHTML: () => 1, rendered: false },
      rowspan: { default: 1, parseHTML: () => 1, rendered: false },
      colwidth: { default: null, parseHTML: () => null, rendered: false },
    }),
    renderHTML: () => [tag, {}, 0],
  });
}
