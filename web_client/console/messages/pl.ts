import type { Translation } from "../../shared/i18n.ts";
import type { en } from "./en.ts";
import { board } from "./pl/board.ts";
import { common } from "./pl/common.ts";
import { inbox } from "./pl/inbox.ts";
import { settings } from "./pl/settings.ts";

export const pl: Translation<typeof en> = { ...common, ...inbox, ...board, ...settings };
