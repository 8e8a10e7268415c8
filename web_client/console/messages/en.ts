import { alerts } from "./en/alerts.ts";
import { board } from "./en/board.ts";
import { common } from "./en/common.ts";
import { hands } from "./en/hands.ts";
import { hours } from "./en/hours.ts";
import { inbox } from "./en/inbox.ts";
import { promises } from "./en/promises.ts";
import { routing } from "./en/routing.ts";
import { settings } from "./en/settings.ts";

export const en = {
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
