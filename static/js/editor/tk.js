// “TK”, what journalists write where something is still to come, is marked while one writes.
import { Extension, pm } from "../../django_prose_editor/editor.js";
import { perBlock } from "./pieces.js";

const TO_COME = /(?<![\p{L}\p{N}])(?:TK)+(?![\p{L}\p{N}])/gu;

// → [{from, to}] from the start of the block, in every text of it
export function placesIn(block, pattern) {
  const found = [];
  const look = (node, position) => {
    if (!node.isTextblock) return true;
    const text = node.textBetween(0, node.content.size, undefined, "\ufffc");
    for (const match of text.matchAll(pattern)) if (match[0]) found.push({ from: position + 1 + match.index, to: position + 1 + match.index + match[0].length });
    return false;
  };
  if (look(block, 0)) block.descendants((node, position) => look(node, position + 1));
  return found;
}

const toCome = perBlock((block) => placesIn(block, TO_COME));

function marked(doc) {
  const marks = [];
  doc.forEach((block, offset) => {
    for (const { from, to } of toCome(block)) marks.push(pm.view.Decoration.inline(offset + from, offset + to, { class: "body-editor__to-come" }));
  });
  return pm.view.DecorationSet.create(doc, marks);
}

export const ToCome = Extension.create({
  name: "toCome",
  addProseMirrorPlugins: () => [
    new pm.state.Plugin({
      state: { init: (_, { doc }) => marked(doc), apply: (tr, was) => (tr.docChanged ? marked(tr.doc) : was) },
      props: {
        decorations(state) {
          return this.getState(state);
        },
      },
    }),
  ],
});
