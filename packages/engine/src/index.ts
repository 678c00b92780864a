export * from "./engine.js";
export { OnnxruntimeEngine, onnxruntimeDevices } from "./onnxruntime/onnxruntime-engine.js";
export { type TfjsDevice, type TfjsDeviceAvailability, tfjsDevices } from "./tfjs/devices.js";
export { TfjsEngine } from "./tfjs/tfjs-engine.js";
