import type { Translation } from "../../shared/i18n.ts";
import type { en } from "./en.ts";
import { alerts } from "./pl/alerts.ts";
import { board } from "./pl/board.ts";
import { common } from "./pl/common.ts";
import { hands } from "./pl/hands.ts";
import { hours } from "./pl/hours.ts";
import { inbox } from "./pl/inbox.ts";
import { promises } from "./pl/promises.ts";
import { routing } from "./pl/routing.ts";
import { settings } from "./pl/settings.ts";

export const pl: Translation<typeof en> = {
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
