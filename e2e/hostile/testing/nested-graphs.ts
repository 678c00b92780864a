/** ONNX files of graphs within graphs, written byte by byte, since no encoder nests as deeply. */

/** Field numbers of onnx.proto. */
const inModel = { graph: 7, opsetImport: 8 };
const inGraph = { node: 1 };
const inNode = { output: 2, opType: 4, attribute: 5 };
const inAttribute = { name: 1, graph: 6 };

/**
 * @param opType of the operations that have graphs, such as `If`. @param attribute that holds the graph.
 * @param depth how many graphs there are.
 */
export function nestedGraphs(opType: string, attribute: string, depth: number): Uint8Array {
  let body = field(inGraph.node, field(inNode.opType, Buffer.from("Relu")));
  const before: Buffer[] = [];
  let length = body.length;
  /** Puts what there is into a field, after other fields of the same message. */
  const wrap = (number: number, siblings: Buffer = Buffer.alloc(0)) => {
    const start = Buffer.concat([siblings, header(number, length)]);
    before.push(start);
    length += start.length;
  };
  const opTypeField = Buffer.concat([
    field(inNode.opType, Buffer.from(opType)),
    field(inNode.output, Buffer.from("y")),
  ]);
  for (let level = 0; level < depth; level += 1) {
    wrap(inAttribute.graph, field(inAttribute.name, Buffer.from(attribute)));
    wrap(inNode.attribute, opTypeField);
    wrap(inGraph.node);
  }
  wrap(inModel.graph, field(inModel.opsetImport, Buffer.of(0x10, 13)));
  body = Buffer.concat([...before.reverse(), body]);
  return body;
}

function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([header(number, content.length), content]);
}

/** Tag of a field with a length, and the length (protobuf's encoding guide). */
function header(number: number, length: number): Buffer {
  return Buffer.from([...varint((number << 3) | 2), ...varint(length)]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}
