import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { column, note, reply, table, type Reply } from '../../../src/commands/reply/reply.ts';
import { say } from '../../../src/core/text.ts';
import type { Dispatch } from '../../../src/bot/dispatch.ts';
import type { SlackMessage } from '../../peers/slack/world.ts';
import { closeClean, kindsOf } from './seen.ts';
import { modes, openWorkspace, wordsIn, type Workspace } from './workspace.ts';

/** Answers one line otherwise than the program would. */
const answering =
  (line: string, answer: Reply) =>
  (own: Dispatch): Dispatch =>
  async (request, show) =>
    request.line === line ? { command: 'list', effect: 'reads', final: true, reply: answer } : own(request, show);

/** More rows than four messages hold. */
const rowsOfLong = 500;
const long = reply(
  'plain',
  say`Much`,
  table(
    [column('Name'), column('Number')],
    Array.from({ length: rowsOfLong }, (_, at) => [`row-${at}`, String(at)]),
  ),
  note(say`One account could not be read.`),
);

describe.each(modes)('over %s', (mode) => {
  let work: Workspace;
  beforeAll(async () => {
    work = await openWorkspace(mode, { dispatch: answering('list type:m5.large', long) });
  });
  afterAll(() => closeClean(work));

  /** The only file of a message, as text. */
  function fileOf({ files }: SlackMessage): { readonly name: string; readonly text: string; readonly png: boolean } {
    const file = work.peer.world.files.get(files[0] ?? '');
    if (file?.bytes === undefined) throw new Error('the message has no file');
    return { name: file.name, text: file.bytes.toString('utf8'), png: file.bytes.subarray(1, 4).toString() === 'PNG' };
  }
  const withFile = (messages: readonly SlackMessage[]) => messages.findLast(({ files }) => files.length > 0);

  it('as:csv gives all rows as a file in the direct conversation, and says so where it was asked for', async () => {
    const { peer, ops, maria } = work;
    await work.says('list as:csv');
    const file = await work.until(() => withFile(peer.directMessages(maria)));
    expect(fileOf(file).name).toBe('list.csv');
    expect(fileOf(file).text.split('\n').length).toBeGreaterThan(40);
    const above = peer.directMessages(maria).find(({ ts }) => ts === file.threadTs);
    expect(above && wordsIn(above)).toContain('All rows of');
    await work.whispered('The file is in your direct conversation with me');
    expect(peer.messages(ops)).toEqual([]);
  });

  it('as:csv share:yes gives it in the channel, below who asked for it', async () => {
    const { peer, ops, maria } = work;
    await work.says('list state:running as:csv share:yes');
    const file = await work.until(() => withFile(peer.messages(ops)));
    expect(fileOf(file).name).toBe('list-state-running.csv');
    const above = peer.messages(ops).find(({ ts }) => ts === file.threadTs);
    expect(above && wordsIn(above)).toContain(`<@${maria.id}>`);
  });

  it('in the direct conversation the file stands there', async () => {
    const { peer, ines } = work;
    await peer.direct({ user: ines, text: 'list as:csv' });
    const file = await work.until(() => withFile(peer.directMessages(ines)));
    expect(fileOf(file).text).toContain('web-1');
    expect(peer.directMessages(ines).filter(({ byApp }) => byApp)).toHaveLength(2);
  });

  it('what has no rows is answered in words', async () => {
    await work.says('whoami as:csv');
    await work.whispered('slack:U0MARIA');
  });

  it('a table that is cut comes whole in a file too, and what else was said is not lost', async () => {
    const { peer, ines, ops } = work;
    await work.says('list type:m5.large', ines);
    const cut = await work.whispered(/more rows are not shown here/, ines);
    expect(cut.text.length).toBeLessThanOrEqual(4_000);
    const file = await work.until(() => withFile(peer.directMessages(ines).slice(-1)));
    expect(fileOf(file).text.trim().split('\n')).toHaveLength(rowsOfLong + 1);
    await work.says('list type:m5.large as:csv', ines);
    const above = await work.until(() =>
      peer.directMessages(ines).find((one) => wordsIn(one).includes('One account could not be read')),
    );
    await work.until(() =>
      peer.directMessages(ines).some(({ threadTs, files }) => threadTs === above.ts && files.length),
    );
    await work.says('list type:m5.large share:yes', ines);
    const shared = await work.until(() => peer.messages(ops).find((one) => one.text.startsWith('Much')));
    const below = await work.until(() => withFile(peer.thread(shared)));
    expect(fileOf(below).text).toContain('row-499');
  });

  it('a picture is uploaded, shown with words for who does not see it, and once however often it is asked for', async () => {
    const { peer, ops } = work;
    await work.says('price m5.large term:all share:yes');
    const shown = await work.until(() => peer.messages(ops).find((one) => kindsOf(one).includes('image')));
    const image = shown.blocks.find(({ type }) => type === 'image');
    expect(image).toMatchObject({
      slack_file: { id: expect.stringMatching(/^F/) },
      alt_text: expect.stringMatching(/\w/),
    });
    const uploads = peer.calls('upload').length;
    await work.says('price m5.large term:all', work.ines);
    const again = await work.until(() =>
      peer.seenBy(work.ines, ops).find((one) => one.onlyFor !== undefined && kindsOf(one).includes('image')),
    );
    expect(again.blocks.find(({ type }) => type === 'image')).toMatchObject({ slack_file: image?.['slack_file'] });
    expect(peer.calls('upload')).toHaveLength(uploads);
  });
});

describe.each(modes)('over %s, where Slack is slow or has not granted all', (mode) => {
  let work: Workspace;
  beforeAll(async () => {
    work = await openWorkspace(mode);
  });
  afterAll(() => work.close());

  it('a picture that Slack is not done with comes all the same', async () => {
    const { peer, ops } = work;
    peer.slowPictures(2);
    await work.says('price c5.large term:all share:yes');
    const shown = await work.shown('c5.large');
    expect(kindsOf(shown)).toContain('image');
    expect(peer.messages(ops)).toHaveLength(1);
    peer.slowPictures(99);
    await work.says('price r5.large term:all share:yes');
    expect(kindsOf(await work.shown('r5.large'))).not.toContain('image');
    peer.slowPictures(0);
  });

  it('where the app may hand over no files the picture is told in words, and of rows that Slack did not take them', async () => {
    const { peer, ops, maria } = work;
    peer.scopes.delete('files:write');
    await work.says('price m6i.large term:all');
    const told = await work.whispered('m6i.large');
    expect(kindsOf(told)).not.toContain('image');
    expect(wordsIn(told)).toMatch(/\(USD/);
    await work.says('list as:csv');
    const refused = await work.whispered('Slack did not take the file');
    expect(wordsIn(refused)).toContain('files:write');
    await work.says('list as:csv share:yes');
    await work.shown('Slack did not take the file');
    expect(peer.messages(ops).flatMap(({ files }) => files)).toEqual([]);
    expect(peer.directMessages(maria).filter((one) => wordsIn(one).includes('All rows of'))).toEqual([]);
  });
});
