import { Icon } from "./icon.tsx";
import { bow } from "./icons.ts";

/** Two letters at most, of the first and the last name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return ends
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toLocaleUpperCase();
}

/** A person's initials in the brand's wash, or the butler's ink disc with a bow tie: never confused. The
 * name stands beside it in words. */
export function Avatar(props: { kind: "bot" | "person" | "visitor"; name?: string | null; small?: boolean }) {
  const size = props.small ? " s" : "";
  if (props.kind === "bot") {
    return (
      <span class={`av butler${size}`} aria-hidden="true">
        <Icon d={bow} small />
      </span>
    );
  }
  return (
    <span class={`av ${props.kind === "person" ? "person" : ""}${size}`} aria-hidden="true">
      {initials(props.name ?? "") || "?"}
    </span>
  );
}
