import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlackMessage } from '../../peers/slack/world.ts';
import { answerTo, closeClean } from './seen.ts';
import { modes, openWorkspace, wordsIn, type Workspace } from './workspace.ts';

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

describe.each(modes)('over %s the shortcut shows what a message names', (mode) => {
  let work: Workspace;
  beforeAll(async () => {
    work = await openWorkspace(mode);
  });
  afterAll(() => closeClean(work));

  /** Takes the shortcut over a message as maria, and gives what she alone is shown. */
  async function lookedUp(message: SlackMessage): Promise<SlackMessage> {
    const { peer, ops, maria } = work;
    const told = await answerTo(work, { user: maria, channel: ops }, () =>
      peer.shortcut({ user: maria, message, callbackId: 'look_up' }),
    );
    expect(told.onlyFor).toBe(maria.id);
    return told;
  }
  const said = (text: string) => work.peer.says({ user: work.ines, channel: work.ops, text });

  it('in its text: an id, an address, a type and a name', async () => {
    const told = wordsIn(
      await lookedUp(said('is i-c4719afa76fa448b5 behind 198.51.100.38? an m5.large would do, ask db-1 too')),
    );
    for (const named of ['web-1', '198.51.100.38', 'm5.large', 'db-1']) expect(told).toContain(named);
  });

  it('in links, code and mentions', async () => {
    const told = wordsIn(
      await lookedUp(said('<@U0INES> see `i-c4719afa76fa448b5` at <http://198.51.100.38|198.51.100.38>')),
    );
    for (const named of ['web-1', '198.51.100.38']) expect(told).toContain(named);
  });

  it('in its blocks, and where its buttons lead', async () => {
    const { peer } = work;
    const blocks = [
      section('CPU of i-c4719afa76fa448b5 is high'),
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            text: { type: 'plain_text', text: 'See' },
            url: 'https://console.aws.amazon.com/ec2/home#InstanceDetails:instanceId=i-612f7a0edd33d5c1a',
          },
        ],
      },
    ];
    const told = wordsIn(await lookedUp(peer.otherAppSays({ channel: work.ops, blocks })));
    for (const named of ['web-1', 'web-2']) expect(told).toContain(named);
  });

  it('in its attachments, their fields and blocks', async () => {
    const { peer } = work;
    const attachments = [
      { color: '#f00', title: 'Alarm of i-c4719afa76fa448b5', fields: [{ title: 'Address', value: '198.51.100.38' }] },
      { fallback: 'an m5.large', blocks: [section('and i-612f7a0edd33d5c1a')] },
    ];
    const told = wordsIn(await lookedUp(peer.otherAppSays({ channel: work.ops, text: 'An alarm', attachments })));
    for (const named of ['web-1', '198.51.100.38', 'm5.large', 'web-2']) expect(told).toContain(named);
  });

  it.each(['', '…', '12 30'])('a message that names nothing is said to name nothing: “%s”', async (text) => {
    const told = await lookedUp(said(text));
    expect(told.text).toMatch(/Nothing known here is named/);
  });

  it('nobody else sees the answer, and in the thread of the message it stands there', async () => {
    const { peer, ops, ines } = work;
    const top = said('web-1 is slow');
    const inside = peer.says({ user: ines, channel: ops, text: 'web-2 too', threadTs: top.ts });
    const told = await lookedUp(inside);
    expect(wordsIn(told)).toContain('web-2');
    expect(peer.seenBy(ines, ops).some(({ ts }) => ts === told.ts)).toBe(false);
  });

  it('another shortcut is acknowledged, and nothing comes of it', async () => {
    const { peer, ops, maria } = work;
    const before = peer.calls().length;
    const { ack } = await peer.shortcut({ user: maria, message: said('web-1'), callbackId: 'other' });
    expect(ack.status).toBe(200);
    await peer.settled();
    expect(
      peer
        .calls()
        .slice(before)
        .filter(({ method }) => /post|response_url/i.test(method)),
    ).toEqual([]);
    expect(peer.messages(ops).filter(({ byApp }) => byApp)).toEqual([]);
  });
});
