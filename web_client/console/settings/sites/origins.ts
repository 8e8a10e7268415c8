/** Addresses of pages as typed, one a line or separated by spaces or commas, as origins: what stands after
 * the host is cut off; what is no address is left as it is, for the server to refuse. */
export function originsOf(typed: string): string[] {
  const words = typed.split(/[\s,]+/).filter(Boolean);
  return [...new Set(words.map(originOf))];
}

function originOf(word: string): string {
  const address = /^[a-z]+:\/\//i.test(word) ? word : `https://${word}`;
  try {
    return new URL(address).origin;
  } catch {
    return word;
  }
}

/** What goes into a page of that site. */
export const embedCode = (host: string, key: string): string =>
  `<script async src="${host}/widget.js" data-site="${key}"></script>`;
