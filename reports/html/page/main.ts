import type { Chart } from "chart.js";
import type { PageView } from "../view.ts";
import { draw } from "./charts.ts";
import { currentTheme } from "./theme.ts";

const root = document.documentElement;
const textOf = (id: string): string => document.getElementById(id)?.textContent ?? "";
const view = JSON.parse(textOf("view")) as PageView;
let charts: Chart[] = [];

/** Draws every chart in the colours of the moment. */
function drawAll(): void {
  for (const chart of charts) chart.destroy();
  const theme = currentTheme();
  charts = Object.entries(view).flatMap(([id, chart]) => {
    const canvas = document.getElementById(id);
    return canvas instanceof HTMLCanvasElement ? [draw(canvas, chart, theme)] : [];
  });
}

/** Paper is light whatever the screen is, and its charts must be drawn before the page is laid out for it. */
function onPaper(printing: boolean): void {
  if (root.hasAttribute("data-print") === printing) return;
  root.toggleAttribute("data-print", printing);
  drawAll();
}

function offerDownload(): void {
  const button = document.getElementById("download");
  if (button === null) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([textOf("result")], { type: "application/json" }));
    link.download = "result.json";
    link.click();
    URL.revokeObjectURL(link.href);
  });
}

function offerCopy(): void {
  const button = document.getElementById("copy");
  if (button === null || navigator.clipboard === undefined) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(textOf("command"));
      button.textContent = "Copied";
    } catch {
      // Without permission the command is selected, and the reader's own keys copy it.
      getSelection()?.selectAllChildren(document.getElementById("command")!);
    }
  });
}

// With the charts drawn, the tables under them can wait until they are asked for.
root.classList.add("scripted");
for (const details of document.querySelectorAll("details")) details.open = false;
drawAll();
offerDownload();
offerCopy();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
matchMedia("print").addEventListener("change", ({ matches }) => onPaper(matches));
addEventListener("beforeprint", () => onPaper(true));
addEventListener("afterprint", () => onPaper(false));
