import { afterEach, expect, it } from 'vitest';
import { below, closeClean } from './seen.ts';
import { modes, openServer, wordsIn, type Server } from './server.ts';

let work: Server;
afterEach(() => closeClean(work));

it.each(modes)(
  'over %s an owner is called below what asks for them: an edit of a promise calls nobody',
  async (mode) => {
    work = await openServer(mode, {
      before: (_, { ines }) => ({ QUARTERMASTER_PEOPLE: JSON.stringify({ sam: [`discord:${ines.id}`] }) }),
    });
    const ines = `<@${work.ines.id}>`;
    await work.says('owner 198.51.100.38');
    const asked = await work.shown(/demo-dev, us.east.1: associated with nothing/);
    expect(wordsIn(asked)).toContain(`${ines}: is`);
    const called = await work.until(() => below(work, asked)[0]);
    expect(wordsIn(called)).toContain(`${ines}: is`);
    expect([asked.pings, called.pings]).toEqual([[], [ines]]);
    // Whoever presses the button of an alert asks there.
    await work.presses(asked, 'Explain', work.ines);
    const explained = await work.whispered(/address-unassociated/, work.ines);
    await work.presses(explained, 'Owner', work.ines);
    await work.until(() =>
      work.peer.messages(work.ops).filter((one) => one.pings.includes(ines)).length === 2 ? true : undefined,
    );
  },
);
