import { render } from "preact";
import "../shared/look.css";
import "./css/console.css";
import { App } from "./app.tsx";
import { speak, wantedLanguages } from "./words.ts";

async function start(): Promise<void> {
  await speak(wantedLanguages());
  const place = document.getElementById("app");
  if (place) render(<App />, place);
}

void start();
