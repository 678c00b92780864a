/** Numbers that move between channels and positions, as PixelShuffle does. */
import type { Value } from "../../builder.js";
import { fixedDimension } from "../../shape.js";
import { unsupported } from "../attributes.js";
import type { ImportContext, OperatorTable } from "../import-context.js";

function sizesOf(context: ImportContext): { x: Value; channels: number; height: number; width: number; block: number } {
  const x = context.value(0);
  const block = context.attributes.integer("blocksize", 0);
  if (x.shape.length !== 4) throw unsupported(context.node, `its input is [${x.shape}]; [N, C, H, W] is supported`);
  if (block < 1) throw unsupported(context.node, `its blocksize is ${block}`);
  const [channels, height, width] = [1, 2, 3].map((axis) => fixedDimension(x.shape, axis)) as [number, number, number];
  return { x, channels, height, width, block };
}

/** Mode DCR: the block lies before the channels; CRD: after them, as PyTorch's PixelShuffle has it. */
function depthToSpace(context: ImportContext): Value {
  const { x, channels, height, width, block } = sizesOf(context);
  const { builder } = context;
  const left = channels / block ** 2;
  if (!Number.isInteger(left)) throw unsupported(context.node, `${channels} channels for a blocksize of ${block}`);
  const n = x.shape[0]!;
  const blocksFirst = context.attributes.text("mode", "DCR") === "DCR";
  const split = builder.reshape(
    x,
    blocksFirst ? [n, block, block, left, height, width] : [n, left, block, block, height, width],
  );
  const turned = builder.transpose(split, blocksFirst ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3]);
  return context.emit({ type: "reshape", shape: [n, left, height * block, width * block] }, [turned]);
}

function spaceToDepth(context: ImportContext): Value {
  const { x, channels, height, width, block } = sizesOf(context);
  const { builder } = context;
  if (height % block !== 0 || width % block !== 0)
    throw unsupported(context.node, `${height}×${width} for a blocksize of ${block}`);
  const [rows, columns] = [height / block, width / block];
  const n = x.shape[0]!;
  const split = builder.reshape(x, [n, channels, rows, block, columns, block]);
  const turned = builder.transpose(split, [0, 3, 5, 1, 2, 4]);
  return context.emit({ type: "reshape", shape: [n, channels * block ** 2, rows, columns] }, [turned]);
}

export const rearrangeOperators: OperatorTable = { DepthToSpace: depthToSpace, SpaceToDepth: spaceToDepth };
