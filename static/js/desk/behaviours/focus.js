// Brings what needs attention first into view and under the keyboard.

export function attach(element) {
  element.focus();
}
