// Drags a planned story to another day. It fills in and sends the very form that moves it without script.

for (const week of document.querySelectorAll('[data-behaviour~="calendar"]')) attach(week);

function attach(week) {
  let dragged = null;
  for (const slot of document.querySelectorAll("[data-movable]")) {
    slot.draggable = true;
    slot.addEventListener("dragstart", (event) => {
      dragged = slot;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", slot.querySelector("a").href);
    });
    slot.addEventListener("dragend", () => (dragged = null));
  }
  for (const day of week.querySelectorAll("[data-day]")) {
    day.addEventListener("dragover", (event) => {
      if (!dragged || day.contains(dragged)) return;
      event.preventDefault();
      day.classList.add("day--over");
    });
    for (const end of ["dragleave", "drop"]) day.addEventListener(end, () => day.classList.remove("day--over"));
    day.addEventListener("drop", (event) => {
      if (!dragged || day.contains(dragged)) return;
      event.preventDefault();
      const form = dragged.querySelector("[data-plan]");
      form.elements.namedItem("day").value = day.dataset.day;
      form.requestSubmit();
    });
  }
}
