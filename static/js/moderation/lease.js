// Says to the others that a comment is in hand here: taken when it is shown, renewed every minute, laid down on leaving.

const RENEWED = 60_000; // milliseconds

export function keeper(form, onHeld) {
  let item, timer;

  window.addEventListener("pagehide", () => item && navigator.sendBeacon(item.dataset.lease, said({ drop: "1" })));
  window.addEventListener("pageshow", (event) => event.persisted && renew());

  // `shown` is the comment's element, or null at the end; what was shown before is laid down.
  function hold(shown) {
    const instead = item?.dataset.id ?? "";
    item = shown;
    if (item) renew(instead);
    else clearTimeout(timer);
  }

  async function renew(instead = "") {
    clearTimeout(timer);
    const asked = item;
    const holder = await take(asked, instead);
    if (asked !== item) return;
    onHeld(asked, holder);
    timer = setTimeout(renew, RENEWED);
  }

  async function take(asked, instead) {
    try {
      const response = await fetch(asked.dataset.lease, { method: "POST", body: said({ instead }), headers: { Accept: "application/json" } });
      return response.ok ? (await response.json()).holder : "";
    } catch {
      return ""; // not reached: the next minute tries again
    }
  }

  function said(more) {
    const data = new FormData(form);
    for (const [name, value] of Object.entries(more)) data.set(name, value);
    return data;
  }

  return { hold };
}
