import { describe, expect, it } from "vitest";
import { changed, choicesOf } from "./variants.ts";

const kpi = (options: string[], more: { default?: string; alone?: string[]; either?: string[][] }) => ({
  options: Object.fromEntries(options.map((one) => [one, one])),
  default: "",
  alone: [],
  either: [],
  ...more,
});
const PER = ["per=day", "per=week", "per=agent"];
const average = kpi([...PER, "open_days"], { default: "per=day", alone: ["per=agent"], either: [PER] });

describe("variants of a definition", () => {
  it("are a choice where one excludes the others, and on or off where not", () => {
    const choices = [{ name: "per", usual: "per=day", variants: ["per=week", "per=agent"] }];
    expect(choicesOf(average)).toEqual({ choices, switches: ["open_days"] });
  });

  it("are several choices where several things are set", () => {
    const level = kpi(["formula=1", "formula=2", "within=10", "within=20"], {
      either: [
        ["formula=1", "formula=2"],
        ["within=10", "within=20"],
      ],
    });
    expect(choicesOf(level).choices.map(({ name }) => name)).toEqual(["formula", "within"]);
    expect(changed(level, ["formula=1"], level.either[1] ?? [], "within=20")).toEqual([
      "formula=1",
      "within=20",
    ]);
  });

  it("stand in one place only, also where two exclude each other for two reasons", () => {
    const time = kpi(["net", "first", "inactive"], {
      either: [
        ["net", "first"],
        ["first", "inactive"],
      ],
    });
    expect(choicesOf(time)).toEqual({
      choices: [{ name: null, usual: null, variants: ["net", "first"] }],
      switches: ["inactive"],
    });
    expect(changed(time, ["first"], [], "inactive")).toEqual(["inactive"]);
  });

  it("keep what goes with the one that is chosen, and leave the rest", () => {
    expect(changed(average, ["open_days"], PER, "per=week")).toEqual(["open_days", "per=week"]);
    expect(changed(average, ["per=week"], [], "open_days")).toEqual(["per=week", "open_days"]);
    expect(changed(average, ["per=week", "open_days"], PER, "per=agent")).toEqual(["per=agent"]);
    expect(changed(average, ["per=agent"], [], "open_days")).toEqual(["open_days"]);
    expect(changed(average, ["per=week", "open_days"], PER, null)).toEqual(["open_days"]);
  });
});
