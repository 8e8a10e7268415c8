/** Why the server said no. `offline`: it did not answer at all. */
export type Problem = {
  /** The most that there may be, where there was more. */
  limit?: number;
  code: string;
  message: string;
  request_id?: string;
  retry_after?: number;
};
export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem };
export type Page<T> = { items: T[]; next: string | null };

type Options = {
  /** Asked at each write; null while nobody is signed in. */
  csrf: () => string | null;
  /** The session is over. */
  signedOut: () => void;
  fetch?: typeof globalThis.fetch;
};

const LONGEST = 10_000; // ms
/** Of figures: the first after a start waits until the copy is made, on a busy machine for a while. */
const WORKED_OUT = 60_000; // ms

/** REST under /api/v1. Never throws: a refusal or a lost connection is an answer too. */
export class Api {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  get = <T>(path: string): Promise<Answer<T>> => this.#ask<T>("GET", path);
  /** What has to be worked out first: it is waited for. Without a network it is given up as soon as all else. */
  workedOut = <T>(path: string): Promise<Answer<T>> => this.#ask<T>("GET", path, undefined, WORKED_OUT);
  post = <T>(path: string, body: object): Promise<Answer<T>> => this.#ask<T>("POST", path, body);
  patch = <T>(path: string, body: object): Promise<Answer<T>> => this.#ask<T>("PATCH", path, body);
  put = <T>(path: string, body: object): Promise<Answer<T>> => this.#ask<T>("PUT", path, body);
  delete = <T>(path: string): Promise<Answer<T>> => this.#ask<T>("DELETE", path);

  /** Everything of a list, page by page, up to `most` items. */
  async all<T>(path: string, most = 1000): Promise<Answer<T[]>> {
    const items: T[] = [];
    for (let cursor: string | null = ""; cursor !== null && items.length < most; ) {
      const page: Answer<Page<T>> = await this.get<Page<T>>(withQuery(path, { cursor }));
      if (!page.ok) return page;
      items.push(...page.value.items);
      cursor = page.value.next ?? null;
    }
    return { ok: true, value: items };
  }

  async #ask<T>(method: string, path: string, body?: object, longest = LONGEST): Promise<Answer<T>> {
    const answer = await this.#fetched(method, path, body, longest);
    const told: { error?: Problem } | null | undefined = await answer?.json().catch(() => undefined);
    // One that breaks off is none: half of it must not pass for the whole.
    const isLost = !answer || (answer.ok && told === undefined);
    if (isLost) return { ok: false, problem: { code: "offline", message: "no answer" } };
    if (answer.ok) return { ok: true, value: told as T };
    const problem = told?.error ?? { code: "internal", message: `status ${answer.status}` };
    if (answer.status === 401 && path !== "/login") this.#options.signedOut();
    return { ok: false, problem };
  }

  async #fetched(
    method: string,
    path: string,
    body: object | undefined,
    longest: number,
  ): Promise<Response | null> {
    const send = this.#options.fetch ?? globalThis.fetch;
    const headers: Record<string, string> = { Accept: "application/json" };
    const csrf = this.#options.csrf();
    if (csrf && method !== "GET") headers["X-CSRF-Token"] = csrf;
    if (body) headers["Content-Type"] = "application/json";
    const sent = body ? { body: JSON.stringify(body) } : {};
    const signal = AbortSignal.timeout(longest);
    try {
      return await send(`/api/v1${path}`, { method, headers, signal, credentials: "same-origin", ...sent });
    } catch {
      return null;
    }
  }
}

/** A path with a query; what is empty or null is left out. */
export function withQuery(path: string, values: Record<string, string | null | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value) query.set(name, value);
  const text = query.toString();
  return text ? `${path}${path.includes("?") ? "&" : "?"}${text}` : path;
}
