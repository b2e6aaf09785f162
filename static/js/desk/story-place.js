// Leads from a finding of the checklist to its field: opens the panel in which it stands, and puts the cursor there.

export function attach() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".findings a");
    if (link && link.pathname === location.pathname && link.hash) go(link.hash);
  });
  if (location.hash) go(location.hash);
}

function go(hash) {
  const field = document.getElementById(hash.slice(1));
  const panel = field?.closest("details");
  if (panel) panel.open = true;
  const writing = field?.closest(".written")?.querySelector("[contenteditable=true]");
  const place = writing ?? field;
  place?.scrollIntoView({ block: "center" });
  place?.focus({ preventScroll: true });
}
