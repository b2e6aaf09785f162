// A link card whose video or sound can be played here: only after the reader has asked for it, and told by whom.

export function attach(card) {
  const { frame, site } = card.dataset;
  const title = card.querySelector(".link-card__title").textContent;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "embed__play";
  button.textContent = `Play here, from ${site}`;
  button.setAttribute("aria-label", `Play “${title}” here, from ${site}`);
  const note = document.createElement("p");
  note.className = "embed__note";
  note.textContent = `From then on ${site} knows that you are here.`;
  card.append(button, note);
  button.addEventListener("click", () => {
    const player = document.createElement("iframe");
    Object.assign(player, { src: frame, title, allowFullscreen: true, referrerPolicy: "strict-origin-when-cross-origin" });
    player.className = site === "Spotify" ? "embed__frame embed__frame--sound" : "embed__frame";
    button.replaceWith(player);
    note.remove();
    player.focus();
  });
}
