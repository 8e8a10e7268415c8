/** What a site looks like to visitors, as the server tells it before anything is opened. */
export type Look = {
  name?: string;
  locale?: string;
  look?: { brand?: string; position?: string };
  texts?: { title?: string; subtitle?: string; greeting?: string };
  /** Where the launcher may be hidden: whether it is, and when that may be otherwise (ms). */
  hidden?: boolean;
  turns_at?: number | null;
};

/** `ChatButler("open")` and the like: the command's name and what goes with it. */
export type Call = readonly [command: string, ...args: unknown[]];

/** What the loader hands to the interface. */
export type Place = {
  /** The site's key, the server's address (ending in "/") and what the chat is stored under. */
  site: string;
  base: string;
  key: string;
  /** Whose visitors the page's are, where it says so. */
  team: string | undefined;
  /** What they are about, where it says so. */
  topic: string | undefined;
  /** What the page or the browser asks for ("de-AT"), and the language that there is ("de"). */
  locale: string;
  language: string;
  direction: "ltr" | "rtl";
  look: Look;
  host: HTMLElement;
  root: ShadowRoot;
  dock: HTMLElement;
  launcher: HTMLButtonElement;
  /** Shows or hides the launcher, as it should be now. */
  show: () => void;
};

/** What the interface gives back: it carries out the page's calls from now on. */
export type Interface = (call: Call) => void;
