import { expect } from 'vitest';
import { wordsIn } from '../../bot/slack/workspace.ts';
import { patienceMs } from '../../served.ts';
import type { Fault, SeenRequest } from '../../peers/aws/server.ts';
import type { Stories } from '../story.ts';

const reading = (fault: Fault) => (request: SeenRequest) =>
  request.action === 'DescribeInstances' ? fault : undefined;
const denied: Fault = { refuse: 'UnauthorizedOperation', message: 'You are not authorized to perform this operation.' };

/** What AWS does to a process. */
export const ofAws: Stories = {
  async 'AWS is asked too often'(page, { serves, says, aws }) {
    const { shell } = await serves();
    aws.fault = reading('throttle');
    await says('list', 'RequestLimitExceeded');
    await shell.shows(page.next('curl '));
  },

  async 'AWS denies + Health'(page, { serves, aws }) {
    const { shell } = await serves();
    const doctor = page.next('quartermaster doctor');
    aws.fault = reading(denied);
    expect((await shell.shows(doctor)).code).toBe(1);
    const { out } = await shell.types(page.next('quartermaster iam-policy'));
    expect(out).toContain('"ec2:DescribeInstances"');
    aws.fault = () => undefined;
    expect((await shell.types(doctor)).code).toBe(0);
  },

  async 'AWS does not answer'(page, { serves, aws }) {
    const { shell } = await serves();
    aws.fault = reading('reset-before');
    expect((await shell.shows(page.next('quartermaster doctor'))).code).toBe(1);
  },

  async 'A change is uncertain'(page, { serves, says, peer, maria, ops, aws }) {
    await serves();
    aws.fault = ({ action, dryRun }) => (action === 'RebootInstances' && !dryRun ? 'reset-after' : undefined);
    await says('reboot api-1', 'Nothing has happened yet');
    const seen = (words: string) =>
      peer.until(() => peer.seenBy(maria, ops).findLast((message) => wordsIn(message).includes(words)), patienceMs);
    await peer.press({ user: maria, message: await seen('Nothing has happened yet'), action: 'Confirm' });
    await seen("AWS's answer was lost");
    expect(await says(page.next('audit ').text, 'lost')).toContain('api-1');
  },

  async Logs(page, { serves, says, peer, maria, ops }) {
    const { shell, line } = await serves('log: { level: debug }\n');
    await says('start batch-7', 'Nothing has happened yet');
    const plan = peer.seenBy(maria, ops).find((message) => wordsIn(message).includes('Nothing has happened yet'));
    if (plan === undefined) throw new Error('there is no plan');
    await peer.press({ user: maria, message: plan, action: 'Confirm' });
    const { request } = JSON.parse(await line(/"command":"confirm"/)) as { request: string };
    const { out } = await shell.types(page.next('grep '), { 'THE-ID': request });
    // Its lines in the log, its requests to AWS, and its entries in the audit.
    expect(out).toContain('"msg":"a request was answered"');
    expect(out).toMatch(/"operation":"StartInstances".*"msg":"AWS was asked"/);
    expect(out).toContain('"event":"confirmed"');
    for (const one of out.trim().split('\n')) expect(one).toContain(request);
  },
};
