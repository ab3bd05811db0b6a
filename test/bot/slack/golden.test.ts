import { describe, expect, it } from 'vitest';
import { render, renderHome } from '../../../src/bot/slack/render.ts';
import type { Reply } from '../../../src/commands/reply/reply.ts';
import { answered, held, kinds, made } from '../golden-replies.ts';
import { faultsOf } from './limits-check.ts';
import { shown } from './shown.ts';

const folder = new URL('golden/', import.meta.url);
const how = { command: '/ec2' };

const rendered = (one: Reply): string => {
  const { messages } = render(one, how);
  for (const { blocks } of messages) expect(faultsOf(blocks, 'message')).toEqual([]);
  return `${messages.map(shown).join('\n\n— the next message —\n\n')}\n`;
};

describe('replies in Slack are as they were looked at', () => {
  it.each(kinds)('$kind', async ({ kind, lines, as }) => {
    await held(folder, kind, rendered(await answered(lines, as)));
  });

  it.each(made)('$kind', ({ kind, reply: one }) => held(folder, kind, rendered(one)));

  it('a picture that was uploaded', async () => {
    const one = await answered(['price m5.large term:ri-1y-all']);
    const [message] = render(one, { command: '/ec2', fileOf: () => 'F0123' }).messages;
    if (message === undefined) throw new Error('nothing was shown');
    expect(faultsOf(message.blocks, 'message')).toEqual([]);
    await held(folder, 'picture-uploaded', `${shown(message)}\n`);
  });

  it('a list in App Home', async () => {
    const home = renderHome(await answered(['list']), how);
    expect(faultsOf(home.blocks, 'home')).toEqual([]);
    await held(folder, 'home', `${shown(home)}\n`);
  });
});
