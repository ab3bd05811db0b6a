import { describe, expect, it } from 'vitest';
import { formView } from '../../../src/bot/slack/form.ts';
import { readPress, valueOf } from '../../../src/bot/slack/press.ts';
import { actionsOf } from '../../../src/commands/reply/reply.ts';
import { openTalk } from '../../commands/house.ts';

const of = (label: string) => ({ label, from: { user: 'U1' }, command: '/ec2' });
const words = (view: ReturnType<typeof formView>) => [view?.title.text, view?.submit?.text];

describe('a form is headed by what is done by it', () => {
  it.each([
    ['Confirm', { act: 'Terminate', typed: 'web-1' }, 'Terminate'],
    ['Keep 198.51.100.100', { reason: true, until: true }, 'Keep'],
    ['Deny 7QK2M8TD', { reason: true }, 'Deny'],
    ['', { reason: true }, 'Confirm'],
  ])('%j with %j: %s', (label, form, act) => {
    const pressed = readPress(valueOf({ does: 'x', form }) ?? '') ?? { does: '' };
    expect(words(formView(pressed, of(label)))).toEqual([act, act]);
  });

  it('that of a plan by its kind', async () => {
    const talk = await openTalk();
    try {
      const confirm = actionsOf(await talk.reply('terminate web-1')).find(({ label }) => label === 'Confirm');
      expect(confirm && words(formView(confirm, of(confirm.label)))).toEqual(['Terminate', 'Terminate']);
    } finally {
      await talk.close();
    }
  });
});
