import tokens from "../../../shared/tokens.css?inline";
import ui from "../../../shared/ui.css?inline";
import front from "../../../widget/front/front.css?inline";
import talk from "../../../widget/talk/talk.css?inline";

// On a visitor's page it is pinned to the window; here it stands in its frame.
const framed = `
  .cw.cw { position: relative; inline-size: 100%; max-inline-size: 24rem; block-size: 32rem; animation: none; }
  .cw-home { display: grid; align-content: end; }
  .launcher { display: grid; place-items: center; inline-size: 3.5rem; block-size: 3.5rem; border-radius: 50%; background: var(--brand-fill); color: var(--on-brand); box-shadow: var(--shadow-2); margin-block-start: .75rem; }
  .launcher .i { inline-size: 1.75rem; block-size: 1.75rem; }
  .dock { display: grid; } .right { justify-items: end; } .left { justify-items: start; }
`;

/** The element's shadow root with the widget's sheets, made once. */
export function shadowOf(host: HTMLElement): ShadowRoot {
  if (host.shadowRoot) return host.shadowRoot;
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [tokens, ui, front, talk, framed].map((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return sheet;
  });
  return root;
}
