// The library's own pages at the desk: finds what they mark and starts it.
import { attach as focalPoint } from "./focal-point.js";
import { attach as upload } from "./upload.js";

const BEHAVIOURS = {
  "focal-point": focalPoint,
  "picture-upload": upload,
};

for (const [name, attach] of Object.entries(BEHAVIOURS)) {
  document.querySelectorAll(`[data-behaviour~="${name}"]`).forEach(attach);
}
