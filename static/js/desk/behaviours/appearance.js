// The button that changes between light, dark and the system's choice works by script alone: shown once there is one.

export function attach(button) {
  button.hidden = false;
}
