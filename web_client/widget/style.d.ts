// Made by widget_style.mjs.
declare module "#style" {
  const css: string;
  export default css;
}
declare module "#talk-style" {
  const css: string;
  export default css;
}
declare module "#rating-style" {
  const css: string;
  export default css;
}
declare module "#teaser-style" {
  const css: string;
  export default css;
}
declare module "#topics-style" {
  const css: string;
  export default css;
}
