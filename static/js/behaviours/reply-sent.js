// A receipt loads this one module: the draft of what has arrived is forgotten.

import { forgetSent } from "./reply-draft.js";

forgetSent();
