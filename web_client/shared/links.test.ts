import { expect, test } from "vitest";
import { linked } from "./links.ts";

const hrefs = (text: string) => linked(text).flatMap((part) => part.href ?? []);

test("a text comes out whole, link or not", () => {
  const text = "See https://shop.example/a?b=1, or write to ada@shop.example. Thank you!";
  expect(
    linked(text)
      .map((part) => part.text)
      .join(""),
  ).toBe(text);
  expect(hrefs(text)).toEqual(["https://shop.example/a?b=1", "mailto:ada@shop.example"]);
});

test("brackets and stops around an address are the sentence's", () => {
  expect(hrefs("(https://shop.example/x).")).toEqual(["https://shop.example/x"]);
  expect(hrefs("https://en.example/Kettle_(tea)")).toEqual(["https://en.example/Kettle_(tea)"]);
  expect(hrefs("www.shop.example!")).toEqual(["https://www.shop.example"]);
  expect(hrefs("tel:+49-30-1234")).toEqual(["tel:+49-30-1234"]);
});

test.each([
  "javascript:alert(1)",
  "JaVa\tscript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:msgbox",
  "blob:https//x",
  "file:///etc/passwd",
  "&#106;avascript:alert(1)",
  "![x](javascript:alert(1))",
  "http://",
  "tel:javascript",
])("%s stays text", (text) => {
  expect(hrefs(text)).toEqual([]);
});
