// One box that chooses every story on the page.

export function attach(label) {
  const all = label.querySelector("input");
  const boxes = [...document.querySelectorAll(".action-select")];
  label.hidden = boxes.length === 0;
  all.addEventListener("change", () => boxes.forEach((box) => (box.checked = all.checked)));
  for (const box of boxes) box.addEventListener("change", () => (all.checked = boxes.every((each) => each.checked)));
}
