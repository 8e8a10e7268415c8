/** As a `ref`: takes the focus when it appears. */
export const takesFocus = (element: HTMLElement | null): void => element?.focus();
