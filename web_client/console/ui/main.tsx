import type { MainHTMLAttributes } from "preact";

/** What a page is about; the link past the navigation leads here. */
export const Main = (props: MainHTMLAttributes<HTMLElement>) => (
  <main id="content" tabIndex={-1} {...props} />
);
