export * from "./engine.js";
export { OnnxruntimeEngine, onnxruntimeDevices } from "./onnxruntime/onnxruntime-engine.js";
