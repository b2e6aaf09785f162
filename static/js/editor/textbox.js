// The editor's text as the form knows it: named by the textarea's label, described by its help, in the story's language.

const RIGHT_TO_LEFT = /^(ar|dv|fa|he|ku-arab|ps|sd|ug|ur|yi)\b/;

export function textboxAttributes(textarea) {
  const attributes = { id: `${textarea.id}-text`, class: "body-editor__text prose", role: "textbox", "aria-multiline": "true" };
  const label = textarea.labels[0];
  if (label) label.id ||= `${textarea.id}-label`;
  if (label) attributes["aria-labelledby"] = label.id;
  else attributes["aria-label"] = textarea.getAttribute("aria-label") ?? "Text";
  for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) {
    if (textarea.hasAttribute(name)) attributes[name] = textarea.getAttribute(name);
  }
  return attributes;
}

export function tieToForm(textarea, editor) {
  textarea.hidden = true;
  textarea.required = false; // nobody could put the cursor there to fill it
  for (const label of textarea.labels) {
    label.addEventListener("click", (event) => {
      event.preventDefault();
      editor.view.focus();
    });
  }
  followLanguage(textarea.form?.elements.language, editor.view.dom);
}

function followLanguage(choice, text) {
  if (!choice) return;
  const follow = () => {
    text.lang = choice.value;
    text.dir = RIGHT_TO_LEFT.test(choice.value) ? "rtl" : "ltr";
  };
  choice.addEventListener("change", follow);
  follow();
}
