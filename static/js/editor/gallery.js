// Galleries: several pictures that belong together. A new one begins with one picture; the others join it.
import { depthOf, insertBlock } from "./keys.js";
import { figureOf } from "./uploads.js";

export function insertIntoGallery(editor, picture) {
  const figure = figureOf(picture);
  if (!depthOf(editor.state, "gallery")) return insertBlock(editor, { type: "gallery", content: [figure] });
  return editor.commands.command(({ tr, state }) => {
    const { $from } = state.selection;
    const depth = depthOf(state, "gallery");
    const place = $from.posAtIndex(Math.min($from.index(depth) + 1, $from.node(depth).childCount), depth);
    tr.insert(place, state.schema.nodeFromJSON(figure));
    tr.setSelection(state.selection.constructor.near(tr.doc.resolve(place + 2)));
    tr.scrollIntoView();
    return true;
  });
}
