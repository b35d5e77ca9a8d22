import { expect, it } from "vitest";
import { headerFields } from "./header-fields.ts";

it("are a browser's, without the two lines that the client writes itself", () => {
  const fields = headerFields("browser", 0);
  expect(fields).toMatchObject({
    "User-Agent": expect.stringContaining("Chrome/"),
    Referer: "http://127.0.0.1/",
    "Accept-Encoding": "gzip, deflate, br, zstd",
  });
  expect(Object.keys(fields).map((name) => name.toLowerCase())).not.toContain("connection");
  expect(Object.keys(fields).map((name) => name.toLowerCase())).not.toContain("host");
});

it("are nothing when lean, apart from a cookie of the length asked for", () => {
  expect(headerFields("lean", 0)).toEqual({});
  expect(headerFields("lean", 20).Cookie).toHaveLength(20);
});
