/** Graph models, each `{ name, graph, shape, channelsFirst?, twin? }`; where TensorFlow.js cannot run it, `twin` is run instead. */
import { flag, fused, Graph, ints, text, window } from "./graph.mjs";

function frozenKeras() {
  const g = new Graph([7, 6, 3]);
  const conv = g.op(
    "_FusedConv2D",
    ["image", g.floats([3, 3, 3, 4]), g.floats([4])],
    { ...window({ strides: [2, 2] }), ...fused("BiasAdd", "Relu6") },
    "stem",
  );
  const depthwise = g.op(
    "FusedDepthwiseConv2dNative",
    [conv, g.floats([3, 3, 4, 2]), g.floats([8])],
    { ...window(), ...fused("BiasAdd", "Relu") },
    "depthwise",
  );
  const expanded = g.op(
    "_FusedConv2D",
    [depthwise, g.floats([1, 1, 8, 4]), g.floats([4])],
    { ...window(), ...fused("BiasAdd") },
    "project",
  );
  const sum = g.op("AddV2", [expanded, conv], {}, "sum");
  const pooled = g.op("Mean", [sum, g.integers(1, 2)], { keep_dims: flag(false) }, "pool");
  const hidden = g.op(
    "_FusedMatMul",
    [pooled, g.floats([4, 6]), g.floats([6])],
    { ...fused("BiasAdd", "Relu"), transpose_a: flag(false), transpose_b: flag(false) },
    "hidden",
  );
  const logits = g.op("_FusedMatMul", [hidden, g.floats([6, 5]), g.floats([5])], { ...fused("BiasAdd") }, "logits");
  g.op("NoOp", [`^${logits}`], {}, "done");
  g.op("Identity", [`${logits}:0`, "^done"], {}, "Identity");
  g.signature = {
    inputs: { image: { name: "image:0", dtype: "DT_FLOAT" } },
    outputs: { scores: { name: "Identity:0", dtype: "DT_FLOAT" } },
  };
  return g;
}

function fusedActivations() {
  const g = new Graph([5, 4, 3]);
  const conv = (names, extra = [], attr = {}) =>
    g.op("_FusedConv2D", ["image", g.floats([2, 2, 3, 2]), g.floats([2]), ...extra], {
      ...window(),
      ...fused("BiasAdd", ...names),
      num_args: { i: 1 + extra.length },
      ...attr,
    });
  return g.finish(
    [conv(["Elu"]), 40],
    [conv(["LeakyRelu"], [], { leakyrelu_alpha: { f: 0.3 } }), 40],
    [conv(["Prelu"], [g.floats([2], 0, 0.5)]), 40],
    [conv(["Sigmoid"]), 40],
  );
}

function separateOperations() {
  const g = new Graph([5, 4, 3]);
  const conv = g.op("Conv2D", ["image", g.floats([2, 2, 3, 4])], window({ dilations: [2, 1], padding: "VALID" }));
  const norm = g.op("FusedBatchNormV3", [conv, g.floats([4]), g.floats([4]), g.floats([4]), g.floats([4], 0.5, 2)], {
    epsilon: { f: 0.01 },
    is_training: flag(false),
    data_format: text("NHWC"),
  });
  const relu = g.op("Relu", [norm]);
  // Batch normalisation as it was before there was an operation for it: constants computed in the graph.
  const inverse = g.op("Mul", [g.op("Rsqrt", [g.op("Add", [g.floats([4], 0.5, 2), g.number(0.001)])]), g.floats([4])]);
  const shift = g.op("Sub", [g.floats([4]), g.op("Mul", [g.floats([4]), inverse])]);
  const scaled = g.op("Add", [g.op("Mul", [inverse, relu]), shift]);
  const biased = g.op("BiasAdd", [scaled, g.floats([4])], { data_format: text("NHWC") });
  const explicit = g.op(
    "Conv2D",
    ["image", g.floats([2, 2, 3, 2])],
    window({ padding: "EXPLICIT", explicit: [0, 0, 1, 2, 0, 1, 0, 0] }),
  );
  const turned = g.op(
    "Conv2D",
    ["image", g.op("Transpose", [g.floats([3, 2, 2, 2]), g.integers(1, 2, 0, 3)])],
    window(),
  );
  return g.finish([biased, 36], [explicit, 7 * 4 * 2], [turned, 40]);
}

function elementwise() {
  const g = new Graph([3, 4, 2]);
  const positive = g.op("AddV2", ["image", g.number(1.5)]);
  const unary = [
    "Relu",
    "Relu6",
    "Elu",
    "Selu",
    "Sigmoid",
    "Tanh",
    "Softplus",
    "Softmax",
    "Neg",
    "Abs",
    "Exp",
    "Square",
    "Erf",
  ];
  const made = unary.map((op) => g.op(op, ["image"]));
  made.push(...["Log", "Sqrt", "Rsqrt", "Reciprocal"].map((op) => g.op(op, [positive])));
  made.push(g.op("LeakyRelu", ["image"], { alpha: { f: 0.25 } }));
  made.push(g.op("Prelu", ["image", g.floats([2], 0, 1)]));
  made.push(g.op("ClipByValue", ["image", g.number(-0.5), g.number(0.25)]));
  made.push(g.op("Sub", [g.floats([4, 1]), "image"]));
  made.push(g.op("Mul", ["image", g.floats([1, 3, 1, 2])]));
  made.push(g.op("RealDiv", [g.number(2), positive]));
  made.push(g.op("RealDiv", ["image", positive]));
  made.push(g.op("Maximum", ["image", g.floats([3, 4, 2])]));
  made.push(g.op("Minimum", [g.number(0.1), "image"]));
  made.push(g.op("Pow", [positive, g.number(1.5)]));
  made.push(g.op("SquaredDifference", ["image", g.op("Mean", ["image", g.integers(1, 2)], { keep_dims: flag(true) })]));
  made.push(g.op("AddN", ["image", positive, made[0]], { N: { i: "3" } }));
  made.push(g.op("LRN", ["image"], { depth_radius: { i: "1" }, alpha: { f: 0.5 }, beta: { f: 0.75 }, bias: { f: 2 } }));
  return g.finish(...made.map((tensor) => [tensor, 24]));
}

function movement() {
  const g = new Graph([4, 6, 2]);
  const made = [];
  const add = (tensor, size) => made.push([tensor, size]);
  add(g.op("Pad", ["image", g.op("Reshape", [g.integers(0, 0, 1, 2, 0, 1, 0, 0), g.integers(4, 2)])]), 7 * 7 * 2);
  add(
    g.op("PadV2", ["image", g.op("Reshape", [g.integers(0, 0, 0, 0, 0, 0, 1, 0), g.integers(4, 2)]), g.number(0.5)]),
    72,
  );
  add(g.op("Slice", ["image", g.integers(0, 1, 0, 0), g.integers(-1, 2, -1, 1)]), 12);
  const masks = (begin, end, ellipsis = 0, added = 0, shrunk = 0) => ({
    begin_mask: { i: String(begin) },
    end_mask: { i: String(end) },
    ellipsis_mask: { i: ellipsis },
    new_axis_mask: { i: added },
    shrink_axis_mask: { i: shrunk },
  });
  add(g.op("StridedSlice", ["image", g.integers(0, -3, 1), g.integers(0, 4, 6), g.integers(1, 1, 2)], masks(1, 1)), 18);
  add(g.op("StridedSlice", ["image", g.integers(0, 1), g.integers(0, 2), g.integers(1, 1)], masks(1, 1, 1, 0, 2)), 24);
  const [first, second] = [0, 1].map((i) => {
    const split = i === 0 ? g.op("Split", [g.integer(2), "image"], { num_split: { i: "3" } }, "split") : "split:2";
    return g.op("Relu", [split]);
  });
  add(first, 16);
  add(second, 16);
  const sized = g.op("SplitV", ["image", g.integers(1, -1), g.integer(1)], { num_split: { i: "2" } });
  add(g.op("ConcatV2", [`${sized}:1`, sized, "image", g.integer(-3)], { N: { i: "3" } }), 96);
  const turned = g.op("Transpose", ["image", g.integers(0, 3, 1, 2)]);
  add(g.op("Mean", [turned, g.integers(2, -1)], { keep_dims: flag(true) }), 2);
  add(g.op("Sum", [turned, g.integers(1)]), 24);
  add(g.op("Max", ["image", g.integers(1, 2)]), 2);
  add(
    g.op("Squeeze", [g.op("Mean", ["image", g.integers(1, 2)], { keep_dims: flag(true) })], {
      squeeze_dims: ints(1, 2),
    }),
    2,
  );
  add(
    g.op(
      "Conv2D",
      [g.op("ExpandDims", [g.op("Reshape", ["image", g.integers(-1, 8, 6)]), g.integer(3)]), g.floats([2, 2, 1, 2])],
      window(),
    ),
    96,
  );
  add(g.op("MaxPool", ["image"], window({ ksize: [2, 3], strides: [2, 2] })), 12);
  add(g.op("AvgPool", ["image"], window({ ksize: [3, 3], strides: [2, 2] })), 12);
  return g.finish(...made);
}

/** A flatten as TensorFlow 2 writes it: batch and sizes taken from the shape. */
function shapeArithmetic() {
  const g = new Graph([4, 3, 2]);
  const shape = g.op("Shape", ["image"]);
  const scalarOf = (i) =>
    g.op("StridedSlice", [shape, g.integers(i), g.integers(i + 1), g.integers(1)], { shrink_axis_mask: { i: "1" } });
  const rest = g.op("Prod", [g.op("GatherV2", [shape, g.integers(1, 2, 3), g.integer(0)]), g.integers(0)], {
    keep_dims: flag(false),
  });
  const flat = g.op("Reshape", ["image", g.op("Pack", [scalarOf(0), rest], { N: { i: "2" }, axis: { i: "0" } })]);
  const dense = g.op("MatMul", [flat, g.floats([5, 24])], { transpose_a: flag(false), transpose_b: flag(true) });
  const rows = g.op("Mul", [scalarOf(1), scalarOf(2)]);
  const folded = g.op("Reshape", ["image", g.op("Pack", [scalarOf(0), rows, scalarOf(3)], { axis: { i: "0" } })]);
  const back = g.op("Reshape", [folded, shape]);
  const conv = g.op("Conv2D", [back, g.floats([2, 2, 2, 3])], window());
  const cut = g.op("StridedSlice", [shape, g.integers(1), g.integers(3), g.integers(1)], {});
  const doubled = g.op("ResizeNearestNeighbor", [conv, g.op("Mul", [cut, g.integers(2, 3)])], {
    align_corners: flag(false),
    half_pixel_centers: flag(true),
  });
  const smooth = g.op("ResizeBilinear", ["image", g.integers(8, 9)], {
    align_corners: flag(false),
    half_pixel_centers: flag(true),
  });
  const corner = g.op("ResizeBilinear", ["image", g.integers(4, 6)], {
    align_corners: flag(false),
    half_pixel_centers: flag(false),
  });
  const size = g.op("Pack", [scalarOf(0), g.integer(8), g.integer(6), g.integer(2)], { axis: { i: "0" } });
  const transposed = g.op("Conv2DBackpropInput", [size, g.floats([3, 3, 2, 3]), conv], window({ strides: [2, 2] }));
  return g.finish([dense, 5], [doubled, 8 * 9 * 3], [smooth, 8 * 9 * 2], [corner, 48], [transposed, 96]);
}

/** As exported for one image. */
function fixedBatch() {
  const g = new Graph([4, 3, 2], 1);
  const conv = g.op("Conv2D", ["image", g.floats([2, 2, 2, 3])], window());
  const flat = g.op("Reshape", [g.op("Tanh", [conv]), g.integers(1, -1)]);
  const dense = g.op("MatMul", [flat, g.floats([36, 5])], {});
  const expanded = g.op("ExpandDims", [dense, g.integer(0)]);
  g.op("Squeeze", [expanded], { squeeze_dims: ints(0) }, "scores");
  return g;
}

/** With channels first the attributes change places; TensorFlow.js runs the other only. */
function formatted(format) {
  const first = format === "NCHW";
  const g = new Graph(first ? [3, 7, 6] : [7, 6, 3]);
  const per = (options) => window({ ...options, format });
  const conv = g.op("_FusedConv2D", ["image", g.floats([3, 3, 3, 4]), g.floats([4])], {
    ...per({ strides: [2, 1] }),
    ...fused("BiasAdd", "Relu"),
  });
  const norm = g.op("FusedBatchNorm", [conv, g.floats([4]), g.floats([4]), g.floats([4]), g.floats([4], 0.5, 2)], {
    epsilon: { f: 0.01 },
    data_format: text(format),
  });
  const depthwise = g.op("DepthwiseConv2dNative", [norm, g.floats([2, 3, 4, 1])], per());
  const pooled = g.op("MaxPool", [depthwise], per({ ksize: [2, 2], strides: [2, 2], padding: "VALID" }));
  const mean = g.op("Mean", [pooled, g.integers(...(first ? [2, 3] : [1, 2]))], { keep_dims: flag(false) });
  g.op("MatMul", [mean, g.floats([4, 5])], {}, "logits");
  return g;
}

export const graphCases = [
  { name: "graph-frozen-keras", graph: frozenKeras(), shape: [7, 6, 3] },
  { name: "graph-fused-activations", graph: fusedActivations(), shape: [5, 4, 3] },
  { name: "graph-separate-operations", graph: separateOperations(), shape: [5, 4, 3] },
  { name: "graph-elementwise", graph: elementwise(), shape: [3, 4, 2] },
  { name: "graph-movement", graph: movement(), shape: [4, 6, 2] },
  { name: "graph-shape-arithmetic", graph: shapeArithmetic(), shape: [4, 3, 2] },
  { name: "graph-fixed-batch", graph: fixedBatch(), shape: [4, 3, 2] },
  {
    name: "graph-channels-first",
    graph: formatted("NCHW"),
    twin: formatted("NHWC"),
    shape: [3, 7, 6],
    channelsFirst: true,
  },
];
