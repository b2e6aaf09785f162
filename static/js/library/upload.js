// The upload page: files may be dropped, go up one at a time while one watches, and any number of them.
import { el } from "./dom.js";
import { sendPicture } from "./send.js";

const DESCRIBED_AT_ONCE = 50;

export function attach(form) {
  const input = form.querySelector("input[type=file]");
  const progress = form.querySelector(".upload__progress");
  form.querySelector(".upload__drop").hidden = false;
  form.querySelector(".submit-row").hidden = true;
  acceptDrops(form, (files) => sendAll(form, files, progress));
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    sendAll(form, files, progress);
  });
}

function acceptDrops(form, take) {
  const mark = (over) => form.classList.toggle("upload__form--over", over);
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  form.addEventListener("dragleave", () => mark(false));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    take([...event.dataTransfer.files]);
  });
}

async function sendAll(form, files, progress) {
  if (!files.length || form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  const lines = files.map((file) => line(file.name));
  progress.replaceChildren(...lines.map((entry) => entry.item));
  const taken = [];
  let refused = 0;
  for (const [place, file] of files.entries()) {
    try {
      lines[place].say("Uploading…");
      const picture = await sendPicture(form.dataset.upload, file);
      lines[place].taken(picture);
      taken.push(picture);
    } catch (error) {
      if (!error.fields) throw error;
      refused += 1;
      lines[place].refused(error.message);
    }
  }
  form.ariaBusy = "false";
  finish(form, taken, refused, progress);
}

function line(name) {
  const sentence = el("span", {}, "Waiting…");
  const item = el("li", { class: "upload__outcome" }, el("p", {}, el("strong", {}, name), el("br"), sentence));
  return {
    item,
    say: (text) => (sentence.textContent = text),
    taken(picture) {
      sentence.textContent = picture.is_new ? "Uploaded." : "This file was in the library already.";
      item.prepend(el("img", { src: picture.thumb, alt: "", width: 96, height: 96 }));
    },
    refused(text) {
      item.classList.add("upload__outcome--refused");
      sentence.textContent = text;
    },
  };
}

function finish(form, taken, refused, progress) {
  if (!taken.length) return;
  const ids = [...new Set(taken.map((picture) => picture.id))].slice(0, DESCRIBED_AT_ONCE);
  const address = `${form.dataset.describe}?ids=${ids.join(",")}`;
  if (!refused) {
    window.location.assign(address);
    return;
  }
  const next = el("a", { href: address, class: "button default" }, "Go on: write the words of those uploaded");
  progress.append(el("li", { class: "upload__next" }, next));
  next.focus();
}
