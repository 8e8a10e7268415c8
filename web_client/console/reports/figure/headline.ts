import { daysShown } from "../filters.ts";
import type { Frame } from "../frame.ts";
import type { Kpi } from "../kinds.ts";
import { periodWords } from "../period_chip.tsx";
import { nameOf } from "../registry.ts";

/** What a picture is of, once it has left the page: "First response, people: By day, 2 – 29 Nov". */
export const headlineOf = (frame: Frame, kpi: Kpi, title: string): string =>
  `${nameOf(kpi)}: ${title}, ${periodWords(daysShown(frame.filters, frame.today))}`;
