// What a shop's own script would do: a question about a product is put into the chat, ready to be sent.

type Chat = (command: "message" | "open", text?: string) => void;

const page = window as typeof window & { ChatButler?: Chat & { q?: unknown[] } };

function ask(question: string): void {
  page.ChatButler?.("open");
  page.ChatButler?.("message", question);
}

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-ask]"))
  button.addEventListener("click", () => ask(button.dataset.ask ?? ""));
