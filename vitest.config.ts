import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    exclude: ["node_modules/**", "dist/**"],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // Load tests share two cores with whatever runs beside them: one file at a time keeps them honest.
    fileParallelism: false,
  },
});
