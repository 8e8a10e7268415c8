import { expect, test } from "vitest";
import { asked, type Sla, tagsOf } from "./slas.ts";

test("tags are read however they are separated, each once", () => {
  expect(tagsOf(" vip,  press   office,,vip , ")).toEqual(["vip", "press office"]);
  expect(tagsOf("")).toEqual([]);
});

test("the preview is asked about what is edited, and not about what only the list knows", () => {
  const sla = { id: "sla_1", version: 3, order: 2, name: "Usual", first_response: 60 } as Sla;
  expect(asked(sla)).toEqual({ name: "Usual", first_response: 60 });
});
