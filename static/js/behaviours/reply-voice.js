// Recommend without another page. Whatever the server does not simply accept is left to its own page, which explains it.

export function voice(replies) {
  replies.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-voice]")) return;
    event.preventDefault();
    const button = form.querySelector("button");
    const body = new URLSearchParams(button.getAttribute("aria-pressed") === "true" ? { take_back: "1" } : {});
    try {
      const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(response.statusText);
      const { recommended, mine } = await response.json();
      button.setAttribute("aria-pressed", mine);
      form.querySelector("[data-number]").textContent = recommended || "";
    } catch {
      form.submit();
    }
  });
}
