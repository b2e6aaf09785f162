// A link or another form of the page leads away once what was typed is on the server, or after two seconds: then it is in
// the journal. What leaves by neither is sent on the way out, as far as browsers allow.

const PATIENCE = 2000; // milliseconds

export function attach(saving) {
  let way = null; // what was pressed last
  let going = false;

  // On the window, after all others: they may have something else to do with a link or a form than to follow it.
  window.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (link && linkLeadsAway(link, event)) first(event, () => location.assign(link.href));
  });
  window.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (!going && formLeadsAway(form, event)) first(event, () => form.requestSubmit(submitter));
  });

  async function first(event, go) {
    if (saving.isClosed() || saving.isIdle()) return;
    event.preventDefault();
    const isFirst = way === null;
    way = go;
    if (!isFirst) return;
    const before = timesAsked();
    await Promise.race([saving.bring(), new Promise((done) => setTimeout(done, PATIENCE))]);
    go = way;
    way = null;
    if (timesAsked() !== before) return; // the password was wanted, and the page stays
    going = true;
    go();
    going = false;
  }
}

function timesAsked() {
  return document.querySelector("form[data-again]").dataset.asked;
}

function linkLeadsAway(link, event) {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return false;
  if (link.isContentEditable || link.hasAttribute("download") || !["", "_self"].includes(link.target)) return false;
  const isPlaceHere = link.hash && link.href.split("#")[0] === location.href.split("#")[0];
  return link.origin === location.origin && !isPlaceHere;
}

// The story's own form looks after itself.
function formLeadsAway(form, event) {
  return !event.defaultPrevented && form.method !== "dialog" && !form.matches("[data-again]") && ["", "_self"].includes(form.target);
}
