import { afterAll, beforeAll } from "vitest";
import type { Store } from "../index.js";
import { createClock, type MakePlace, type StorePlace } from "./place.js";

/** A place with one open store for the tests of a block, and the clock that the store goes by. */
export function withStore(makePlace: MakePlace) {
  const clock = createClock();
  let place: StorePlace | undefined;
  let store: Store | undefined;
  beforeAll(async () => {
    place = await makePlace();
    store = await place.open({ clock: clock.read });
  });
  afterAll(() => place?.remove());
  return {
    clock,
    get place(): StorePlace {
      if (!place) throw new Error("read in a test");
      return place;
    },
    get store(): Store {
      if (!store) throw new Error("read in a test");
      return store;
    },
  };
}
