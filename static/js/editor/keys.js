// What some keys do in places where the usual behaviour would lose something or lead nowhere.
import { pm } from "../../django_prose_editor/editor.js";

const { NodeSelection, TextSelection } = pm.state;

// The depth at which the cursor stands inside a node of that name, or 0.
export function depthOf(state, name) {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) if ($from.node(depth).type.name === name) return depth;
  return 0;
}

// From a caption or the name below a quotation: on to the next paragraph after the whole; in a gallery to the next caption.
export function leaveDown(editor, name) {
  const depth = depthOf(editor.state, name);
  if (!depth) return false;
  const { $from } = editor.state.selection;
  const gallery = depthOf(editor.state, "gallery");
  const isLast = gallery && $from.index(gallery) === $from.node(gallery).childCount - 1;
  if (gallery && !isLast) editor.commands.setTextSelection($from.after(depth - 1) + 2);
  else moveAfter(editor, $from.after(gallery || depth - 1));
  return true;
}

// From the heading of a box into its first paragraph.
export function leaveTitle(editor) {
  const depth = depthOf(editor.state, "boxTitle");
  if (!depth) return false;
  const after = editor.state.selection.$from.after(depth);
  return editor.commands.command(({ tr }) => !!tr.setSelection(TextSelection.near(tr.doc.resolve(after))));
}

// The cursor to the start of the text behind `position`, which is made if there is none.
export function moveAfter(editor, position) {
  editor.view.focus();
  editor
    .chain()
    .command(({ tr, state }) => {
      const next = tr.doc.resolve(position).nodeAfter;
      if (!next?.isTextblock) tr.insert(position, state.schema.nodes.paragraph.create());
      tr.setSelection(TextSelection.near(tr.doc.resolve(position + 1)));
      return true;
    })
    .scrollIntoView()
    .run();
}

// A picture goes; with the last one of a gallery the gallery goes too.
export function removeFigure(editor, position) {
  return editor.commands.command(({ tr }) => {
    const place = tr.doc.resolve(position);
    const isOnly = place.parent.type.name === "gallery" && place.parent.childCount === 1;
    if (isOnly) tr.delete(place.before(), place.after());
    else tr.delete(position, position + tr.doc.nodeAt(position).nodeSize);
    return true;
  });
}

// Delete and Backspace on a selected picture of a gallery: the editor's own way would leave an empty picture behind.
export function removeSelectedFigure(editor) {
  const { selection } = editor.state;
  const isFigure = selection instanceof NodeSelection && selection.node.type.name === "figure";
  return isFigure && selection.$from.parent.type.name === "gallery" && removeFigure(editor, selection.from);
}

export function removeWhenEmpty(editor, name) {
  const { $from, empty } = editor.state.selection;
  if (!empty || $from.parent.type.name !== name || $from.parent.content.size) return false;
  return editor.commands.command(({ tr }) => {
    tr.delete($from.before(), $from.after());
    tr.setSelection(TextSelection.near(tr.doc.resolve($from.before()), -1));
    return true;
  });
}

// At the start of a caption: select the picture, so that a second key deletes it.
export function selectAround(editor, name) {
  const { $from, empty } = editor.state.selection;
  if (!empty || $from.parent.type.name !== name || $from.parentOffset) return false;
  return editor.commands.setNodeSelection($from.before($from.depth - 1));
}

// Typing while a picture, card or rule is selected must not replace it: the letters go into a paragraph behind it.
export function typeBehind(editor, text) {
  const { selection } = editor.state;
  if (!(selection instanceof NodeSelection) || !selection.node.isBlock) return false;
  moveAfter(editor, selection.to);
  return editor.commands.insertContent({ type: "text", text });
}

// From a caption into the field for the alternative text of its picture.
export function goToAlternativeText(editor) {
  const depth = depthOf(editor.state, "figure");
  const figure = depth && editor.view.nodeDOM(editor.state.selection.$from.before(depth));
  figure?.querySelector?.("input")?.focus();
  return !!figure;
}

// What opens a dialog when it is pressed opens it by Enter too: a card, a footnote.
export function openSelected(editor) {
  const { selection } = editor.state;
  if (!(selection instanceof NodeSelection) || !["card", "footnote"].includes(selection.node.type.name)) return false;
  editor.view.nodeDOM(selection.from).querySelector("button").click();
  return true;
}

// The block of the story in which the cursor stands goes up or down by one; a picture of a gallery changes its place there.
export function moveBlock(editor, direction) {
  return editor.commands.command(({ tr, state }) => {
    const { $from } = state.selection;
    const depth = depthOf(state, "gallery");
    const around = $from.node(depth);
    const index = $from.index(depth);
    const other = index + direction;
    if (other < 0 || other >= around.childCount) return false;
    const start = $from.posAtIndex(index, depth);
    const node = around.child(index);
    const offset = state.selection.from - start;
    const target = direction < 0 ? start - around.child(other).nodeSize : start + around.child(other).nodeSize;
    tr.delete(start, start + node.nodeSize).insert(target, node);
    const place = target + offset;
    const selects = state.selection instanceof NodeSelection;
    tr.setSelection(selects ? NodeSelection.create(tr.doc, place) : TextSelection.near(tr.doc.resolve(place)));
    tr.scrollIntoView();
    return true;
  });
}

// Puts a block where the cursor is: in the place of an empty paragraph, else after the block that is being written.
export function insertBlock(editor, json) {
  let at = 0;
  editor
    .chain()
    .command(({ tr, state }) => {
      const node = state.schema.nodeFromJSON(json);
      const { $from, $to } = state.selection;
      const block = $from.depth ? $from.node(1) : null;
      const isEmpty = block?.type.name === "paragraph" && !block.content.size;
      at = isEmpty ? $from.before(1) : $to.depth ? $to.after(1) : $to.pos;
      if (isEmpty) tr.replaceWith(at, $from.after(1), node);
      else tr.insert(at, node);
      return true;
    })
    .run();
  const node = editor.state.doc.nodeAt(at);
  const inside = node.isLeaf ? null : TextSelection.findFrom(editor.state.doc.resolve(at + 1), 1, true);
  editor.view.focus();
  if (inside) editor.chain().command(({ tr }) => !!tr.setSelection(inside)).scrollIntoView().run();
  else moveAfter(editor, at + node.nodeSize);
}
