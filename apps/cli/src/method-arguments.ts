/** The options of attribution methods, made from the catalogue: `firstLayer` is `--first-layer`. */
import {
  chooseMethod,
  GipfelError,
  isMethodName,
  type MethodChoice,
  type MethodParameter,
  methodNames,
  methodParameters,
} from "@gipfel/contracts";
import type { Command } from "commander";

/** Every parameter of every method by name, with the methods that take it. */
function allParameters(): Map<string, { parameter: MethodParameter; methods: string[] }> {
  const parameters = new Map<string, { parameter: MethodParameter; methods: string[] }>();
  for (const method of methodNames) {
    for (const parameter of methodParameters(method)) {
      const known = parameters.get(parameter.name);
      if (known) known.methods.push(method);
      else parameters.set(parameter.name, { parameter, methods: [method] });
    }
  }
  return parameters;
}

const flagOf = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Adds an option for every parameter of every method. */
export function withMethodOptions(command: Command): Command {
  for (const { parameter, methods } of allParameters().values()) {
    const { name, description, values, fallback } = parameter;
    const choices = values.length > 0 ? ` (${values.join(", ")})` : "";
    const unless = fallback === null ? "" : `, ${fallback} if not given`;
    command.option(`${flagOf(name)} <value>`, `${description}${choices}${unless}; of ${methods.join(", ")}`);
  }
  return command;
}

/**
 * The method with the parameters that were given on the command line.
 *
 * @throws GipfelError OPTION_INVALID
 */
export function methodFrom(name: string, given: object): MethodChoice {
  if (!isMethodName(name)) {
    throw new GipfelError("OPTION_INVALID", `--method is ${name}; it takes ${methodNames.join(", ")}`);
  }
  const known = allParameters();
  const own = new Map(methodParameters(name).map((parameter) => [parameter.name, parameter]));
  const stated = Object.entries(given).filter(([option]) => known.has(option));
  const foreign = stated.find(([option]) => !own.has(option));
  if (foreign) {
    const flags = [...own.keys()].map(flagOf).join(", ");
    throw new GipfelError(
      "OPTION_INVALID",
      `${flagOf(foreign[0])} is no option of ${name}, which takes ${flags === "" ? "none" : flags}`,
    );
  }
  const parameters = stated.map(([option, text]) => [option, valueFrom(String(text), own.get(option)!)]);
  return chooseMethod(name, Object.fromEntries(parameters)) as MethodChoice;
}

/**
 * Every method, each with those of the given parameters that it takes.
 *
 * @throws GipfelError OPTION_INVALID
 */
export function allMethodsFrom(given: object): MethodChoice[] {
  return methodNames.map((name) => {
    const own = new Set(methodParameters(name).map((parameter) => parameter.name));
    return methodFrom(name, Object.fromEntries(Object.entries(given).filter(([option]) => own.has(option))));
  });
}

/** Text, or a number where it is one; the catalogue judges the rest. */
function valueFrom(text: string, { isText }: MethodParameter): unknown {
  const number = Number(text);
  return isText || text.trim() === "" || !Number.isFinite(number) ? text : number;
}
