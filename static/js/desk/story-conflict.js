// The same words, changed by two people: both side by side at the top of the sheet, until one has chosen.

export function conflictOf(form, decide) {
  const place = form.querySelector("[data-conflicts]");
  const heading = place.querySelector("h2");
  let drawn = "";

  place.addEventListener("click", (event) => {
    if (!event.target.closest("[data-decide]")) return;
    const chosen = [...place.querySelectorAll("input[type=radio]:checked")].map((radio) => [radio.name, radio.value]);
    if (chosen.length) decide(Object.fromEntries(chosen));
    else place.querySelector("input[type=radio]").focus();
  });

  return {
    show(markup) {
      const focused = place.contains(document.activeElement);
      place.hidden = !markup;
      form.querySelector("#newer")?.closest("section").remove(); // the same, from a page without a script
      if ((markup ?? "") === drawn) return;
      const chosen = [...place.querySelectorAll("input[type=radio]:checked")].map((radio) => `[name="${radio.name}"][value="${radio.value}"]`);
      drawn = markup ?? "";
      place.querySelector("[data-body]").innerHTML = drawn; // ours: the same template draws the page
      for (const selector of chosen) {
        const radio = place.querySelector(selector);
        if (radio) radio.checked = true;
      }
      if (focused && !markup) form.querySelector('[name="headline"]').focus();
    },
    focus: () => heading.focus(),
  };
}
