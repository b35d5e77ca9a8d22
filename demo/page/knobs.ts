import { DEMO_ARRIVALS, type DemoArrivals, type DemoSettings, type NumberSetting } from "../protocol.ts";
import { element, setText } from "./dom.ts";

/** A setting that is a number, as a slider over values that make sense. */
interface Knob {
  readonly setting: NumberSetting;
  readonly label: string;
  readonly stops: readonly number[];
  readonly says: (value: number) => string;
}

/** Every slider, each stop a value that the server takes. */
export const KNOBS: readonly Knob[] = [
  {
    setting: "rate",
    label: "Event rate",
    stops: [0.2, 0.5, 1, 2, 3, 4, 5, 8, 10, 12, 15, 20, 30, 50, 100],
    says: (value) => `${value}/s`,
  },
  {
    setting: "pollIntervalMs",
    label: "Poll interval",
    stops: [100, 150, 200, 250, 300, 400, 500, 700, 1000, 1500, 2000, 3000, 5000, 10_000],
    says: (value) => (value < 1000 ? `${value}\u00a0ms` : `${value / 1000}\u00a0s`),
  },
  {
    setting: "delayMs",
    label: "Link delay",
    stops: [0, 5, 10, 20, 30, 40, 60, 80, 100, 110, 120, 130, 140, 150, 200, 300, 500, 1000],
    says: (value) => `${value}\u00a0ms`,
  },
  {
    setting: "jitterMs",
    label: "Jitter ±",
    stops: [0, 5, 8, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500],
    says: (value) => `${value}\u00a0ms`,
  },
  {
    setting: "payloadBytes",
    label: "Payload",
    stops: [16, 64, 160, 512, 1024, 2048, 4096],
    says: (value) => `${value}\u00a0B`,
  },
  {
    setting: "clients",
    label: "Clients, each lane",
    stops: [1, 2, 5, 10, 20, 50],
    says: String,
  },
];

const ARRIVALS: Readonly<Record<DemoArrivals, string>> = {
  periodic: "evenly",
  poisson: "at random",
  bursty: "in bursts",
};

/** The stop nearest to a value: the address may name one that no stop has. */
export function nearestStop(stops: readonly number[], value: number): number {
  let best = 0;
  for (const [i, stop] of stops.entries()) {
    if (Math.abs(stop - value) < Math.abs(stops[best]! - value)) best = i;
  }
  return best;
}

/** The controls. Tells of each change, and shows whatever the settings are. */
export class Knobs {
  readonly #sliders: readonly (Knob & { input: HTMLInputElement; output: HTMLOutputElement })[];
  readonly #radios: readonly HTMLInputElement[];

  constructor(root: HTMLElement, changed: (some: Partial<DemoSettings>) => void) {
    this.#sliders = KNOBS.map((knob) => {
      const id = `knob-${knob.setting}`;
      const output = element("output", { for: id });
      const input = element("input", {
        type: "range",
        id,
        min: "0",
        max: String(knob.stops.length - 1),
        step: "1",
        oninput: () => changed({ [knob.setting]: knob.stops[input.valueAsNumber]! }),
      });
      root.append(
        element("div", { class: "knob" }, element("label", { for: id }, knob.label), output, input),
      );
      return { ...knob, input, output };
    });
    this.#radios = DEMO_ARRIVALS.map((arrivals) =>
      element("input", {
        type: "radio",
        name: "arrivals",
        value: arrivals,
        id: `arrivals-${arrivals}`,
        onchange: () => changed({ arrivals }),
      }),
    );
    const order: readonly DemoArrivals[] = ["periodic", "poisson", "bursty"];
    root.append(
      element(
        "fieldset",
        { class: "knob choice" },
        element("legend", {}, "Events come"),
        element(
          "div",
          {},
          ...order.map((arrivals) =>
            element(
              "label",
              {},
              this.#radios[DEMO_ARRIVALS.indexOf(arrivals)]!,
              element("span", {}, ARRIVALS[arrivals]),
            ),
          ),
        ),
      ),
    );
  }

  show(settings: DemoSettings): void {
    for (const { setting, stops, says, input, output } of this.#sliders) {
      const value = settings[setting];
      const text = says(value);
      input.value = String(nearestStop(stops, value));
      input.setAttribute("aria-valuetext", text);
      setText(output, text);
    }
    for (const radio of this.#radios) radio.checked = radio.value === settings.arrivals;
  }
}
