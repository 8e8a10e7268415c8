import tokens from "../../../shared/tokens.css?inline";
import ui from "../../../shared/ui.css?inline";
import front from "../../../widget/front/front.css?inline";
import rating from "../../../widget/talk/rating.css?inline";
import talk from "../../../widget/talk/talk.css?inline";

// On a visitor's page it is pinned to the window; here it stands in its frame.
const framed = `
  .cw.cw { position: relative; inline-size: 100%; max-inline-size: 24rem; block-size: 32rem; animation: none; }
  .cw-home { display: grid; align-content: end; }
  .launcher { display: grid; place-items: center; inline-size: 3.5rem; block-size: 3.5rem; border-radius: 50%; background: var(--brand-fill); color: var(--on-brand); box-shadow: var(--shadow-2); margin-block-start: .75rem; }
  .launcher .i { inline-size: 1.75rem; block-size: 1.75rem; }
  :host(.as-phone) .cw.cw { block-size: 40rem; margin: 0; border-radius: 0; border: 0; box-shadow: none; max-inline-size: none; } :host(.as-phone) .cw + .launcher { display: none; } :host(.as-phone) .dock:not(:has(.cw)) { block-size: 40rem; align-content: end; padding: 20px; }
  .dock { display: grid; } .right { justify-items: end; } .left { justify-items: start; }
`;

/** The element's shadow root with the widget's sheets, made once. */
export function shadowOf(host: HTMLElement): ShadowRoot {
  if (host.shadowRoot) return host.shadowRoot;
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [tokens, ui, front, talk, rating, framed].map((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return sheet;
  });
  return root;
}
