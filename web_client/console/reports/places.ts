import type { ComponentType } from "preact";
import type { ReportsRoute } from "../routes.ts";
import { supervises } from "../session/session.ts";
import { later } from "../ui/later.tsx";
import { say } from "../words.ts";
import { tell } from "./words.ts";

/** A line in the reports' navigation that leads elsewhere. */
export type Place = {
  href: string;
  label: () => string;
  isHere: (route: ReportsRoute) => boolean;
  /** Who may go there; everybody, if it is left out. */
  isFor?: () => boolean;
};

/** Pages that are no figures: what a desk made itself, staffing, replay. Each adds its own line. */
export const PLACES: readonly Place[] = [
  { href: "#/replay/floor", label: () => say("replay"), isHere: () => false, isFor: () => supervises.value },
  {
    href: "#/reports/dashboards",
    label: () => tell("saved_place"),
    isHere: (route) => route.path[0] === "dashboards",
  },
  {
    href: "#/reports/mailed",
    label: () => tell("mailed_place"),
    isHere: (route) => route.path[0] === "mailed",
    isFor: () => supervises.value,
  },
  {
    href: "#/reports/staffing",
    label: () => tell("staffing_place"),
    isHere: (route) => route.path[0] === "staffing",
    isFor: () => supervises.value,
  },
];

/** Pages below #/reports/ that have code of their own, by the first part of their path. */
export const PAGES: Readonly<Record<string, ComponentType<{ route: ReportsRoute }>>> = {
  dashboards: later(async () => (await import("./saved/page.tsx")).withWords()),
  mailed: later(async () => (await import("./saved/page.tsx")).withWords()),
  staffing: later(async () => (await import("../staffing/page.tsx")).withWords()),
};
