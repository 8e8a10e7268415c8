import type { Translation } from "../../shared/i18n.ts";
import { alerts } from "./de/alerts.ts";
import { board } from "./de/board.ts";
import { common } from "./de/common.ts";
import { hands } from "./de/hands.ts";
import { hours } from "./de/hours.ts";
import { inbox } from "./de/inbox.ts";
import { promises } from "./de/promises.ts";
import { routing } from "./de/routing.ts";
import { settings } from "./de/settings.ts";
import type { en } from "./en.ts";

export const de: Translation<typeof en> = {
  ...common,
  ...inbox,
  ...hands,
  ...hours,
  ...board,
  ...alerts,
  ...promises,
  ...routing,
  ...settings,
};
