import { storeContract } from './contracts/store.ts';
import { fakeClock } from './fake-clock.ts';
import { memoryStore } from './memory-store.ts';

let opened = 0;

storeContract('memory', async () => {
  const clock = fakeClock();
  opened += 1;
  const memory = memoryStore(clock, `memory-${opened}`);
  return {
    store: memory.open(),
    another: async () => memory.open(),
    pass: (ms) => clock.pass(ms),
    close: async () => {},
  };
});
