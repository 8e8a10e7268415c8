/** As GET /staffing gives it; see server/rest/staffing/needed.py. */
export type Cell = {
  date: string;
  time: string;
  at: number | null;
  /** Minutes. */
  open: number;
  basis: "cell" | "kind" | "all" | "holiday" | "last_week" | null;
  mean: number | null;
  low95: number | null;
  high95: number | null;
  low80: number | null;
  high80: number | null;
  upper: number | null;
  came: number | null;
  handling: number | null;
  at_work: number | null;
  needed: number | null;
  rostered: number;
  gap: number | null;
  level: number | null;
  occupancy: number | null;
};

export type Day = {
  date: string;
  usual: boolean;
  mean: number | null;
  low95: number | null;
  high95: number | null;
  needed_hours: number | null;
  rostered_hours: number;
  level: number | null;
};

export type Staffing = {
  week: string;
  tz: string;
  minutes: number;
  goal: { target: number; within: number; cap: number | null };
  model: "slots" | "factor";
  slots: number;
  patience: { seconds: number | null; measured: number | null; gave_up: number };
  shrinkage: { percent: number; measured: number | null; planned_hours: number };
  handling: { seconds: number | null; given: boolean; n: number; at: number | null; together: number | null };
  history: {
    from: string | null;
    days: number;
    weeks: number;
    arrivals: number;
    open_hours: number;
    per_hour: number | null;
    per_hour_low: number | null;
    per_hour_high: number | null;
    enough: boolean;
  };
  check: {
    n: number;
    coverage: number | null;
    fair: boolean | null;
    mase: number | null;
    falls_back: boolean;
  };
  cells: Cell[];
  days: Day[];
};

export type Shift = { id?: string; agent: string; from: number; to: number; kind: "work" | "off" };
export type Roster = { from: number; to: number; tz: string; items: Shift[] };

export type Imported = {
  stored: boolean;
  shifts: number;
  agents: number;
  replaces: number;
  from: number | null;
  to: number | null;
  broken_lines: number;
  broken: { line: number; problem: string }[];
};

/** The mean of the weeks with its 95 % interval; where one more week would lie. */
export type Estimate = { mean: number; low: number; high: number; week_low: number; week_high: number };

export type Compared = {
  name: "frt" | "service_level" | "abandonment" | "occupancy" | "slot_occupancy";
  real: number | null;
  as_it_is: Estimate | null;
  changed: Estimate | null;
  change: Estimate | null;
  reproduced: boolean | null;
  verdict: "better" | "worse" | "other" | "chance" | null;
};

export type WhatIfOutcome = {
  weeks: number;
  came: number;
  came_changed: number;
  figures: Compared[];
  notes: string[];
};

/** As GET /what-if gives it. */
export type WhatIfState = {
  state: "none" | "running" | "done" | "failed" | "cancelled";
  asked: { week: string; tz: string } | null;
  done: number;
  total: number;
  result: WhatIfOutcome | null;
  problem: string | null;
};
