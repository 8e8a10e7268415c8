// A picture of what is on screen, drawn anew shape by shape: our pages allow no images from elsewhere, and a
// browser that renders HTML into a canvas would forbid to read it.

const MARGIN = 20; // px
const HEAD = 36;
const DRAWN = "path,line,rect,circle,polyline";

/** As a PNG in twice the size of the screen, under its title; null where the browser gives no canvas. */
export async function paint(element: HTMLElement, title: string): Promise<Blob | null> {
  const frame = element.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  const [width, height] = [element.scrollWidth + 2 * MARGIN, frame.height + 2 * MARGIN + HEAD];
  const times = Math.min(2, 8_000 / Math.max(width, height));
  canvas.width = width * times;
  canvas.height = height * times;
  const to = canvas.getContext("2d");
  if (!to) return null;
  to.scale(times, times);
  const style = getComputedStyle(element);
  to.fillStyle = getComputedStyle(element.closest(".card") ?? element).backgroundColor;
  to.fillRect(0, 0, width, height);
  to.fillStyle = style.color;
  to.font = `600 15px ${style.fontFamily}`;
  to.fillText(title, MARGIN, MARGIN + 14);
  to.translate(MARGIN - frame.left, MARGIN + HEAD - frame.top);
  for (const part of [element, ...element.querySelectorAll("*")]) drawPart(to, part);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function drawPart(to: CanvasRenderingContext2D, part: Element): void {
  const style = getComputedStyle(part);
  if (part.closest(".vh, .unpainted") || style.visibility === "hidden" || style.display === "none") return;
  if (part instanceof SVGGeometryElement && part.matches(DRAWN)) drawShape(to, part, style);
  else if (part instanceof SVGTextElement) drawSvgText(to, part, style);
  else if (part instanceof HTMLElement) {
    drawBox(to, part, style);
    for (const node of part.childNodes) if (node instanceof Text) drawText(to, node, style);
  }
}

function drawShape(
  to: CanvasRenderingContext2D,
  shape: SVGGeometryElement,
  style: CSSStyleDeclaration,
): void {
  const place = shape.getScreenCTM();
  const path = pathOf(shape);
  if (!place || !path) return;
  to.save();
  to.transform(place.a, place.b, place.c, place.d, place.e, place.f);
  to.globalAlpha = Number(style.opacity);
  if (style.fill !== "none") {
    to.fillStyle = style.fill;
    to.fill(path);
  }
  if (style.stroke !== "none") {
    to.strokeStyle = style.stroke;
    to.lineWidth = Number.parseFloat(style.strokeWidth);
    to.lineCap = style.strokeLinecap as CanvasLineCap;
    to.lineJoin = style.strokeLinejoin as CanvasLineJoin;
    to.setLineDash(
      style.strokeDasharray === "none" ? [] : (style.strokeDasharray.match(/[\d.]+/g) ?? []).map(Number),
    );
    to.stroke(path);
  }
  to.restore();
}

function pathOf(shape: SVGGeometryElement): Path2D | null {
  const of = (name: string) => Number(shape.getAttribute(name) ?? 0);
  if (shape.tagName === "path") return new Path2D(shape.getAttribute("d") ?? "");
  const path = new Path2D();
  if (shape.tagName === "rect") path.rect(of("x"), of("y"), of("width"), of("height"));
  else if (shape.tagName === "circle") path.arc(of("cx"), of("cy"), of("r"), 0, 2 * Math.PI);
  else if (shape.tagName === "line") {
    path.moveTo(of("x1"), of("y1"));
    path.lineTo(of("x2"), of("y2"));
  } else return null;
  return path;
}

function drawSvgText(to: CanvasRenderingContext2D, text: SVGTextElement, style: CSSStyleDeclaration): void {
  const place = text.getBoundingClientRect();
  to.font = fontOf(style);
  to.fillStyle = style.fill;
  to.textBaseline = "middle";
  to.fillText(text.textContent ?? "", place.left, place.top + place.height / 2);
}

function drawBox(to: CanvasRenderingContext2D, box: HTMLElement, style: CSSStyleDeclaration): void {
  const { left, top, width, height } = box.getBoundingClientRect();
  if (width === 0 || height === 0) return;
  if (!isClear(style.backgroundColor)) {
    to.fillStyle = style.backgroundColor;
    to.beginPath();
    to.roundRect(left, top, width, height, Number.parseFloat(style.borderTopLeftRadius) || 0);
    to.fill();
  }
  const below = Number.parseFloat(style.borderBottomWidth);
  if (below > 0 && style.borderBottomStyle !== "none") {
    to.fillStyle = style.borderBottomColor;
    to.fillRect(left, top + height - below, width, below);
  }
  const beside = Number.parseFloat(style.borderInlineStartWidth);
  if (beside > 0 && style.borderInlineStartStyle !== "none" && width <= beside + 1) {
    to.fillStyle = style.borderInlineStartColor;
    to.fillRect(left, top, beside, height);
  }
}

/** Line by line, as it was broken on screen. */
function drawText(to: CanvasRenderingContext2D, text: Text, style: CSSStyleDeclaration): void {
  const words = text.data;
  if (!words.trim()) return;
  to.font = fontOf(style);
  to.fillStyle = style.color;
  to.textBaseline = "middle";
  const range = document.createRange();
  range.selectNodeContents(text);
  const lines = range.getClientRects();
  const first = lines[0];
  if (!first) return;
  if (lines.length === 1) return void to.fillText(words.trim(), first.left, first.top + first.height / 2);
  for (const line of linesOf(text, range)) to.fillText(line.words.trim(), line.left, line.middle);
}

function linesOf(text: Text, range: Range): { words: string; left: number; middle: number }[] {
  const found: { words: string; left: number; middle: number }[] = [];
  for (let place = 0; place < text.length; place++) {
    range.setStart(text, place);
    range.setEnd(text, place + 1);
    const box = range.getBoundingClientRect();
    const last = found.at(-1);
    const middle = box.top + box.height / 2;
    if (last && Math.abs(last.middle - middle) < 2) last.words += text.data[place];
    else if (box.width > 0) found.push({ words: text.data[place] ?? "", left: box.left, middle });
  }
  return found;
}

const fontOf = (style: CSSStyleDeclaration) =>
  `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
const isClear = (colour: string): boolean => colour === "transparent" || /[,/]\s*0\)$/.test(colour);
