// The script that a page embeds. It shows the launcher and fetches the rest once the visitor opens the chat,
// or has opened it before in this browser. Until then nothing is stored, and only the look is asked for.

import { chosenLanguage, directionOf } from "../shared/i18n.ts";
import { chat as bubble } from "../shared/icons.ts";
import style from "./loader.css?inline";
import type { Call, Interface, Look, Place } from "./place.ts";

/** Where the interface of each language is, below the script; known once they are built. */
declare const __INTERFACES__: Record<string, string>;

type Global = { (...call: Call): void; q?: ArrayLike<unknown>[]; there?: boolean };
const page = window as typeof window & { ChatButler?: Global };
const script = (document.currentScript ?? document.querySelector("script[data-site]")) as HTMLScriptElement;

const OPEN: Record<string, string> = {
  en: "Open chat",
  de: "Chat öffnen",
  it: "Apri la chat",
  pl: "Otwórz czat",
};

function start({ site = "", team, topic, locale, launcher: shown }: DOMStringMap): void {
  const base = new URL(".", script.src).href;
  const key = `chat-butler:${site}`;
  const wanted = locale ? [locale] : [...navigator.languages];
  const host = document.createElement("chat-butler");
  const root = host.attachShadow({ mode: "open" });
  const dock = root.appendChild(document.createElement("div"));
  const launcher = dock.appendChild(document.createElement("button"));
  const calls: Call[] = [];
  let look: Look = {};
  let tries = 0;
  let isLoading = false;
  let run: Interface | undefined;
  let turn: ReturnType<typeof setTimeout> | undefined;

  function kept(): string {
    try {
      return localStorage.getItem(key) ?? "";
    } catch {
      // Storage that may not be read holds nothing of ours.
      return "";
    }
  }

  function place(): Place {
    const language = chosenLanguage([...wanted, look.locale ?? ""], Object.keys(__INTERFACES__));
    const asked = wanted[0] ?? language;
    const direction = directionOf(locale ?? language);
    return {
      site,
      team,
      topic,
      base,
      key,
      locale: asked,
      language,
      direction,
      look,
      host,
      root,
      dock,
      launcher,
      show,
    };
  }

  function load(): void {
    launcher.ariaBusy = "true";
    if (isLoading) return;
    isLoading = true;
    fetchInterface()
      .catch(() => {
        isLoading = false;
      })
      .finally(() => {
        launcher.ariaBusy = "false";
      });
  }

  async function fetchInterface(): Promise<void> {
    await looked;
    const here = place();
    // A module that failed once is not fetched again under the same address.
    const url = base + __INTERFACES__[here.language] + (tries++ ? `?${tries}` : "");
    const { mount } = await import(/* @vite-ignore */ url);
    run = mount(here) as Interface;
    for (const call of calls.splice(0)) run(call);
  }

  async function looks(cache?: RequestCache): Promise<void> {
    try {
      const answer = await fetch(`${base}look/${site}${team ? `?team=${encodeURIComponent(team)}` : ""}`, {
        credentials: "omit",
        cache,
      });
      look = await answer.json();
      clearTimeout(turn);
      if (look.turns_at)
        turn = setTimeout(looks, Math.min(Math.max(look.turns_at - Date.now(), 6e4), 2e9), "no-cache");
    } catch {}
    show();
  }

  function show(): void {
    const { language } = place();
    const { brand = "", position = "" } = look.look ?? {};
    // By script, so that it holds on pages that forbid inline styles.
    if (CSS.supports("color", brand)) host.style.setProperty("--brand", brand);
    host.className = position;
    dock.lang = language;
    // Who has a conversation here keeps his way to it.
    launcher.hidden = shown === "off" || (look.hidden === true && !kept().includes('"about"'));
    if (!run) launcher.ariaLabel = OPEN[language] ?? "Open chat";
    if (!host.isConnected) document.documentElement.append(host);
  }

  const chat: Global = (...call) => {
    if (run) return run(call);
    calls.push(call);
    if (/^(open|toggle|message)$/.test(call[0])) load();
    if (/^(hide|show)$/.test(call[0])) host.hidden = call[0] === "hide";
  };
  chat.there = true;

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];
  dock.className = "dock";
  dock.role = "complementary";
  dock.ariaLabel = "Chat";
  launcher.className = "launcher";
  launcher.type = "button";
  launcher.ariaExpanded = "false";
  launcher.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${bubble}"/></svg>`;
  launcher.onclick = () => chat("toggle");

  const looked = looks();
  for (const queued of [...(page.ChatButler?.q ?? [])]) chat(...([...Array.from(queued)] as unknown as Call));
  page.ChatButler = chat;
  if (kept()) (page.requestIdleCallback ?? setTimeout)(load);
  document.addEventListener("visibilitychange", () => {
    if ("hidden" in look && !document.hidden) void looks();
  });
}

if (script && !page.ChatButler?.there) start({ ...script.dataset });
