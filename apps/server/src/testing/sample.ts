import type { TSchema } from "typebox";
import type { Random } from "./random.js";

/** What of JSON Schema the schemas of the wire use. */
interface SchemaNode {
  readonly type?: string;
  readonly anyOf?: readonly SchemaNode[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly patternProperties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode | readonly SchemaNode[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/** A random value that fits a schema. */
export function sample(schema: TSchema, random: Random): unknown {
  const node = schema as SchemaNode;
  if (node.anyOf) return sample(random.pick(node.anyOf), random);
  if (node.enum) return random.pick(node.enum);
  if ("const" in node) return node.const;
  switch (node.type) {
    case "object":
      return sampleObject(node, random);
    case "array":
      return sampleArray(node, random);
    case "string":
      return sampleText(node, random);
    case "integer":
      return random.integer(...rangeOf(node, 20));
    case "number":
      return sampleNumber(node, random);
    case "boolean":
      return random.chance(0.5);
    case "null":
      return null;
    default:
      return random.pick<unknown>([null, 1, "text", [1, 2], { a: { b: 0.5 } }]);
  }
}

function sampleObject({ properties, required = [], patternProperties }: SchemaNode, random: Random): unknown {
  if (patternProperties) {
    const [values] = Object.values(patternProperties);
    const names = Array.from({ length: random.integer(0, 3) }, (_, i) => `key${i}`);
    return Object.fromEntries(names.map((name) => [name, sample(values, random)]));
  }
  const present = Object.entries(properties ?? {}).filter(([name]) => required.includes(name) || random.chance(0.5));
  return Object.fromEntries(present.map(([name, schema]) => [name, sample(schema, random)]));
}

function sampleArray({ items = {}, minItems = 0, maxItems = minItems + 3 }: SchemaNode, random: Random): unknown[] {
  if (isTuple(items)) return items.map((item) => sample(item, random));
  return Array.from({ length: random.integer(minItems, Math.min(maxItems, minItems + 3)) }, () =>
    sample(items, random),
  );
}

const isTuple = (items: SchemaNode | readonly SchemaNode[]): items is readonly SchemaNode[] => Array.isArray(items);

function sampleText({ pattern, format, minLength = 0 }: SchemaNode, random: Random): string {
  if (format === "date-time") return new Date(random.integer(0, 2e12)).toISOString();
  if (pattern?.startsWith("^(0|")) return String(random.integer(0, 1000));
  if (pattern?.includes("\\d{1,5},")) return [1, 2, 3, 4].map(() => random.integer(1, 99)).join(",");
  if (pattern?.startsWith("^[A-Za-z0-9._-]")) return random.text("abcXYZ019._-", random.integer(1, 20));
  const alphabet = "abcdefghijklmnopqrstuvwxyz ÄöüßΩ漢字🏔/%?&#:.'\"<>\\";
  return random.text(alphabet, random.integer(Math.max(1, minLength), 30));
}

function sampleNumber(node: SchemaNode, random: Random): number {
  const low = node.minimum ?? node.exclusiveMinimum ?? -10;
  const high = node.maximum ?? node.exclusiveMaximum ?? low + 20;
  return low + (0.01 + 0.98 * random.next()) * (high - low);
}

function rangeOf({ minimum = 0, maximum = Number.POSITIVE_INFINITY }: SchemaNode, width: number): [number, number] {
  return [minimum, Math.min(maximum, minimum + width)];
}
