/** What a site looks like to visitors, as the server tells it before anything is opened. */
export type Look = {
  name?: string;
  locale?: string;
  look?: { brand?: string; position?: string };
  texts?: { title?: string; subtitle?: string; greeting?: string };
};

/** `ChatButler("open")` and the like: the command's name and what goes with it. */
export type Call = readonly [command: string, ...args: unknown[]];

/** What the loader hands to the interface. */
export type Place = {
  /** The site's key, the server's address (ending in "/") and what the chat is stored under. */
  site: string;
  base: string;
  key: string;
  /** What the page or the browser asks for ("de-AT"), and the language that there is ("de"). */
  locale: string;
  language: string;
  direction: "ltr" | "rtl";
  look: Look;
  host: HTMLElement;
  root: ShadowRoot;
  dock: HTMLElement;
  launcher: HTMLButtonElement;
};

/** What the interface gives back: it carries out the page's calls from now on. */
export type Interface = (call: Call) => void;
