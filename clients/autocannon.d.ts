/** The part of autocannon that the saturator uses; the package brings no types. Its latencies are left out on purpose. */
declare module "autocannon" {
  interface Options {
    readonly url: string;
    readonly connections: number;
    /** Seconds. */
    readonly duration: number;
    readonly headers: Readonly<Record<string, string>>;
    /** Whether to leave out the summary at the end, latencies and all. */
    readonly skipAggregateResult: boolean;
  }
  interface Instance {
    on(event: "response", listener: (client: unknown, status: number) => void): this;
    on(event: "reqError" | "error", listener: (error: Error) => void): this;
    stop(): void;
  }
  export default function autocannon(options: Options, done: (error: Error | null) => void): Instance;
}
