import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minuteMs } from '../../../src/core/time.ts';
import type { SlackChannel, SlackMessage } from '../../peers/slack/world.ts';
import { buttonsOf, closeClean, confirmedTermination, keyIn } from './seen.ts';
import { modes, openWorkspace, wordsIn, type Workspace } from './workspace.ts';

const roles = {
  operator: ['slack:U0MARIA'],
  approver: ['slack:U0INES', 'slack:U0MARIA', 'slack:S0LEADS', 'os:carla'],
};

describe.each(modes)('over %s, where another person must approve', (mode) => {
  let work: Workspace;
  let place: SlackChannel;
  beforeAll(async () => {
    work = await openWorkspace(mode, {
      env: { QUARTERMASTER_ROLES: JSON.stringify(roles), QUARTERMASTER_APPROVALS_PLACE: 'slack:C0APPROVALS' },
    });
    place = work.peer.world.channel({ name: 'approvals', members: [work.ines] });
  });
  afterAll(() => closeClean(work));

  const thread = (plan: SlackMessage, many: number) =>
    work.until(() => {
      const below = work.peer.thread(plan);
      return below.length >= many ? below.map(wordsIn) : undefined;
    });
  const card = (name: string) => work.shown(new RegExp(`wants to terminate .*${name}`), place);

  it('those who may approve are called in the thread and in the place for approvals, who asked is not, and groups are named', async () => {
    const waits = await confirmedTermination(work, 'web-1');
    const [called] = await thread(waits, 1);
    for (const words of [called ?? '', wordsIn(await card('web-1'))]) {
      expect(words).toContain('<@U0INES>');
      expect(words).toContain('slack:S0LEADS');
      expect(words).not.toContain('subteam');
      expect(words).not.toContain('carla (');
    }
    expect(called).toMatch(/maria wants to terminate .*web-1/);
    expect(called).not.toContain('<@U0MARIA>');
  });

  it('both show what would be done, with every warning, and until when', async () => {
    const waits = await confirmedTermination(work, 'web-2');
    const asked = await card('web-2');
    await work.presses(asked, 'Show', work.ines);
    const review = wordsIn(await work.whispered(/wants to terminate/, work.ines, place));
    const told = review.split('\n').filter((line) => /^(Mind:|Saves|web-2;)/.test(line));
    expect(told.length).toBeGreaterThan(2);
    for (const words of [wordsIn(waits), wordsIn(asked)]) {
      for (const line of told) expect(words).toContain(line);
      expect(words).toMatch(/until \d{4}-\d\d-\d\d/);
    }
  });

  it('approved in the channel of the plan, who asked is told once, in its thread', async () => {
    const { peer, ines } = work;
    const waits = await confirmedTermination(work, 'api-1');
    await work.presses(waits, 'Approve', ines);
    const [, told] = await thread(waits, 2);
    expect(told).toContain('<@U0MARIA>');
    expect(told).toMatch(/ines approved it\. .*api-1.* is terminated/);
    await work.pass(minuteMs);
    expect(peer.thread(waits)).toHaveLength(2);
  });

  it('denied in the channel of the plan, who asked is told once, in its thread', async () => {
    const { peer, ines } = work;
    const waits = await confirmedTermination(work, 'api-2');
    await work.says(`deny ${keyIn(waits)}`, ines);
    const [, told] = await thread(waits, 2);
    expect(told).toContain('<@U0MARIA>');
    expect(told).toMatch(/ines.* said no/);
    await work.pass(minuteMs);
    expect(peer.thread(waits)).toHaveLength(2);
  });

  it('decided in the place for approvals, who asked is told once as well', async () => {
    const { peer, ines } = work;
    const waits = await confirmedTermination(work, 'indexer');
    const asked = await card('indexer');
    await work.presses(asked, 'Approve', ines);
    const [, told] = await thread(waits, 2);
    expect(told).toContain('<@U0MARIA>');
    await work.pass(minuteMs);
    expect(peer.thread(waits)).toHaveLength(2);
    expect(peer.thread(asked)).toEqual([]);
  });

  it('the form of a no says what would be denied, with names', async () => {
    const { peer, ines } = work;
    const waits = await confirmedTermination(work, 'build-runner');
    for (const message of [waits, await card('build-runner')]) {
      await work.presses(message, 'Deny', ines);
      const form = await work.until(() => peer.modal(ines));
      const words = JSON.stringify(form);
      expect(words).toContain('maria wants to terminate build-runner');
      expect(words).not.toContain('slack:U0MARIA');
    }
    expect(buttonsOf(waits)).toContain('Deny');
  });
});
