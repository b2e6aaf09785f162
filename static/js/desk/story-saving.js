// Saves the story as it is written: about a second after the last change, one save after the other, each with a number
// of its own, so that one whose answer got lost can be sent again as it was. Until the server has confirmed them, the
// words are in the journal of this browser.

import { barOf } from "./story-bar.js";
import { conflictOf } from "./story-conflict.js";
import { restOf, sayErrors } from "./story-errors.js";
import * as journal from "./story-journal.js";
import { drawNumber, post } from "./story-post.js";
import { signedIn } from "./story-session.js";
import { apply, restore, ripeOf, same, valuesOf } from "./story-values.js";

const PAUSE = 1000; // milliseconds after the last change
const LONGEST = 5000; // somebody who never pauses
const JOURNAL_PAUSE = 250;
const LOOK_AGAIN = 30_000;
const BACKOFF = [2000, 4000, 8000, 15_000, 30_000, 60_000];

export function attach(form) {
  const tab = drawNumber();
  const bar = barOf(form);
  const conflict = conflictOf(form, (choices) => send({ choices }));
  const wrong = form.querySelector(".errornote, #newer") !== null;
  const kept = form.querySelector('[name="base"]')?.value;
  let began = wrong ? null : valuesOf(form); // what the server has of this page
  let base = kept ? JSON.parse(kept) : null; // what a save begins from, where the page shows something else
  let pending = null; // what was sent and not answered
  let written = ""; // what the journal holds
  let busy = null;
  let closed = false;
  let trouble = 0;
  let postponed = false; // the question for the password
  let touchedAt = Date.now();
  let passing = false; // the form goes its way
  let state = "saved"; // or: errors, conflict, or why it failed
  const timers = {};

  form.elements.namedItem("tab").value = tab;
  journal.stayOpen(tab);
  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  document.addEventListener("visibilitychange", () => (document.hidden ? hurry() : retry()));
  window.addEventListener("online", retry);
  window.addEventListener("pagehide", hurry);
  window.addEventListener("beforeunload", (event) => {
    if (isOpen() && snapshot() !== written && !closed && !passing) event.preventDefault();
  });

  const isDirty = () => !same(valuesOf(form), began);
  const isIdle = () => !busy && !pending && !isDirty();
  const isOpen = () => pending !== null || isDirty() || state === "errors" || state === "conflict";
  const snapshot = () => JSON.stringify([pending, valuesOf(form)]);
  if (wrong) record();

  function touched(event) {
    if (closed || event.target.closest?.("[data-conflict]")) return;
    touchedAt = Date.now();
    if (!isDirty()) return;
    bar.unsaved();
    later("journal", record, JOURNAL_PAUSE);
    plan();
  }

  function plan() {
    if (trouble || postponed) return; // the next try is planned already
    if (same(ripeOf(form, began), began)) return later("save", send, PAUSE); // a tag or a name alone: no sooner
    timers.since ??= Date.now();
    const rest = Math.max(0, LONGEST - (Date.now() - timers.since));
    later("save", () => send({ ripe: true }), Math.min(PAUSE, rest));
  }

  function later(name, act, pause) {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(() => act(), pause);
  }

  async function record() {
    if (closed || !isOpen()) return true;
    const now = snapshot();
    const entry = { tab, person: form.dataset.person, story: form.dataset.story, at: Date.now(), version: version(), base, began, pending, now: valuesOf(form) };
    const done = await journal.write(entry);
    if (done) written = now;
    return done;
  }

  function hurry() {
    if (busy || isIdle()) record();
    if (!closed && !isIdle()) send({ hurried: true });
  }

  function retry() {
    if (!closed && (trouble || isDirty())) send();
  }

  // One after the other. Resolves when nothing more can be done now, to what became of it. `ripe`: without a name that is
  // being typed. `hurried`: the request goes out before this returns, since the page may not live on; its number makes a
  // repeat safe, should the journal not know of it.
  function send({ choices = null, pull = false, ripe = false, hurried = false } = {}) {
    const go = () => rounds({ choices, pull, ripe, hurried });
    const mine = busy ? busy.then(go) : go();
    busy = mine;
    mine.finally(() => busy === mine && (busy = null));
    return mine;
  }

  async function rounds({ choices, pull, ripe, hurried }) {
    const words = () => (ripe ? ripeOf(form, began) : valuesOf(form));
    let wanted = choices || pull;
    while (!closed && (pending || wanted || !same(words(), began))) {
      clearTimeout(timers.save);
      timers.since = null;
      pending ??= { tab, key: drawNumber(), pairs: words(), version: version(), base, began, choices, address: address("autosave") };
      wanted = false;
      const kept = pull ? true : record();
      if (!hurried) await kept;
      if (!pull) bar.saving();
      const answer = await post(pending.address, sentNow());
      if (!(await took(answer, await kept, pull))) return state;
    }
    if (ripe && !closed && isDirty()) {
      bar.unsaved();
      plan();
    }
    return state;
  }

  function sentNow() {
    const { tab, key, pairs, version, base, choices } = pending; // the tab may be that of a page that broke off
    const more = [["tab", tab], ["key", key], ["person", form.dataset.person], ["version", version]];
    if (base) more.push(["base", JSON.stringify(base)]);
    for (const [name, value] of Object.entries(choices ?? {})) more.push([name, value]);
    return [...pairs, ...more];
  }

  // Whether one may go on.
  async function took(answer, kept, pull) {
    if (answer.kind === "ok") return acknowledged(answer);
    if (answer.kind === "base" && !pending.base) return (pending.base = pending.began ?? "lost");
    if (answer.kind === "empty") {
      began = pending.pairs;
      pending = null;
      state = "empty";
      return false;
    }
    if (answer.kind === "taken") {
      close(answer.message);
      return false;
    }
    state = answer.kind;
    if (pull && answer.kind !== "session") pending = null;
    else bar.failed(answer, kept);
    if (answer.kind === "session") return signedInAgain();
    if (answer.kind === "gone" || answer.kind === "refused") pending = null; // the same again would be refused again
    else later("save", send, BACKOFF[Math.min(trouble++, BACKOFF.length - 1)]);
    return false;
  }

  async function signedInAgain() {
    if (await signedIn(form, { ask: !postponed })) return !(postponed = false);
    postponed = true; // until somebody presses Save, or has signed in elsewhere
    later("save", send, LOOK_AGAIN);
    return false;
  }

  function acknowledged(answer) {
    const unmoved = same(valuesOf(form), pending.pairs);
    const sent = pending;
    pending = null;
    trouble = 0;
    setVersion(answer);
    if (!answer.form) [began, base] = [sent.pairs, answer.base ?? null];
    else if (unmoved) {
      apply(form, answer.form, answer.html, answer.pictures);
      [began, base] = [valuesOf(form), answer.base ?? null];
    } else [began, base] = [sent.pairs, answer.unseen ?? sent.pairs];
    state = answer.conflict ? "conflict" : answer.errors.length ? "errors" : "saved";
    conflict.show(answer.conflict);
    sayErrors(form, answer.errors);
    bar.saved(answer, restOf(answer));
    bar.draw(answer.bar);
    if (isOpen()) record();
    else if (written) {
      written = "";
      journal.forget(tab);
    }
    return true;
  }

  function setVersion({ version, public_version: publicVersion, url, story }) {
    form.elements.namedItem("version").value = version;
    form.elements.namedItem("public_version").value = publicVersion;
    if (form.dataset.story) return;
    form.dataset.story = story;
    form.dataset.address = url;
    history.replaceState(history.state, "", url);
    form.dispatchEvent(new CustomEvent("story:begun"));
  }

  function version() {
    return form.elements.namedItem("version").value;
  }

  function address(name) {
    return form.dataset.story ? form.dataset.address.replace(/change\/$/, `${name}/`) : form.dataset.begin;
  }

  function close(message) {
    if (closed) return;
    for (const timer of Object.values(timers)) clearTimeout(timer);
    record(); // now: what is closed says nothing any more
    closed = true;
    state = "taken";
    bar.closed("Closed for writing");
    for (const box of form.querySelectorAll("input, textarea")) box.readOnly = true;
    for (const box of form.querySelectorAll("select, button, summary ~ * button")) box.disabled = true;
    form.elements.namedItem("body")?.dispatchEvent(new CustomEvent("body:lock"));
    form.dispatchEvent(new CustomEvent("story:taken", { detail: message }));
  }

  // The Save button and its like: first everything is brought to the server, then the form goes its way.
  form.addEventListener("submit", async (event) => {
    const nothingToSend = !busy && !pending && !isDirty() && !passing && state !== "conflict";
    if (passing === "now" || (nothingToSend && !closed)) return (passing = true);
    event.preventDefault();
    if (passing || closed) return;
    passing = true;
    const { name, value } = event.submitter ?? {};
    postponed = false;
    const became = await send();
    passing = false;
    if (became === "conflict") return conflict.focus();
    if (!["saved", "errors", "empty"].includes(became)) return;
    passing = "now";
    await new Promise((done) => setTimeout(done)); // a form that is being submitted cannot be submitted
    form.requestSubmit(form.querySelector(`button[name="${name}"][value="${value}"]`));
  });
  window.addEventListener("pageshow", () => (passing = false));
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    form.requestSubmit(form.querySelector('[name="_save"]'));
  });

  return {
    tab,
    address,
    version,
    close,
    isDirty,
    quiet: () => Math.round((Date.now() - touchedAt) / 1000),
    isClosed: () => closed,
    isIdle,
    bring: () => send(),
    pull: () => send({ pull: true }),
    // Goes on with what another page of this person left behind.
    async goOn(entry) {
      await send(); // first what is on this page
      pending = entry.story ? null : entry.pending; // a story that may have begun without our knowing
      [base, began] = [entry.base ?? entry.began ?? "lost", entry.began];
      if (!entry.story) base = null;
      restore(form, entry.now);
      form.elements.namedItem("version").value = entry.version;
      await record();
      await journal.forget(entry.tab);
      return send();
    },
  };
}
