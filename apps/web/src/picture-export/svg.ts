const named: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
// Control characters are no part of XML 1.0, however they are written.
const forbidden = /\p{Cc}/gu;

/** Text as it may stand in XML, also between quotation marks. */
export const escaped = (text: string): string =>
  text.replace(forbidden, " ").replace(/[&<>"]/g, (character) => named[character]);

/** A tenth of a pixel is more than can be seen. */
const written = (value: string | number) =>
  typeof value === "number" ? String(Math.round(value * 10) / 10) : escaped(value);

/** An element as text. @param children elements as text, already written */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly string[] = [],
): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${written(value)}"`);
  return children.length === 0
    ? `<${name}${pairs.join("")}/>`
    : `<${name}${pairs.join("")}>${children.join("")}</${name}>`;
}

/** One line of text. */
export const textLine = (text: string, attributes: Readonly<Record<string, string | number>>): string =>
  element("text", attributes, [escaped(text)]);
