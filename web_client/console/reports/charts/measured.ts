import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** The width that an element has on screen, in px, as it changes. */
export function useWidth<E extends HTMLElement>(first: number) {
  const element = useRef<E>(null);
  const [width, setWidth] = useState(first);
  useLayoutEffect(() => {
    const shown = element.current;
    if (!shown) return;
    const measure = () => setWidth(Math.round(shown.clientWidth) || first);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(shown);
    return () => observer.disconnect();
  }, []);
  return [element, width] as const;
}
