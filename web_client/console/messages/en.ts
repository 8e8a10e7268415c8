import { board } from "./en/board.ts";
import { common } from "./en/common.ts";
import { inbox } from "./en/inbox.ts";
import { settings } from "./en/settings.ts";

export const en = { ...common, ...inbox, ...board, ...settings };
