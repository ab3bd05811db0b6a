import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyChange as rows } from '../every-change.ts';
import { becomes, buttonsOf, closeClean, keyIn, titleOf } from './seen.ts';
import { modes, openServer, wordsIn, type Server } from './server.ts';

describe.each(modes)('over %s', (mode) => {
  let work: Server;
  /** Without what is said below a message: who is wanted for an approval, and who asked, hear of it there. */
  const posted = () => work.peer.messages(work.ops).filter(({ replyTo }) => replyTo === undefined);
  beforeAll(async () => {
    work = await openServer(mode);
  });
  afterAll(() => closeClean(work));

  // What was never released cannot be recovered.
  it.each(rows.filter(({ line }) => !line.startsWith('recover')).map(({ line }) => [line] as const))(
    '%s is cancelled by its button, in its message, and nothing is done',
    async (line) => {
      const before = posted().length;
      await work.says(line);
      const plan = await work.until(() =>
        posted()
          .slice(before)
          .find((one) => buttonsOf(one).includes('Cancel')),
      );
      await work.presses(plan, 'Cancel');
      const end = await becomes(work, plan, /Cancelled\\?\\?\. Nothing was done/);
      expect(buttonsOf(end)).toEqual([]);
      expect(posted().length).toBe(before + 1);
    },
  );

  it.each(rows.map((row) => [row.line, row] as const))(
    '%s is planned in the channel, confirmed and followed in one message',
    async (line, { plan: title, typed, reason, approved, ends }) => {
      const { peer, maria, ines } = work;
      const before = posted().length;
      await work.says(line);
      const plan = await work.shown(new RegExp(title.replaceAll(/\W+/g, String.raw`\W+`)));
      expect(buttonsOf(plan)).toEqual(expect.arrayContaining(['Confirm', 'Cancel']));
      expect(titleOf(plan)).toMatch(/Attention: .*\? Nothing has happened yet/);
      expect(wordsIn(plan)).toContain(`<@${maria.id}>`);
      await work.presses(plan, 'Confirm');
      if (typed !== undefined || reason !== undefined) {
        await work.until(() => peer.modal(maria));
        const filled = {
          ...(typed !== undefined && { typed }),
          ...(reason !== undefined && { reason: 'it is wanted no longer' }),
        };
        if (typed !== undefined) {
          await peer.submit({ user: maria, values: { ...filled, typed: `not ${typed}` } });
          await work.whispered(/is not `/);
          expect(keyIn(peer.current(plan) ?? plan)).toBe(keyIn(plan));
          await work.presses(plan, 'Confirm');
          await work.until(() => peer.modal(maria));
        }
        await peer.submit({ user: maria, values: filled });
      }
      if (approved === true) {
        const waits = await becomes(work, plan, /another person must approve; nothing has happened yet/);
        expect(keyIn(waits)).toBe(keyIn(plan));
        await work.presses(waits, 'Approve', ines);
      }
      const end = await becomes(work, plan, new RegExp(ends.source.replaceAll(String.raw`\.`, String.raw`\W+`)));
      expect(titleOf(end)).toMatch(/Done: /);
      expect(buttonsOf(end)).not.toContain('Confirm');
      expect(posted().length).toBe(before + 1);
      expect(work.machine.logged).toEqual([]);
    },
  );
});
