// The story's page: unsaved changes, keys, counts, bylines, tags, panels. All of it works without this script, by hand.

import * as bylines from "./story-bylines.js";
import * as chooseAll from "./story-choose-all.js";
import * as live from "./story-live.js";
import * as leaving from "./story-leaving.js";
import * as lines from "./story-lines.js";
import * as move from "./story-move.js";
import * as panels from "./story-panels.js";
import * as place from "./story-place.js";
import * as presence from "./story-presence.js";
import * as recover from "./story-recover.js";
import * as saving from "./story-saving.js";
import * as tags from "./story-tags.js";
import * as unsaved from "./story-unsaved.js";

for (const element of document.querySelectorAll('[data-behaviour~="bylines"]')) bylines.attach(element);
for (const element of document.querySelectorAll('[data-behaviour~="choose-all"]')) chooseAll.attach(element);
for (const form of document.querySelectorAll('[data-behaviour~="story"]')) {
  lines.attach(form);
  if (form.dataset.tags) tags.attach(form.elements.namedItem("tags"), form.dataset.tags);
  const pane = form.querySelector('[data-behaviour~="live"]');
  if (pane) live.attach(pane, form, form.querySelector("[data-live]"));
  write(form); // last: it remembers how the form looked before anybody typed
}
panels.attach(document.querySelectorAll("details[data-panel]"));
place.attach(); // after the panels: it opens the one that is meant

// The page of a story saves by itself; that of a move only asks before it is left.
function write(form) {
  if (!form.dataset.begin) return unsaved.attach(form);
  const page = saving.attach(form);
  move.attach(form, page);
  presence.attach(form, page);
  leaving.attach(page);
  recover.attach(form, page);
}
