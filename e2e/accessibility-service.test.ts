/** The states of the page that need a service which does the work, by the rules of axe-core. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "../packages/client/src/index.js";
import { itBreaksNoRule, type PageState } from "./testing/break-no-rule.js";
import { describePage, type PageSetting } from "./testing/describe-page.js";
import { analyseToys, drawToys } from "./testing/toys.js";

let finished: string;
let failed: string;

const setting: PageSetting = {
  async prepare(root) {
    await writeFile(join(root, "broken.onnx"), "no network");
    const options = await drawToys(root, 3);
    await writeFile(join(options.dataRoot, "toys", "cat", "broken.png"), "no image");
    return options;
  },
  async begin(url) {
    finished = await analyseToys(url, { classes: ["cat", "owl"] });
    const service = createClient({ baseUrl: url });
    const { modelId, datasetId } = await service.showAnalysis({ params: { analysis: finished } });
    if (modelId === null || datasetId === null) throw new Error("the analysis has lost its model or images");
    const body = { modelId, datasetId, settings: { preprocess: "unit", labels: ["one", "two"] } };
    failed = (await service.createAnalysis({ body })).id;
    await service.uploadModel({ body: new TextEncoder().encode("no network"), query: { name: "broken.onnx" } });
  },
};

const states = (): PageState[] => {
  const graph = `/graph?analysis=${finished}&class=cat`;
  return [
    { name: "start", path: "/", reach: (page) => page.getByText("Refused").first().waitFor() },
    {
      name: "new analysis",
      path: "/new",
      reach: async (page) => {
        await page.getByText("More settings").click();
        await page
          .getByRole("complementary", { name: "What was found" })
          .getByText(/layers in closed form/)
          .waitFor();
      },
    },
    {
      name: "a failed analysis",
      path: `/analysis?analysis=${failed}`,
      reach: (page) => page.getByRole("heading", { name: "Labels and classes do not match" }).waitFor(),
    },
    {
      name: "a finished analysis",
      path: `/analysis?analysis=${finished}&class=cat`,
      reach: (page) => page.getByRole("img", { name: /^Map of/ }).waitFor(),
    },
    {
      name: "what was left out",
      path: `/analysis?analysis=${finished}`,
      reach: async (page) => {
        await page.getByRole("button", { name: /^Settings/ }).click();
        await page.getByRole("button", { name: "Which, and why" }).click();
        await page
          .getByRole("cell", { name: /broken\.png/ })
          .first()
          .waitFor();
      },
    },
    {
      name: "a concept over all classes",
      path: `${graph}&selected=n:conv4/0`,
      reach: (page) => page.getByRole("list", { name: /^Mean activation/ }).waitFor(),
    },
    {
      name: "edits of concepts",
      path: `${graph}&panel=concepts&selected=l:conv4`,
      reach: async (page) => {
        await page
          .getByRole("checkbox", { name: /^Choose concept/ })
          .first()
          .click();
        await page.getByRole("button", { name: "Split in two" }).click();
        await page.getByRole("region", { name: "Edits of concepts" }).waitFor();
      },
    },
    {
      name: "an image",
      path: `${graph}&panel=image`,
      reach: async (page) => {
        await page
          .getByRole("button", { name: /^Trace image/ })
          .first()
          .click();
        await page.getByRole("heading", { name: "What the network says" }).waitFor();
      },
    },
  ];
};

describePage("the page with a service, for everyone", setting, (tests) => itBreaksNoRule(tests, states));
