import type { Translation } from "../../shared/i18n.ts";
import type { en } from "./en.ts";
import { alerts } from "./it/alerts.ts";
import { board } from "./it/board.ts";
import { common } from "./it/common.ts";
import { hands } from "./it/hands.ts";
import { hours } from "./it/hours.ts";
import { inbox } from "./it/inbox.ts";
import { promises } from "./it/promises.ts";
import { routing } from "./it/routing.ts";
import { settings } from "./it/settings.ts";

export const it: Translation<typeof en> = {
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
