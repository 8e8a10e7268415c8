import { type ComponentType, createElement, Fragment } from "preact";

/** Preact's JSX runtime without what only a server or a template compiler needs. */
export const jsx = (type: ComponentType<object> | string, props: object, key?: unknown) =>
  createElement(type as ComponentType<object>, key === undefined ? props : { ...props, key });
export { Fragment, jsx as jsxs };
