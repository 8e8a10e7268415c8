import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

type Props = {
  title: string;
  onClose: () => void;
  /** Given: the dialog is a form with these buttons at its foot. */
  onSubmit?: () => void;
  foot?: ComponentChildren;
  children: ComponentChildren;
};

/** A modal dialog: keeps the focus, closes with Esc, gives the focus back. */
export function Dialog({ title, onClose, onSubmit, foot, children }: Props) {
  const id = useId();
  const shown = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    shown.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog ref={shown} class="dlg card" aria-labelledby={id} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit?.();
        }}
      >
        <h2 id={id}>{title}</h2>
        {children}
        {foot && <div class="foot">{foot}</div>}
      </form>
    </dialog>
  );
}
