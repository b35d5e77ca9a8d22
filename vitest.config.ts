import { defineConfig } from "vitest/config";

const shared = {
  // Nothing of a file's tests outlives it: one process takes many files, which halves their time.
  isolate: false,
  exclude: ["node_modules/**", "dist/**"],
  testTimeout: 20_000,
  hookTimeout: 30_000,
};

/** Tests of what this machine can do: whatever ran beside them would be in their figures. */
const MEASURING = [
  "test/validation/validation.test.ts",
  "test/contract/**/*.test.ts",
  "test/end-to-end/quick.test.ts",
  "test/cli/run.test.ts",
  "test/cli/netns.test.ts",
  "test/docs/**/*.test.ts",
];

/** Tests that start programs of their own, and mostly wait for them. */
const PROCESSES = ["test/**/*.test.ts", "**/readme.test.ts"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: "units",
          include: ["**/*.test.ts"],
          exclude: [...shared.exclude, ...PROCESSES],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: "together",
          include: PROCESSES,
          exclude: [...shared.exclude, ...MEASURING],
          // They wait: three keep two cores busy.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...shared,
          name: "alone",
          include: MEASURING,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
