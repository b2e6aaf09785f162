// Sends one file to the library. Resolves to the picture, or rejects with an Error whose `fields` say what was wrong.
import { csrfToken } from "./dom.js";

export const LARGEST = 20 * 1024 * 1024;

export async function sendPicture(address, file, words = {}) {
  if (file.size > LARGEST) {
    throw refusal({ file: ["The file is larger than 20 MB. Save it as a JPEG, or with fewer pixels, and upload it again."] });
  }
  const body = new FormData();
  body.append("file", file);
  for (const [name, value] of Object.entries(words)) body.append(name, value);
  return read(await post(address, body));
}

async function post(address, body) {
  try {
    return await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" } });
  } catch {
    throw refusal({ file: ["The connection broke off. Upload it again when you are back online."] });
  }
}

async function read(response) {
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  if (!isJson) throw refusal({ file: [sentenceFor(response)] });
  const answer = await response.json();
  if (!response.ok) throw refusal(answer.errors);
  return answer;
}

function sentenceFor(response) {
  if (response.redirected) return "You are no longer signed in. Sign in in another tab, then upload it again.";
  if (response.status === 403) return "You may not upload pictures, or this page is too old: load it again.";
  if (response.status === 413) return "The server takes no file as large as this one.";
  return `The server could not take it (${response.status}). Try again in a minute.`;
}

function refusal(fields) {
  return Object.assign(new Error(Object.values(fields).flat().join(" ")), { fields });
}
