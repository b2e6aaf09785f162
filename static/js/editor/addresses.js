// What a person types for an address, made whole. The server decides (articles/body/addresses.py); this is to help.

export function addressFrom(typed) {
  const text = typed.trim();
  if (/^mailto:[^\s@]+@[^\s@]+$/i.test(text)) return text;
  if (/^[^\s@/:?#]+@[^\s@/:?#]+\.[^\s@/:?#]+$/.test(text)) return `mailto:${text}`;
  if (/^\/(?![/\\])/.test(text)) return text;
  return webAddressFrom(text);
}

export function webAddressFrom(typed) {
  const text = typed.trim();
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^/]+\.[a-z]{2,}:\d/i.test(text) ? text : `https://${text}`;
  if (!/^https?:\/\/[^\s/?#]+/i.test(whole) || /\s/.test(whole)) return "";
  if (!URL.canParse(whole)) return "";
  const { hostname } = new URL(whole);
  return hostname.includes(".") || hostname === "localhost" ? whole : "";
}

// The host as browsers resolve it: letters that only look alike show up as "xn--…".
export function hostOf(address) {
  return URL.canParse(address) ? new URL(address).hostname.replace(/^www\./, "") : "";
}
