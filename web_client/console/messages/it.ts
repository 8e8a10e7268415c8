import type { Translation } from "../../shared/i18n.ts";
import type { en } from "./en.ts";
import { board } from "./it/board.ts";
import { common } from "./it/common.ts";
import { inbox } from "./it/inbox.ts";
import { settings } from "./it/settings.ts";

export const it: Translation<typeof en> = { ...common, ...inbox, ...board, ...settings };
