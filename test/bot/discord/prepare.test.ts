import { afterEach, describe, expect, it } from 'vitest';
import { closeClean } from './seen.ts';
import { modes, openServer, type Server } from './server.ts';

let work: Server;

afterEach(() => closeClean(work));

describe.each(modes)('over %s, commands that Discord does not register at the start', (mode) => {
  it('are registered as soon as it does, and it is not asked without rest', async () => {
    let away = true;
    work = await openServer(mode, {
      before: ({ faults }) => {
        faults.decide = ({ method }) => (away && method === 'PUT' ? { status: 503 } : undefined);
      },
    });
    const { peer } = work;
    expect(peer.commands()).toEqual([]);
    await work.pass(60_000);
    expect(peer.calls('PUT').length).toBeLessThanOrEqual(3);
    expect(work.logged.filter((line) => line.includes('commands could not be registered')).length).toBeGreaterThan(0);
    away = false;
    await work.until(() => peer.commands().length > 0);
    const asked = peer.calls('PUT').length;
    await work.says('show web-1');
    await work.whispered('web-1');
    await work.pass(20 * 60_000);
    expect(peer.calls('PUT')).toHaveLength(asked);
  });
});
