import { describe, expect, it } from "vitest";
import { BenchError, ERROR_CODES, type ErrorCode, EXIT, toErrorData } from "./errors.ts";

describe("BenchError", () => {
  it.each([
    ["USAGE", 2], // what the caller can change
    ["OUT_UNWRITABLE", 2],
    ["LIMIT_TOO_LOW", 2],
    ["ROLE_DIED", 1], // what the program or the machine did
    ["INTERNAL", 1],
  ] as const)("with code %s ends the program with %d", (code, exitCode) => {
    expect(new BenchError(code, "no").exitCode).toBe(exitCode);
  });

  it("has an exit code for each of its codes", () => {
    const exits: number[] = Object.values(EXIT);
    for (const code of Object.keys(ERROR_CODES) as ErrorCode[]) {
      expect(exits).toContain(new BenchError(code, "no").exitCode);
    }
  });

  it("keeps what caused it", () => {
    const cause = new Error("disk full");
    expect(new BenchError("OUT_UNWRITABLE", "no", { cause }).cause).toBe(cause);
    expect("cause" in new BenchError("OUT_UNWRITABLE", "no")).toBe(false);
  });

  it.each([
    ["with a hint", new BenchError("WIRE", "bad byte", { hint: "look" })],
    ["without a hint", new BenchError("WIRE", "bad byte")],
  ])("%s survives a process boundary", (_what, error) => {
    const crossed = BenchError.fromData(JSON.parse(JSON.stringify(error.toData())));

    expect(crossed).toBeInstanceOf(BenchError);
    expect(crossed.toData()).toEqual(error.toData());
    expect(crossed.hint).toBe(error.hint);
  });
});

describe("toErrorData", () => {
  it("takes a BenchError as it is", () => {
    const error = new BenchError("WIRE", "bad byte", { hint: "look" });
    expect(toErrorData(error)).toEqual({ code: "WIRE", message: "bad byte", hint: "look" });
  });

  it("makes any other error a fault of the program, with its stack", () => {
    const error = new TypeError("x is not a function");
    expect(toErrorData(error)).toEqual({
      code: "INTERNAL",
      message: "x is not a function",
      hint: error.stack,
    });
  });

  it.each([
    ["text", "text"],
    [undefined, "undefined"],
    [42, "42"],
  ])("takes %j, thrown as it is, by its text", (thrown, message) => {
    expect(toErrorData(thrown)).toEqual({ code: "INTERNAL", message });
  });
});
