import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

/** What the page calls itself; null: it has not said yet. */
export const heading = signal<string | null>(null);

/** On another page one begins at its top, with the focus on its heading, as if a whole page had come: that is how
 * a screen reader tells where one is, and where Tab goes on from. `place`: which page it is; null: none yet. */
export function useArrival(place: string | null): void {
  const arrived = useRef(false);
  const done = useDone();
  useLayoutEffect(() => {
    // One page may lead on to another before it has a heading: whoever has gone on by then has not come back.
    const { followed } = done;
    if (followed || heading.peek() !== null) done.more = false;
    done.followed = false;
    heading.value = null;
    // The way back leads to where one was on a page, which the browser knows.
    if (followed) scrollTo(0, 0);
    if (place === null) return;
    // The first page comes with the document, whose title the browser tells.
    const moves = arrived.current;
    arrived.current = true;
    return whenHeaded((found) => {
      heading.value = found.textContent;
      if (moves && !done.more) takeFocus(found);
    });
  }, [place]);
}

/** `followed`: a link to another page, just now; `more`: anything else, while one waits for a page. */
function useDone(): { followed: boolean; more: boolean } {
  const done = useRef({ followed: false, more: false }).current;
  useEffect(() => {
    const clicked = ({ target }: Event) => {
      done.followed = target instanceof Element && target.closest("a[href^='#/']") !== null;
    };
    const acted = () => {
      done.more = true;
    };
    addEventListener("click", clicked, true);
    addEventListener("keydown", acted, true);
    addEventListener("pointerdown", acted, true);
    return () => {
      removeEventListener("click", clicked, true);
      removeEventListener("keydown", acted, true);
      removeEventListener("pointerdown", acted, true);
    };
  }, []);
  return done;
}

/** Many pages have to be fetched first; gives how to wait no longer. */
function whenHeaded(then: (found: HTMLElement) => void): () => void {
  const look = () => {
    const found = document.querySelector<HTMLElement>("main h1");
    if (!found) return;
    watcher.disconnect();
    then(found);
  };
  const watcher = new MutationObserver(look);
  watcher.observe(document.body, { childList: true, subtree: true });
  look();
  return () => watcher.disconnect();
}

function takeFocus(found: HTMLElement): void {
  const [main, now] = [found.closest("main"), document.activeElement];
  // A field of the page, or a dialog, may have taken it for itself.
  if (document.querySelector("dialog[open]") || (now !== main && main?.contains(now))) return;
  found.tabIndex = -1;
  found.focus({ preventScroll: true });
}
