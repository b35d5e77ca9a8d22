import { defineConfig } from "vitest/config";

const shared = {
  exclude: ["node_modules/**", "dist/**"],
  testTimeout: 20_000,
  hookTimeout: 30_000,
};

/** Tests of what this machine can do: whatever ran beside them would be in their figures. */
const MEASURING = [
  "test/validation/**/*.test.ts",
  "test/browser/**/*.test.ts",
  "test/contract/**/*.test.ts",
  "test/end-to-end/quick.test.ts",
  "test/end-to-end/package.test.ts",
  "test/cli/capacity.test.ts",
  "test/cli/run.test.ts",
  "test/cli/netns.test.ts",
  "test/docs/**/*.test.ts",
  "test/gate/**/*.test.ts",
  "test/cli/doctor.test.ts",
  "test/cli/micro.test.ts",
  "test/ci/gate.test.ts",
];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: "together",
          include: ["**/*.test.ts"],
          exclude: [...shared.exclude, ...MEASURING],
          maxWorkers: 2,
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
