import { bus } from "./bus.js";
import { car } from "./car.js";
import { cat } from "./cat.js";
import { fish } from "./fish.js";
import { flower } from "./flower.js";
import { house } from "./house.js";
import type { ObjectClass } from "./object-class.js";
import { owl } from "./owl.js";
import { robot } from "./robot.js";
import { rocket } from "./rocket.js";
import { tree } from "./tree.js";

/** In the order of the class indices: alphabetical. */
export const objectClasses: readonly ObjectClass[] = [bus, car, cat, fish, flower, house, owl, robot, rocket, tree];
