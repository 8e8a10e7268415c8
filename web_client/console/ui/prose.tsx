import { LINK_REL, linked } from "../../shared/links.ts";

/** What somebody wrote: plain text, of which only safe addresses become links. */
export function Prose({ text }: { text: string }) {
  return (
    <p class="prose" dir="auto">
      {linked(text).map((part, place) =>
        part.href ? (
          <a key={place} href={part.href} target="_blank" rel={LINK_REL}>
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </p>
  );
}

/** An address that may be opened, or null: only http and https (visitors choose what is in it). */
export const safeAddress = (url: string): string | null => (/^https?:\/\//i.test(url) ? url : null);
