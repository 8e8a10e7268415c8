import { chat as bubble, down } from "../../shared/icons.ts";
import { say } from "../words.ts";

/** Keeps the loader's button true to what is open and unread. */
export function showLauncher(button: HTMLButtonElement, isOpen: boolean, unread: number): void {
  button.ariaExpanded = String(isOpen);
  button.ariaLabel = isOpen
    ? say("close_chat")
    : unread
      ? say("open_unread", { n: unread })
      : say("open_chat");
  button.querySelector("path")?.setAttribute("d", isOpen ? down : bubble);
  const badge = button.querySelector("span") ?? button.appendChild(document.createElement("span"));
  badge.className = "badge num";
  badge.ariaHidden = "true";
  badge.hidden = isOpen || !unread;
  badge.textContent = unread > 99 ? "99+" : String(unread);
}
