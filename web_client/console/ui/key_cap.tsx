/** The key that does the same, printed where it acts; readers find it in the list of keys. */
export function KeyCap({ of, class: more }: { of: string; class?: string }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a kbd takes no focus
    <kbd class={more} aria-hidden="true">
      {of}
    </kbd>
  );
}
