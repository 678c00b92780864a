/** The little of XML 1.0 that the exporters write. */

/** An XML element; its children are elements already written. `null` attributes are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | null>>,
  children: readonly string[] | string = [],
): string {
  const head = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join("");
  const body = typeof children === "string" ? escapeXml(children) : children.map((child) => `\n${child}`).join("");
  if (body === "") return `<${name}${head}/>`;
  return `<${name}${head}>${body}${typeof children === "string" ? "" : "\n"}</${name}>`;
}

/** {@link element} in pieces, for children that are too many to hold; each child comes in pieces too. */
export function* elementPieces(
  name: string,
  attributes: Readonly<Record<string, string | number | null>>,
  children: Iterable<Iterable<string>>,
): Generator<string> {
  const start = element(name, attributes);
  let isEmpty = true;
  for (const child of children) {
    yield isEmpty ? `${start.slice(0, -2)}>\n` : "\n";
    yield* child;
    isEmpty = false;
  }
  yield isEmpty ? start : `\n</${name}>`;
}

/** Text for element content or a quoted attribute. Characters that XML 1.0 cannot hold become U+FFFD. */
export function escapeXml(text: string): string {
  if (/^[\w .:>/+-]*$/.test(text)) return text.replaceAll(">", "&gt;");
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/[&<>"\t\n\r]/g, (character) => entities[character]);
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

export const xmlHeader = '<?xml version="1.0" encoding="UTF-8"?>';
