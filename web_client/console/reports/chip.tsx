import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../../shared/icon.tsx";
import { down } from "../../shared/icons.ts";

type Props = {
  label: string;
  /** What readers hear before the label: what is chosen here. */
  what: string;
  icon?: string;
  plain?: boolean;
  children: (close: () => void) => ComponentChildren;
};

/** A button that opens a small panel under it. Esc, and whatever is done elsewhere, closes it. */
export function Chip({ label, what, icon, plain, children }: Props) {
  const [open, setOpen] = useState(false);
  const area = useRef<HTMLDivElement>(null);
  const close = () => {
    setOpen(false);
    area.current?.querySelector("button")?.focus();
  };
  // Before it is painted: whoever sees the panel may press Escape already.
  useLayoutEffect(() => {
    if (!open) return;
    const elsewhere = (event: Event) => {
      if (event.target instanceof Node && !area.current?.contains(event.target)) setOpen(false);
    };
    const escaped = (event: KeyboardEvent) => {
      if (event.key === "Escape") close();
    };
    document.addEventListener("pointerdown", elsewhere);
    document.addEventListener("focusin", elsewhere);
    document.addEventListener("keydown", escaped);
    return () => {
      document.removeEventListener("pointerdown", elsewhere);
      document.removeEventListener("focusin", elsewhere);
      document.removeEventListener("keydown", escaped);
    };
  }, [open]);
  return (
    <div class="chip" ref={area}>
      <button
        type="button"
        class={plain ? "btn plain" : "btn"}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {icon && <Icon d={icon} small />}
        <span class="vh">{what}: </span>
        <span class="cut">{label}</span>
        <Icon d={down} small />
      </button>
      {open && (
        <section class="card panel" aria-label={what}>
          {children(close)}
        </section>
      )}
    </div>
  );
}
