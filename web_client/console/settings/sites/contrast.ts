export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text);

/** The contrast of white text on a colour (WCAG 2.2), from 1 to 21. */
export function onWhite(colour: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const luminance = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  return 1.05 / (luminance + 0.05);
}
