// A row that scrolls sideways shows the whole of the tab at which the keyboard is; browsers are content with a part of it.

export function attach(row) {
  row.addEventListener("focusin", ({ target }) => target.scrollIntoView({ block: "nearest", inline: "nearest" }));
}
