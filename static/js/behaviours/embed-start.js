// Pages with something to play load this module.

import { attach } from "./embed.js";

for (const element of document.querySelectorAll(".embed[data-frame]")) attach(element);
