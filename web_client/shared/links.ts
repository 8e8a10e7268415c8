export type Part = { text: string; href?: string };

// Only these become links; every other scheme stays text.
const LINK = /\b(?:https?:\/\/|mailto:|tel:|www\.)[^\s<>"'`\\^{|}]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi;
const TRAILING = /[.,;:!?…]+$/;

/** What a link in a message is given: it opens beside the page and tells the target nothing of it. */
export const LINK_REL = "noopener noreferrer nofollow";

/** Plain text as parts of text and links (http, https, mailto, tel, and bare www. and addresses). */
export function linked(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const shown = withoutTail(match[0]);
    const href = target(shown);
    if (!href) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index) });
    parts.push({ text: shown, href });
    from = match.index + shown.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

/** The stop after an address is the sentence's, and so is a bracket that nothing in it opened. */
function withoutTail(link: string): string {
  const bare = link.replace(TRAILING, "");
  const closes = bare.endsWith(")") && !bare.includes("(");
  const shown = closes || bare.endsWith("]") ? bare.slice(0, -1) : bare;
  return shown === link ? link : withoutTail(shown);
}

function target(link: string): string | null {
  const scheme = /^(https?|mailto|tel):/i.exec(link)?.[1]?.toLowerCase();
  const full = scheme ? link : link.includes("@") ? `mailto:${link}` : `https://${link}`;
  if (scheme === "tel") return /^tel:\+?[\d().-]{3,}$/i.test(link) ? full : null;
  if (full.startsWith("mailto:") || scheme === "mailto")
    return /^mailto:[^@]+@[^@]+$/i.test(full) ? full : null;
  try {
    return new URL(full).hostname ? full : null;
  } catch {
    return null;
  }
}
