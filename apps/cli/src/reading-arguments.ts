/** The options that say how a model is read: open sizes, outputs with positions, inputs beside the image. */
import type { ModelReading } from "@gipfel/pipeline";
import { type Command, InvalidArgumentError } from "commander";
import { list, number } from "./parse-text.js";

export interface ReadingArguments {
  readonly inputSize?: readonly number[];
  readonly positions?: ModelReading["positions"];
  readonly input?: Readonly<Record<string, readonly number[]>>;
}

const maxSize = 2 ** 16;

function wholeNumbers(text: string, from: number): number[] {
  const numbers = list(text).map(number);
  const fits = numbers.length > 0 && numbers.every((n) => Number.isInteger(n) && n >= from && n <= maxSize);
  if (!fits) throw new InvalidArgumentError(`Whole numbers from ${from}, separated by commas, are expected.`);
  return numbers;
}

function parsePositions(text: string): NonNullable<ModelReading["positions"]> {
  return text === "mean" || text === "max" ? text : wholeNumbers(text, 0);
}

function parseInput(text: string, before: ReadingArguments["input"] = {}): NonNullable<ReadingArguments["input"]> {
  const at = text.lastIndexOf("=");
  const values = list(text.slice(at + 1)).map(number);
  if (at < 1 || values.length === 0) throw new InvalidArgumentError("NAME=VALUE is expected.");
  return { ...before, [text.slice(0, at)]: values };
}

export function withReadingOptions(command: Command): Command {
  return command
    .option("--input-size <sizes>", "height,width of the input where the model leaves them open", (text) =>
      wholeNumbers(text, 1),
    )
    .option(
      "--positions <which>",
      "of an output with positions: mean, max, or one as row,column (default: mean)",
      parsePositions,
    )
    .option(
      "--input <name=value>",
      "value of an input beside the image, one number or one for each element; more than once for several",
      parseInput,
    );
}

/** Nothing where nothing is stated. */
export function modelReading({ inputSize, positions, input }: ReadingArguments): { readonly reading?: ModelReading } {
  if (inputSize === undefined && positions === undefined && input === undefined) return {};
  return {
    reading: {
      ...(inputSize === undefined ? {} : { inputSize }),
      ...(positions === undefined ? {} : { positions }),
      ...(input === undefined ? {} : { inputs: input }),
    },
  };
}
