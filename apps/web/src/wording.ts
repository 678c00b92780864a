import type { GraphNode, GraphSegment } from "@gipfel/contracts";
import type { GraphModel } from "./graph-model/graph-model.js";

const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** `1,804`. */
export const count = (value: number): string => grouped.format(value);

/** A share in percent, with as many digits as say something: `86 %`, `4.2 %`, `0.03 %`, `< 0.01 %`. */
export function percent(share: number): string {
  const value = share * 100;
  if (value === 0) return "0 %";
  if (value < 0.01) return "< 0.01 %";
  if (value >= 9.95) return `${Math.round(value)} %`;
  return `${value.toFixed(value >= 0.1 ? 1 : 2)} %`;
}

/** Three significant digits and a true minus sign: `−1.24`, `0.0312`, `1,290`, `2.1e−6`. */
export function amount(value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  if (size === 0) return "0";
  if (size < 1e-3) return sign + size.toExponential(1).replace("-", "−");
  if (size >= 999.5) return sign + count(size);
  return sign + size.toPrecision(3);
}

/** A figure between −1 and 1: `0.87`, `−0.20`. */
export const twoDecimals = (value: number): string => value.toFixed(2).replace("-", "−");

/** As {@link amount}, with `+` before what is above zero. */
export const signed = (value: number): string => (value > 0 ? `+${amount(value)}` : amount(value));

/** `1 class`, `1,804 classes`. */
export const counted = (value: number, one: string, more: string): string =>
  `${count(value)} ${value === 1 ? one : more}`;

/** What a node is called beside the name of its layer. */
export function nodeLabel(model: GraphModel, node: GraphNode): string {
  const role = model.layers.get(node.layer)?.role;
  if (role === "input") return "image";
  if (role === "output") return model.document.class.name;
  const own = model.names.get(node.id);
  if (own !== undefined) return own;
  return node.neurons.length === 1 ? `neuron ${node.neurons[0]}` : `concept ${numberOf(node)}`;
}

/** What a node is called on its own. */
export function nodeName(model: GraphModel, node: GraphNode): string {
  const label = nodeLabel(model, node);
  const hidden = model.layers.get(node.layer)?.role === "hidden";
  return hidden ? `${model.layerNames.get(node.layer)} · ${label}` : label;
}

function numberOf(node: GraphNode): string {
  return node.id.slice(node.id.lastIndexOf("/") + 1);
}

/** Shortens to at most `length` characters, from the middle, since both ends of a layer's name tell something. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const tail = Math.floor((length - 1) / 2);
  const head = Math.max(0, length - 1 - tail);
  return `${text.slice(0, head)}…${tail > 0 ? text.slice(-tail) : ""}`;
}

/** A message as a sentence of its own: `no such class` → `No such class.` */
export function sentence(message: string): string {
  const text = message.trim();
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`;
}

/** How the edges into a layer came about. */
export function segmentKind({ kind, steps }: Pick<GraphSegment, "kind" | "steps">): string {
  switch (kind) {
    case "exact":
      return "exact";
    case "quadrature":
      return `quadrature, ${steps} steps`;
    case "counted":
      return "images counted";
  }
}
