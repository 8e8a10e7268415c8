// As GET /kpis and its like give them. Durations in seconds, shares in per cent, instants in ms.

/** `mean`: of counts. The server says `count` of both; `unitOf` tells them apart. */
export type Unit = "s" | "%" | "count" | "mean" | "points" | "score" | "money";
export type Clock = "wall" | "business";

/** A KPI as the registry says it. */
export type Kpi = {
  id: string;
  version: number;
  name: string;
  definition: string;
  formula?: string;
  population?: string;
  unit: Unit;
  better: "lower" | "higher" | "neither";
  target?: number | null;
  clocks: readonly Clock[];
  attributions: readonly string[];
  by_agent: string | null;
  /** What it can be split and filtered by. */
  by?: readonly string[];
  options: Record<string, string>;
  /** The option that holds anyway. */
  default: string;
  /** Options that go with no other. */
  alone: readonly string[];
  /** Of each of these options at most one. */
  either: readonly (readonly string[])[];
};

export type Stats = {
  value: number | null;
  n: number;
  /** Of a share: how many of n. */
  part?: number;
  excluded?: Record<string, number>;
  pending?: number;
  oldest_pending?: number | null;
  low_n?: boolean;
  ci?: readonly [number, number] | null;
  mean?: number | null;
  p50?: number | null;
  p90?: number | null;
  p95?: number | null;
  max?: number | null;
  wall?: number | null;
  business?: number | null;
  distribution?: Record<string, number>;
  rank?: number | null;
  /** Of channels: which one the value is the share of. */
  preferred?: string | null;
  /** Why there is no value, where it is not for want of cases. */
  reason?: string | null;
};
export type KeyPart = string | number | null;
export type Group = Stats & { key: KeyPart | readonly KeyPart[] };
export type Before = Stats & { from: number; to: number };
export type Verdict = "met" | "missed" | "too_close";

export type Figure = Stats & {
  id: string;
  version: number;
  unit: Unit;
  clock: Clock;
  attribution: string;
  options: readonly string[];
  from: number | null;
  to: number | null;
  tz: string;
  as_of: number;
  groups: readonly Group[];
  before?: Before | null;
  target?: number | null;
  verdict?: Verdict | null;
  /** Which of the segments the verdict is about; null: the whole. */
  judged?: string | null;
  segments?: Record<string, Stats>;
  /** The same by channel. */
  channels?: Record<string, Stats>;
  /** Of channels: each with its share, the greatest first. */
  ranking?: readonly (readonly [string, number])[];
};

export type Row = {
  conversation: string | null;
  visitor: string | null;
  at: number | null;
  value: number | null;
  agent: string | null;
};
/** Of the rows behind a figure: by time, or by what each is worth. */
export type Order = "newest" | "highest" | "lowest";
export type Rows = { total: number; items: readonly Row[]; next: string | null };
