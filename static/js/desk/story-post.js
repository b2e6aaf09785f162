// One request to the desk, and what became of it: {kind, ...answer}. Kinds: ok, base, empty, taken, session, refused,
// gone, server, offline. Nothing is thrown; who asks decides by the kind.

import { csrfToken } from "../library/dom.js";

const PATIENCE = 30_000; // milliseconds
const SMALL = 60_000; // bytes that a browser sends on after the page is closed: it allows 64 kilobytes
const FRAME = 100; // bytes around each value
const KINDS = { base: "base", person: "session", taken: "taken", busy: "server", tab: "refused" };

export async function post(address, pairs) {
  const body = new FormData(); // as it is: other alphabets would be three times as long in an address's spelling
  let size = 0;
  for (const [name, value] of [["csrfmiddlewaretoken", csrfToken()], ...pairs]) {
    body.append(name, value);
    size += new Blob([name, value]).size + FRAME;
  }
  const options = { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE) };
  if (size < SMALL) options.keepalive = true;
  let response;
  try {
    response = await fetch(address, options);
  } catch {
    return { kind: "offline" };
  }
  return read(response);
}

async function read(response) {
  const answer = response.headers.get("content-type")?.startsWith("application/json") ? await response.json().catch(() => null) : null;
  if (answer && response.ok) return { ...answer, kind: answer.code ?? "ok" };
  if (answer) return { ...answer, kind: KINDS[answer.code] ?? "refused" };
  if (response.redirected || response.status === 403) return { kind: "session" }; // signed out, or an old token
  if (response.status === 404) return { kind: "gone" };
  if (response.status === 413 || response.status === 400) return { kind: "refused", message: "The server could not read this page’s text." };
  return { kind: "server" };
}

export function drawNumber() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
