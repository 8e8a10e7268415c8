// Made by widget_style.mjs.
declare module "#style" {
  const css: string;
  export default css;
}
declare module "#talk-style" {
  const css: string;
  export default css;
}
