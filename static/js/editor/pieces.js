// What is known of a block for as long as nobody changes it: its HTML, its words. The editor never alters a block, it puts
// another in its place; so after a key only the paragraph that was typed in is looked at anew, however long the story is.
import { pm } from "../../django_prose_editor/editor.js";
import { tally, together } from "./count.js";

export function perBlock(look) {
  const known = new WeakMap();
  return (block) => {
    if (!known.has(block)) known.set(block, look(block));
    return known.get(block);
  };
}

export function htmlOf(schema) {
  const serializer = pm.model.DOMSerializer.fromSchema(schema);
  const html = perBlock((block) => {
    const holder = document.createElement("div");
    holder.append(serializer.serializeNode(block));
    return holder.innerHTML;
  });
  // The empty paragraph in which one could go on is no part of the text.
  return (doc) => doc.content.content.map(html).join("").replace(/(<p><\/p>)+$/, "");
}

export function wordsOf() {
  const tallies = perBlock((block) => tally(textOf(block)));
  return (doc) => together(doc.content.content.map(tallies));
}

function textOf(block) {
  const apart = [block.attrs.caption ?? ""]; // what is read but is no text of the document
  block.descendants((node) => void apart.push(node.attrs.caption ?? "", node.attrs["data-note"] ?? ""));
  const leaf = (node) => (node.type.name === "footnote" ? "" : "\n");
  return [block.textBetween(0, block.content.size, "\n", leaf), ...apart].join("\n");
}
