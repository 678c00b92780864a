import { describeQueue } from "../conformance/describe-queue.js";
import { testKinds } from "../testing/test-job.js";
import { openInProcessQueue } from "./in-process-queue.js";

describeQueue("in-process", async (options) => openInProcessQueue({ kinds: testKinds, ...options }));
