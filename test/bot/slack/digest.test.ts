import { describe, it } from 'vitest';
import { digestStory, unmarked } from '../digest-story.ts';
import { becomes, buttonsOf, closeClean } from './seen.ts';
import { modes, openWorkspace, wordsIn } from './workspace.ts';

describe.each(modes)('over %s', (mode) => {
  it('a digest is right, its Release button ends in a released address, and the next one says what that saves', async () => {
    const work = await openWorkspace(mode);
    const { peer, maria, ines, ops } = work;
    await digestStory({
      get machine() {
        return work.machine;
      },
      says: (line) => work.says(line),
      shown: (words) => work.until(() => peer.messages(ops).findLast((one) => words.test(unmarked(wordsIn(one))))),
      wordsOf: (message) => unmarked(wordsIn(message)),
      async presses(message, label) {
        const button = buttonsOf(message).find((one) => label.test(one));
        await work.presses(message, button ?? String(label));
      },
      async confirms(plan, typed) {
        await work.presses(plan, 'Confirm');
        await work.until(() => peer.modal(maria));
        await peer.submit({ user: maria, values: { typed } });
        await work.presses(await becomes(work, plan, /another person must approve/), 'Approve', ines);
      },
      pass: (ms) => work.pass(ms),
    });
    await closeClean(work);
  });
});
