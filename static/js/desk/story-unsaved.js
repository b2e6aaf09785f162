// Says when something is not saved, asks before it would be lost, and saves with Ctrl S or ⌘ S.

export function attach(form) {
  const sign = form.querySelector("[data-unsaved]");
  const wrong = form.querySelector(".errornote, .newer") !== null;
  const before = wrong ? null : stateOf(form);
  let leaving = false;

  const changed = () => before === null || stateOf(form) !== before;
  const show = () => {
    if (sign) sign.hidden = !changed();
  };

  form.addEventListener("input", show);
  form.addEventListener("change", show);
  form.addEventListener("submit", (event) => {
    if (leaving) event.preventDefault(); // a second click would collide with the first
    leaving = true;
  });
  window.addEventListener("pageshow", () => (leaving = false));
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && changed()) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const save = form.querySelector('[name="_save"]'); // the page of a move has none: no key may make a move
    if (!save || !(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    form.requestSubmit(save);
  });
  if (wrong) show();
}

function stateOf(form) {
  const pairs = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  return JSON.stringify(pairs.map(([name, value]) => [name, typeof value === "string" ? value : value.name]));
}
