import { expect, test, vi } from "vitest";
import { Api, withQuery } from "./api.ts";

type Asked = { path: string; init: RequestInit };

/** A network that answers in turn, and remembers what it was asked. */
function network(...answers: (Response | null)[]) {
  const asked: Asked[] = [];
  const fetch = async (path: string | URL | Request, init?: RequestInit) => {
    asked.push({ path: String(path), init: init ?? {} });
    const answer = answers.shift();
    if (!answer) throw new TypeError("no network");
    return answer;
  };
  return { asked, fetch: fetch as typeof globalThis.fetch };
}

const json = (body: object, status = 200) => new Response(JSON.stringify(body), { status });
const none = () => {};

test("a write carries the CSRF token, a read does not", async () => {
  const { asked, fetch } = network(json({}), json({}));
  const api = new Api({ csrf: () => "secret", signedOut: none, fetch });
  await api.get("/me");
  await api.post("/teams", { name: "Support" });
  const sent = asked.map((one) => (one.init.headers as Record<string, string>)["X-CSRF-Token"]);
  expect(sent).toEqual([undefined, "secret"]);
  expect(asked[1]?.path).toBe("/api/v1/teams");
});

test("no answer and a refusal are answers, not errors", async () => {
  const { fetch } = network(null, json({ error: { code: "conflict", message: "taken" } }, 409));
  const api = new Api({ csrf: () => null, signedOut: none, fetch });
  expect(await api.get("/me")).toMatchObject({ ok: false, problem: { code: "offline" } });
  expect(await api.get("/me")).toMatchObject({ ok: false, problem: { code: "conflict" } });
});

test("what has to be worked out is waited for longer than all else", async () => {
  const longest = vi.spyOn(AbortSignal, "timeout");
  const { fetch } = network(json({}), json({}));
  const api = new Api({ csrf: () => null, signedOut: none, fetch });
  await api.get("/me");
  await api.workedOut("/kpis/frt");
  expect(longest.mock.calls).toEqual([[10_000], [60_000]]);
  longest.mockRestore();
});

test("an answer that breaks off is none", async () => {
  const { fetch } = network(new Response('{"today": {'), json({ today: {} }));
  const api = new Api({ csrf: () => null, signedOut: none, fetch });
  expect(await api.get("/queue")).toMatchObject({ ok: false, problem: { code: "offline" } });
  expect(await api.get("/queue")).toEqual({ ok: true, value: { today: {} } });
});

test("an ended session is told, a wrong password is not one", async () => {
  let told = 0;
  const no = () => json({ error: { code: "unauthorized", message: "no" } }, 401);
  const { fetch } = network(no(), no());
  const api = new Api({ csrf: () => null, signedOut: () => void told++, fetch });
  await api.post("/login", {});
  expect(told).toBe(0);
  await api.get("/teams");
  expect(told).toBe(1);
});

test("a list is fetched page by page", async () => {
  const { asked, fetch } = network(json({ items: [1, 2], next: "abc" }), json({ items: [3], next: null }));
  const api = new Api({ csrf: () => null, signedOut: none, fetch });
  expect(await api.all("/teams")).toEqual({ ok: true, value: [1, 2, 3] });
  expect(asked.map((one) => one.path)).toEqual(["/api/v1/teams", "/api/v1/teams?cursor=abc"]);
});

test("a query leaves out what is empty and escapes the rest", () => {
  expect(withQuery("/a?b=1", { c: "x y&z", d: "", e: null })).toBe("/a?b=1&c=x+y%26z");
});
