import { reportsPath } from "../../routes.ts";

export const dashboardPath = (id?: string): string => reportsPath(id ? ["dashboards", id] : ["dashboards"]);
