import type { Translation } from "../../shared/i18n.ts";
import { board } from "./de/board.ts";
import { common } from "./de/common.ts";
import { inbox } from "./de/inbox.ts";
import { settings } from "./de/settings.ts";
import type { en } from "./en.ts";

export const de: Translation<typeof en> = { ...common, ...inbox, ...board, ...settings };
