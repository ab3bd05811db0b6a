import { movedStoreContract, type MovedStoreSubject } from './contracts/moved-store.ts';
import { storeContract } from './contracts/store.ts';
import { fakeClock } from './fake-clock.ts';
import { memoryStore } from './memory-store.ts';

let opened = 0;

const open = async (): Promise<MovedStoreSubject> => {
  const clock = fakeClock();
  opened += 1;
  const memory = memoryStore(clock, `memory-${opened}`);
  return {
    store: memory.open(),
    another: async () => memory.open(),
    pass: (ms) => clock.pass(ms),
    now: clock.now,
    contents: async () => memory.contents(),
    async fresh(id) {
      const other = memoryStore(clock, id);
      return {
        fill: async () => other.fill(),
        open: async () => other.open(),
        contents: async () => other.contents(),
      };
    },
    close: async () => {},
  };
};

storeContract('memory', open);
movedStoreContract('memory', open);
