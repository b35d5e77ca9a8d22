import { defineConfig } from "vitest/config";

const shared = {
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

/** Programs of their own that a test starts, sockets and files: each file of these has a process to itself. */
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
          // Nothing of these outlives its file: one process takes many files, which halves their time.
          isolate: false,
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
          // Most of these wait for processes of their own: four keep two cores busy.
          maxWorkers: 4,
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
