// Pages with a reply form load this one module and nothing else.

import { attach } from "./reply.js";

for (const element of document.querySelectorAll('[data-behaviour~="reply"]')) attach(element);
