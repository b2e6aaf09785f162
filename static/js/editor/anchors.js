// Where the words of a note stand in the text now: they are looked for with what stood around them, since notes are no
// part of the text. Words that were changed are found between what stood before and after them.

const NEAR = 24;

// The document's text, and for each letter of it the position in the document.
export function spelledOut(doc) {
  const parts = [];
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true;
    parts.push({ start: position + 1, text: node.textBetween(0, node.content.size, undefined, "\ufffc") });
    return false;
  });
  let offset = 0;
  for (const part of parts) {
    part.offset = offset;
    offset += part.text.length + 1;
  }
  const text = parts.map((part) => part.text).join("\n");
  const positionOf = (at) => {
    const part = parts.findLast((one) => one.offset <= at);
    return part.start + Math.min(at - part.offset, part.text.length);
  };
  const offsetOf = (position) => {
    const part = parts.findLast((one) => one.start <= position) ?? parts[0];
    return part ? part.offset + Math.min(Math.max(position - part.start, 0), part.text.length) : 0;
  };
  return { text, positionOf, offsetOf };
}

// → {quote, before, after} of a range, or of the word at the cursor
export function placeOf(doc, from, to) {
  const { text, offsetOf } = spelledOut(doc);
  let [start, end] = [offsetOf(from), offsetOf(to)];
  const isLetter = (at) => /[\p{L}\p{M}\p{N}]/u.test(text[at] ?? "");
  while (from === to && isLetter(start - 1)) start--;
  while (from === to && isLetter(end)) end++;
  return { quote: text.slice(start, end), before: text.slice(Math.max(0, start - 60), start), after: text.slice(end, end + 60) };
}

// → {from, to}, or null when the words are gone
export function find({ text, positionOf }, { quote, before, after }) {
  if (!quote) return null;
  const found = best(text, quote, before, after) ?? between(text, quote, before, after);
  return found && { from: positionOf(found.start), to: positionOf(found.end) };
}

function best(text, quote, before, after) {
  let chosen = null;
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
    const end = at + quote.length;
    const score = alike([...text.slice(Math.max(0, at - before.length), at)].reverse(), [...before].reverse()) + alike([...text.slice(end, end + after.length)], [...after]);
    if (!chosen || score > chosen.score) chosen = { start: at, end, score };
  }
  return chosen;
}

function alike(one, other) {
  const differs = other.findIndex((letter, at) => one[at] !== letter);
  return differs < 0 ? other.length : differs;
}

function between(text, quote, before, after) {
  const [left, right] = [before.slice(-NEAR), after.slice(0, NEAR)];
  if (left.trim().length < 8 || right.trim().length < 8) return null;
  const start = text.indexOf(left) + left.length;
  const end = text.indexOf(right, start);
  const isNear = start >= left.length && end > start && end - start < quote.length * 3 + 100;
  return isNear ? { start, end } : null;
}
