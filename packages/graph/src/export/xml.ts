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

/** Text for element content or a quoted attribute. Characters that XML 1.0 cannot hold become U+FFFD. */
export function escapeXml(text: string): string {
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
