// Picture files that are dropped on the text or pasted into it go to the library, and from there into the text.
import { sendPicture } from "../library/send.js";
import { insertBlock } from "./keys.js";

export function figureOf(picture) {
  const words = picture.caption?.replace(/\s+/g, " ").trim();
  const caption = { type: "figcaption", ...(words ? { content: [{ type: "text", text: words }] } : {}) };
  return { type: "figure", attrs: { "data-picture": String(picture.id), "data-alt": null }, content: [caption] };
}

// → {paste(event), drop(editor, event)}: each tells whether it took the files.
export function takesFiles({ address, pictures, announce, editor }) {
  async function upload(files) {
    for (const file of files) {
      announce(`Uploading ${file.name}…`);
      try {
        const picture = await sendPicture(address, file);
        pictures.set(picture.id, picture);
        insertBlock(editor(), figureOf(picture));
        announce(`${file.name} is in the text.`);
      } catch (error) {
        if (!error.fields) throw error;
        announce(`${file.name}: ${error.message}`);
      }
    }
  }

  return {
    paste(event) {
      if (event.clipboardData?.types.includes("text/html")) return false; // Word sends a picture of its text along
      const files = picturesAmong(event.clipboardData);
      upload(files);
      return files.length > 0;
    },
    drop(view, event) {
      const files = picturesAmong(event.dataTransfer);
      if (!files.length) return false;
      event.preventDefault();
      const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
      if (place) editor().commands.setTextSelection(place.pos);
      upload(files);
      return true;
    },
  };
}

function picturesAmong(data) {
  return [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"));
}
