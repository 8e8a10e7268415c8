import type { Interface } from "../place.ts";
import type { Chat } from "./chat.ts";

type Listener = (detail?: unknown) => void;

/** Carries out what the page says of the visitor, and tells its listeners what happens. What the server need
 * not know before the visitor opens the chat is kept until then. */
export function pageCalls(chat: Chat): Interface {
  const listeners: Record<string, Listener[]> = {};
  chat.told = (event, detail) => {
    for (const listener of listeners[event] ?? []) hear(listener, detail);
  };
  const { standing } = chat;
  const tell = async (command: string, payload: object) => {
    if (chat.welcome) await chat.tell(command, payload);
  };
  const verbs: Record<string, (first: never, second: unknown) => void> = {
    reset: () => chat.reset(),
    identify: (identity: NonNullable<typeof standing.identity>) => {
      standing.identity = identity;
      void tell("identify", identity);
    },
    attributes: (attributes: Record<string, unknown>) => {
      standing.attributes = { ...standing.attributes, ...attributes };
      void tell("attributes", attributes);
    },
    consent: (what: unknown, given) => {
      if (what !== "tracking") return;
      const tracking = given === true;
      if (!tracking) standing.tracking = false;
      // No page is told before the server knows that it may be.
      void tell("consent", { tracking }).then(() => {
        standing.tracking = tracking;
        chat.tellPage();
      });
    },
    page: (page: NonNullable<typeof standing.page>) => {
      standing.page = page;
      chat.tellPage();
    },
    on: (event: string, listener) => {
      if (typeof listener !== "function") return;
      listeners[event] = [...(listeners[event] ?? []), listener as Listener];
      if (event === "ready" && chat.welcome) hear(listener as Listener, undefined);
    },
  };
  return ([command, first, second]) => verbs[command]?.(first as never, second);
}

/** The page's mistakes are the page's. */
function hear(listener: Listener, detail: unknown): void {
  try {
    listener(detail);
  } catch (problem) {
    setTimeout(() => {
      throw problem;
    });
  }
}
