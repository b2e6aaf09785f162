// Puts another text into the editor block by block: what is the same stays, with the cursor and everything in it.
import { pm } from "../../django_prose_editor/editor.js";

const MOST = 250_000; // pairs that are compared; beyond that the stretch that differs is replaced as a whole

export function mergeInto(editor, html) {
  const { state, view } = editor;
  const page = new DOMParser().parseFromString(html, "text/html");
  const now = withoutTrail(state.doc);
  const wanted = withoutTrail(pm.model.DOMParser.fromSchema(state.schema).parse(page.body));
  const places = [0];
  for (const node of now) places.push(places.at(-1) + node.nodeSize);
  const change = state.tr.setMeta("addToHistory", false); // undo is for what this person did
  for (const { from, to, nodes } of stretches(now, wanted).reverse()) change.replaceWith(places[from], places[to], nodes);
  if (change.docChanged) view.dispatch(change);
}

// The paragraph in which one could go on is no part of the text.
function withoutTrail(doc) {
  const nodes = [];
  doc.forEach((node) => nodes.push(node));
  while (nodes.length && nodes.at(-1).type.name === "paragraph" && nodes.at(-1).content.size === 0) nodes.pop();
  return nodes;
}

function stretches(now, wanted) {
  let start = 0;
  while (start < now.length && start < wanted.length && now[start].eq(wanted[start])) start += 1;
  let [end, last] = [now.length, wanted.length];
  while (end > start && last > start && now[end - 1].eq(wanted[last - 1])) [end, last] = [end - 1, last - 1];
  if ((end - start) * (last - start) > MOST) return [{ from: start, to: end, nodes: wanted.slice(start, last) }];
  return between(now.slice(start, end), wanted.slice(start, last)).map(({ from, to, nodes }) => ({ from: from + start, to: to + start, nodes }));
}

function between(now, wanted) {
  const common = now.map(() => new Array(wanted.length + 1).fill(0)).concat([new Array(wanted.length + 1).fill(0)]);
  for (let i = now.length - 1; i >= 0; i -= 1)
    for (let j = wanted.length - 1; j >= 0; j -= 1)
      common[i][j] = now[i].eq(wanted[j]) ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
  const found = [];
  for (let i = 0, j = 0; i < now.length || j < wanted.length; ) {
    const stretch = { from: i, to: i, nodes: [] };
    while ((i < now.length || j < wanted.length) && !(i < now.length && j < wanted.length && now[i].eq(wanted[j]))) {
      if (j >= wanted.length || (i < now.length && common[i + 1][j] >= common[i][j + 1])) stretch.to = i += 1;
      else stretch.nodes.push(wanted[j++]);
    }
    if (stretch.to > stretch.from || stretch.nodes.length) found.push(stretch);
    while (i < now.length && j < wanted.length && now[i].eq(wanted[j])) [i, j] = [i + 1, j + 1];
  }
  return found;
}
