// Puts the editor on every body widget of the page; where that fails, the textarea is still there.
import { attach } from "./editor.js";

for (const widget of document.querySelectorAll('[data-behaviour~="body-editor"]')) attach(widget);
