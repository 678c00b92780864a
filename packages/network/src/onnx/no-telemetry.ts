/**
 * To be imported before onnxruntime, whose builds for Linux and macOS report their use to Microsoft otherwise, and keep an
 * identifier of the machine and log files for that. Who wants them sets the variable to 0.
 */
process.env.ORT_DISABLE_TELEMETRY ??= "1";
