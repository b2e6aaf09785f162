// What a save did not take: named in the bar, and explained beside its box once that is left.

export function restOf({ errors, conflict }) {
  if (conflict) return ", except what you both changed: choose below";
  const names = [...new Set(errors.map((error) => error.label))];
  return names.length ? `, except: ${names.join(", ")}` : "";
}

export function sayErrors(form, errors) {
  for (const old of form.querySelectorAll("[data-not-taken]")) old.remove();
  for (const { field, message } of errors) {
    const box = form.querySelector(`#${CSS.escape(field)}`);
    if (!box || box === document.activeElement) continue;
    const list = document.createElement("ul");
    list.className = "errorlist";
    list.dataset.notTaken = "";
    list.append(Object.assign(document.createElement("li"), { textContent: message }));
    (box.closest(".body-editor") ?? box).after(list);
  }
}
