export { chooseDevice, type DeviceAvailability } from "./devices.js";
export * from "./engine.js";
export { onnxruntimeDevices } from "./onnxruntime/onnxruntime-devices.js";
export { OnnxruntimeEngine } from "./onnxruntime/onnxruntime-engine.js";
export { triedOnnxruntimeDevices } from "./onnxruntime/try-devices.js";
export { tfjsDevices } from "./tfjs/tfjs-devices.js";
export { TfjsEngine } from "./tfjs/tfjs-engine.js";
