import { visible } from "./clean.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

const entities = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);

/** Attributes of an element; one that is undefined is left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element of an XML document: escaped text, or elements, one a line. */
export function element(name: string, attributes: Attributes, content?: string | readonly string[]): string {
  const start = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${entities(visible(String(value)))}"`)
    .join("");
  if (content === undefined || content.length === 0) return `<${name}${start}/>`;
  const inside = typeof content === "string" ? linesOf(content) : `\n${content.join("\n")}\n`;
  return `<${name}${start}>${inside}</${name}>`;
}

/** Text whose own line feeds stay, every line made visible and escaped. */
function linesOf(text: string): string {
  return text
    .split("\n")
    .map((line) => entities(visible(line)))
    .join("\n");
}
