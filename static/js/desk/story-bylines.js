// The lines of a byline: add, remove, and put in order with buttons or by dragging. The numbers behind them stay true.

export function attach(box) {
  const rows = box.querySelector("[data-rows]");
  const add = box.querySelector("[data-add]");
  const total = box.querySelector(`[name="${box.dataset.prefix}-TOTAL_FORMS"]`);

  box.classList.add("bylines--moving");
  dropEmpty(rows, total);
  inOrder(rows);
  for (const row of rows.children) prepare(row);
  add.hidden = false;
  add.addEventListener("click", () => {
    const row = fresh(box.querySelector("[data-empty]"), total);
    rows.append(row);
    prepare(row);
    number();
    row.querySelector("input[list]").focus();
  });
  number();

  function prepare(row) {
    row.querySelector("[data-tools]").hidden = false;
    onClick(row, "[data-up]", () => step(row, row.previousElementSibling, "before"));
    onClick(row, "[data-down]", () => step(row, row.nextElementSibling, "after"));
    onClick(row, "[data-remove]", () => remove(row));
    draggable(row, rows, number);
  }

  function step(row, other, side) {
    if (!other) return;
    const focused = document.activeElement;
    other[side](row);
    number();
    (focused.disabled ? row.querySelector("[data-tools] button:not([disabled])") : focused).focus();
  }

  function remove(row) {
    row.querySelector('[name$="-DELETE"]').checked = true;
    row.hidden = true;
    rows.append(row); // out of the way of the others' first and last
    number();
    add.focus();
  }

  function number() {
    const shown = [...rows.children].filter((row) => !row.hidden);
    shown.forEach((row, index) => {
      row.querySelector('[name$="-position"]').value = index + 1;
      row.querySelector("[data-up]").disabled = index === 0;
      row.querySelector("[data-down]").disabled = index === shown.length - 1;
    });
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

// The empty line is for those without a script; here one is added when it is wanted.
function dropEmpty(rows, total) {
  const last = rows.lastElementChild;
  if (rows.children.length < 2 || last.querySelector('[name$="-id"]').value || last.querySelector("input[list]").value) return;
  last.remove();
  total.value = Number(total.value) - 1;
}

// After a refusal the lines come back as they were sent, with the places that they were given.
function inOrder(rows) {
  const place = (row) => Number(row.querySelector('[name$="-position"]').value || Infinity);
  rows.append(...[...rows.children].sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b))));
}

function onClick(row, selector, act) {
  row.querySelector(selector).addEventListener("click", act);
}

function fresh(template, total) {
  const row = template.content.firstElementChild.cloneNode(true);
  for (const element of row.querySelectorAll("[name], [id], [for]"))
    for (const name of ["name", "id", "for"])
      if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replace("__prefix__", total.value));
  total.value = Number(total.value) + 1;
  return row;
}

function draggable(row, rows, moved) {
  row.addEventListener("pointerdown", (event) => (row.draggable = event.target === row));
  row.addEventListener("dragstart", (event) => {
    event.dataTransfer.effectAllowed = "move";
    row.dataset.dragged = "";
  });
  row.addEventListener("dragend", () => {
    delete row.dataset.dragged;
    row.draggable = false;
    moved();
  });
  row.addEventListener("dragover", (event) => {
    const dragged = rows.querySelector("[data-dragged]");
    if (!dragged || dragged === row) return;
    event.preventDefault();
    const middle = row.getBoundingClientRect().top + row.offsetHeight / 2;
    row[event.clientY < middle ? "before" : "after"](dragged);
  });
}
