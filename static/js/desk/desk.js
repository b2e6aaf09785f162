// The desk's behaviours: each element with data-behaviour="x" is given to the attach() of behaviours/x.js.
// Every one of them improves something that works without it.

import * as appearance from "./behaviours/appearance.js";
import * as focus from "./behaviours/focus.js";
import * as menu from "./behaviours/menu.js";
import * as tabs from "./behaviours/tabs.js";

const BEHAVIOURS = { appearance, focus, menu, tabs };

for (const element of document.querySelectorAll("[data-behaviour]")) {
  for (const name of element.dataset.behaviour.split(/\s+/)) BEHAVIOURS[name]?.attach(element);
}
