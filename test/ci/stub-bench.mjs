#!/usr/bin/env node
// Stands where `bench` would: notes how it was called, writes what --output asks for, ends as it is told to.
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";

const args = process.argv.slice(2);
const [command] = args;
const told = JSON.parse(process.env.STUB_BENCH ?? "{}");
appendFileSync(process.env.STUB_LOG, `${JSON.stringify({ args, cwd: process.cwd() })}\n`);

const { code = 0, outcome = "ok", writes = true } = told[args.join(" ")] ?? told[command] ?? {};
if (args.includes("--out") && command === "run")
  mkdirSync(`${args[args.indexOf("--out") + 1]}/latest`, { recursive: true });
for (const [index, arg] of args.entries()) {
  if (arg !== "--output" || !writes) continue;
  const [format, ...path] = args[index + 1].split("=");
  writeFileSync(path.join("="), format === "json" ? JSON.stringify({ outcome }) : format);
}
if (command !== "run" && writes)
  appendFileSync(process.env.GITHUB_STEP_SUMMARY, `### ${command}: ${outcome}\n`);
process.exitCode = code;
