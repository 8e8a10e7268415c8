import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { say } from "../words.ts";

type Props = { label: string; children: ComponentChildren };

/** What may be wider than its place: a line says so then, and it fades where there is more. */
export function Scrolls({ label, children }: Props) {
  const box = useRef<HTMLElement>(null);
  const [isWide, setWide] = useState(false);
  const [isAtEnd, setAtEnd] = useState(true);
  function look() {
    if (!box.current) return;
    const { scrollWidth, clientWidth, scrollLeft } = box.current;
    setWide(scrollWidth > clientWidth + 1);
    // From the right to the left, it is counted below zero.
    setAtEnd(Math.abs(scrollLeft) + clientWidth >= scrollWidth - 1);
  }
  useLayoutEffect(() => {
    const observer = new ResizeObserver(look);
    if (box.current) for (const one of [box.current, ...box.current.children]) observer.observe(one);
    return () => observer.disconnect();
  }, []);
  return (
    <div class="sideways" data-more={isWide && !isAtEnd ? "true" : undefined}>
      <section class="scrolls" ref={box} tabIndex={0} aria-label={label} onScroll={look}>
        {children}
      </section>
      {isWide && (
        <p class="small faint scroll-hint" aria-hidden="true">
          ↔ {say("scroll_hint")}
        </p>
      )}
    </div>
  );
}
