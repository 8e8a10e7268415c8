/** A path of `icons.ts`. Hidden from readers: the control or text beside it says what it means. `flip`: it
 * points somewhere, so it turns round where one reads from right to left. */
export function Icon(props: { d: string; small?: boolean; flip?: boolean; class?: string }) {
  const { d, small, flip, class: more } = props;
  const names = ["i", small && "s", flip && "flip", more].filter(Boolean).join(" ");
  return (
    <svg class={names} viewBox="0 0 24 24" aria-hidden="true">
      <path d={d} />
    </svg>
  );
}
