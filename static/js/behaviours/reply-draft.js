// What is typed below a story stays with this tab until its receipt is there: a reload or a wrong click loses nothing.

const PREFIX = "reply-draft ";

// `answer` moves the form below the comment with this public id, where the page has one.
export function keepDraft(form, answer = () => {}) {
  const key = PREFIX + new URL(form.action).pathname;
  const { comment, parent } = form.elements;
  const draft = read(key);
  const keep = (sent) => write(key, comment.value || parent.value ? { text: comment.value, parent: parent.value, sent } : null);
  if (draft) {
    if (!comment.value || comment.value === draft.text) {
      comment.value = draft.text;
      if (draft.parent && !parent.value) answer(draft.parent);
    }
    keep(false); // whoever sees the form again has no receipt yet
  }
  form.addEventListener("input", () => keep(false));
  form.addEventListener("submit", () => keep(true));
}

// On a receipt: what was sent has arrived. What is typed for another story is kept.
export function forgetSent() {
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(PREFIX) && read(key)?.sent) write(key, null);
    }
  } catch {
    // A browser may forbid its memory: then there is nothing to forget.
  }
}

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    if (value) sessionStorage.setItem(key, JSON.stringify(value));
    else sessionStorage.removeItem(key);
  } catch {
    // forbidden, or full
  }
}
