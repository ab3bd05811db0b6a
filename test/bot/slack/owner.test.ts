import { afterEach, expect, it } from 'vitest';
import { closeClean } from './seen.ts';
import { modes, openWorkspace, wordsIn, type Workspace } from './workspace.ts';

let work: Workspace;
afterEach(() => closeClean(work));

it.each(modes)('over %s an owner is called in what asks for them, once', async (mode) => {
  work = await openWorkspace(mode, { env: { QUARTERMASTER_PEOPLE: JSON.stringify({ sam: ['slack:U0INES'] }) } });
  await work.says('owner 198.51.100.38');
  const asked = await work.shown('still wanted?');
  expect(wordsIn(asked)).toContain('demo-dev, us-east-1: associated with nothing');
  expect(asked.text).toContain('<@U0INES>');
  expect(work.peer.thread(asked)).toEqual([]);
  await work.presses(asked, 'Snooze');
  await work.shown('is snoozed until');
});
