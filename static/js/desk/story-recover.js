// Words that an earlier page could not save are offered back, with what they would change. Nothing happens by itself.

import { el } from "../library/dom.js";
import * as journal from "./story-journal.js";
import { post } from "./story-post.js";
import { same, valuesOf } from "./story-values.js";

export async function attach(form, saving) {
  const place = form.querySelector("[data-found]");
  for (const entry of await journal.left(form.dataset.person, form.dataset.story)) {
    if (same(entry.now, valuesOf(form))) journal.forget(entry.tab); // this page has them
    else await offer(entry);
  }

  async function offer(entry) {
    const answer = await post(form.dataset.difference, [...entry.now, ["story", entry.story]]);
    if (answer.kind === "ok" && answer.same) return journal.forget(entry.tab);
    place.append(panel(entry, answer.kind === "ok" ? answer.html : ""));
    place.hidden = false;
  }

  function panel(entry, html) {
    const bring = el("button", { type: "button", class: "button default" }, "Bring these words back");
    const drop = el("button", { type: "button", class: "button" }, "Throw them away");
    const box = el(
      "section",
      { class: "newer", "aria-label": "Words that were not saved" },
      el("h2", {}, `Words that you typed ${moment(entry.at)} were not saved. They are still in this browser.`),
      el("p", {}, headlineOf(entry)),
      difference(html, !place.children.length),
      el("p", { class: "newer__deeds" }, bring, " ", drop),
    );
    bring.addEventListener("click", async () => {
      leave(box);
      await saving.goOn(entry);
    });
    drop.addEventListener("click", () => {
      if (drop.dataset.asked) return journal.forget(entry.tab), leave(box);
      drop.dataset.asked = "yes";
      drop.textContent = "Throw them away for ever";
    });
    return box;
  }

  function leave(box) {
    box.remove();
    place.hidden = !place.children.length;
    form.elements.namedItem("headline").focus();
  }
}

// Open for the newest words, which are offered first.
function difference(html, open) {
  if (!html) return el("p", {}, "What they would change can be shown once there is a connection.");
  const shown = el("details", { class: "newer__difference", open }, el("summary", {}, "What they would change in the story as it is now"));
  shown.insertAdjacentHTML("beforeend", html); // ours: the template of every comparison
  return shown;
}

function headlineOf({ now }) {
  const headline = now.find(([name]) => name === "headline")?.[1];
  return headline ? `Headline: ${headline}` : "Without a headline yet.";
}

function moment(at) {
  const then = new Date(at);
  const time = then.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return then.toDateString() === new Date().toDateString() ? `at ${time}` : `on ${then.getDate()} ${then.toLocaleString("en-GB", { month: "long" })} at ${time}`;
}
