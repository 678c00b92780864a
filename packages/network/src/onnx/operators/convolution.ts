import { fixedDimension } from "../../shape.js";
import { unsupported } from "../attributes.js";
import type { ImportContext, OperatorTable } from "../import-context.js";
import { windowOf } from "./window-attributes.js";

export const convolutionOperators: OperatorTable = {
  Conv: (context: ImportContext) => {
    const x = context.value(0);
    const kernel = context.value(1);
    if (!context.isConstant(1)) throw unsupported(context.node, "its kernel must be a constant");
    if (kernel.shape.length !== 4)
      throw unsupported(context.node, `only 2-D kernels are supported, this is [${kernel.shape}]`);
    const stated = context.attributes.integers("kernel_shape");
    if (stated && stated.join() !== kernel.shape.slice(2).join()) {
      throw unsupported(context.node, `its kernel_shape is [${stated}], but its kernel is [${kernel.shape}]`);
    }
    const window = windowOf(context, x, [fixedDimension(kernel.shape, 2), fixedDimension(kernel.shape, 3)]);
    const bias = context.hasInput(2) ? [context.value(2)] : [];
    return context.emit(
      {
        type: "convolution",
        strides: window.strides,
        pads: window.pads,
        dilations: window.dilations,
        groups: context.attributes.integer("group", 1),
      },
      [x, kernel, ...bias],
    );
  },
};
