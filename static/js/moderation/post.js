// Asks for JSON where a page without a script would get a page. Somebody who is no longer signed in is led to sign in.

const UNREACHED = { message: "The decision did not reach the server. Please try again." };

// Sends a form as its button would.
export function post(form, button, address) {
  const body = new FormData(form, button?.name ? button : undefined);
  return ask(address || button?.getAttribute("formaction") || form.action, { method: "POST", body, redirect: "manual" });
}

export const get = (address) => ask(address, {});

async function ask(address, options) {
  try {
    const response = await fetch(address, { ...options, headers: { Accept: "application/json" } });
    if (response.type === "opaqueredirect" || response.status === 403) location.reload();
    return { status: response.status, answer: await response.json() };
  } catch {
    return { status: 0, answer: UNREACHED };
  }
}
