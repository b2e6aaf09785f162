// Quote: the words that are selected in a comment, or else its beginning, stand in the form as lines that begin with “>”.

const MOST = 600;
let selected = "";

// A press on the link ends the selection: it is looked at before.
export function hold() {
  selected = String(getSelection());
}

export function quote(reply, box) {
  const own = [...reply.querySelectorAll(".reply__text > p")].map((each) => each.innerText).join("\n\n");
  const words = (selected && own.includes(selected.trim()) ? selected : own).trim();
  const shown = words.length > MOST ? `${words.slice(0, MOST).trimEnd()} …` : words;
  const lines = shown.split("\n").map((line) => (line ? `> ${line}` : "")).join("\n");
  box.value = `${box.value ? `${box.value.trimEnd()}\n\n` : ""}${lines}\n\n`;
  selected = "";
}
