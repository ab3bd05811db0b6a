import { execFile } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { wordsIn } from './bot/slack/workspace.ts';
import { figuresIn, type Figures } from './figures.ts';
import { runProgram } from './program.ts';
import { patienceMs, type Begun } from './served.ts';
import { openDiscordServing } from './serving-discord.ts';
import { openAwsServing, type AwsServing } from './serving-aws.ts';

/** What a probe was told. */
const Told = z.object({
  ready: z.boolean(),
  parts: z.array(
    z.object({ part: z.string(), there: z.boolean(), needed: z.boolean(), since: z.string(), says: z.string() }),
  ),
});

let url = '';
/** Where it tells how it is. */
async function served(begun: Begun): Promise<void> {
  url = `http://${/health on (127\.0\.0\.1:\d+)$/.exec(await begun.ready())?.[1]}`;
}

let serving: AwsServing;
let begun: Begun;
beforeEach(async () => {
  serving = await openAwsServing();
  begun = await serving.begin('health: { port: 0 }\nlog: { level: debug }\n');
  await served(begun);
});
afterEach(() => serving.close());

async function readyz() {
  const answer = await fetch(`${url}/readyz`);
  const told = Told.parse(await answer.json());
  expect(answer.status).toBe(told.ready ? 200 : 503);
  return told;
}
/** Asks until it is told so. */
async function told(ready: boolean, part: string, there: boolean): Promise<z.infer<typeof Told>> {
  for (const until = Date.now() + patienceMs; Date.now() < until;) {
    const now = await readyz();
    if (now.ready === ready && now.parts.find((one) => one.part === part)?.there === there) return now;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`${part} was never told so: ${JSON.stringify(await readyz())}`);
}
const scrape = async (): Promise<Figures> => figuresIn(await (await fetch(`${url}/metrics`)).text());

const seen = (words: string) =>
  serving.peer.until(
    () => serving.peer.seenBy(serving.maria, serving.ops).findLast((message) => wordsIn(message).includes(words)),
    patienceMs,
  );
const says = (text: string) => serving.peer.command({ user: serving.maria, channel: serving.ops, text });
async function confirmed(line: string): Promise<void> {
  await says(line);
  const plan = await seen('Nothing has happened yet');
  await serving.peer.press({ user: serving.maria, message: plan, action: 'Confirm' });
}

describe('a process that serves', () => {
  it('says that it lives, and follows whether people are heard in Slack', async () => {
    expect(await (await fetch(`${url}/healthz`)).json()).toMatchObject({ alive: true });
    const all = await told(true, 'accounts', true);
    expect(all.parts.map(({ part }) => part)).toEqual(['process', 'slack', 'store', 'accounts']);
    serving.peer.down('cut');
    const deaf = await told(false, 'slack', false);
    expect(deaf.parts).toContainEqual(expect.objectContaining({ part: 'slack', needed: true }));
    serving.peer.up();
    await told(true, 'slack', true);
    begun.child.kill('SIGTERM');
    expect((await begun.ended).code).toBe(0);
  });

  it('counts what was asked for and done, so that promtool reads it', async () => {
    await told(true, 'accounts', true);
    await says('whoami');
    await seen('operator');
    await says('prize m5.large');
    await seen('prize');
    await confirmed('start batch-7');
    await seen('is started');
    const figures = await scrape();
    const commands = (command: string, outcome: string) =>
      figures('quartermaster_commands_total', { platform: 'slack', command, outcome });
    expect(commands('whoami', 'answered')).toBe(1);
    expect(commands('none', 'unknown-command')).toBe(1);
    expect(commands('start', 'answered')).toBe(1);
    expect(commands('confirm', 'answered')).toBe(1);
    expect(figures('quartermaster_command_seconds_count', { platform: 'slack', command: 'confirm' })).toBe(1);
    expect(figures('quartermaster_change_targets_total', { kind: 'start', outcome: 'done', found: 'no' })).toBe(1);
    const starts = serving.aws.seen.filter(({ action, dryRun }) => action === 'StartInstances' && !dryRun);
    expect(starts).toHaveLength(1);
    for (const operation of ['StartInstances', 'DescribeInstances', 'GetCallerIdentity']) {
      const asked = serving.aws.seen.filter(({ action }) => action === operation).length;
      const service = operation === 'GetCallerIdentity' ? 'sts' : 'ec2';
      const counted = figures('quartermaster_aws_calls_total', { service, operation, account: 'dev', outcome: 'ok' });
      expect(counted, operation).toBe(asked);
    }
    expect(
      figures('quartermaster_store_operations_total', { family: 'audit', operation: 'append', outcome: 'ok' }),
    ).toBe((await auditOf()).length);
    expect(figures('quartermaster_ready', {})).toBe(1);
    expect(figures('quartermaster_platform_connected', { platform: 'slack' })).toBe(1);
    expect(figures('quartermaster_frozen', {})).toBe(0);
    expect(figures('quartermaster_outbox_dead_letters', {})).toBe(0);
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(await promtool(text)).toEqual({ code: 0, said: '' });
    // Nothing of the people, the machines, or the secrets.
    for (const word of ['maria', 'batch-7', 'i-0', 'slack:', ...Object.values(serving.secrets('socket'))])
      expect(text).not.toContain(word);
  });

  it('gives one id to what a request says in the log, to each call of AWS it makes, and to the audit', async () => {
    await confirmed('start batch-7');
    await seen('is started');
    begun.child.kill('SIGTERM');
    const { err } = await begun.ended;
    const lines = err.split('\n').flatMap((line) => (line.startsWith('{') ? [Line.parse(JSON.parse(line))] : []));
    const answered = (command: string) =>
      lines.find((line) => line.msg === 'a request was answered' && line.command === command)?.request;
    const [asked, pressed] = [answered('start'), answered('confirm')];
    expect(new Set([asked, pressed, undefined]).size).toBe(3);
    const callsOf = (request: string | undefined) =>
      lines.filter((line) => line.msg === 'AWS was asked' && line.request === request);
    expect(callsOf(asked).map(({ operation }) => operation)).toContain('DescribeInstances');
    const starts = callsOf(pressed).filter(({ operation }) => operation === 'StartInstances');
    const done = starts.filter(({ code }) => code === undefined);
    expect(done).toHaveLength(1);
    const entries = await auditOf();
    expect(entries.filter(({ event }) => event === 'asked').map(({ request }) => request)).toEqual([asked]);
    const ofPress = entries.filter(({ event }) => ['confirmed', 'intent', 'answer', 'ended'].includes(event));
    expect(ofPress.map(({ event, request }) => [event, request])).toEqual(
      ['confirmed', 'intent', 'answer', 'ended'].map((event) => [event, pressed]),
    );
    // The id by which CloudTrail knows the call stands in both.
    expect(ofPress.find(({ event }) => event === 'answer')?.awsRequestId).toBe(done[0]?.awsRequestId);
    // Without details a request is one line.
    expect(lines.filter((line) => line.level === 30).map(({ msg }) => msg)).toEqual(
      ['start', 'confirm'].map(() => 'a request was answered'),
    );
  });
});

describe('a process that serves Discord', () => {
  it('follows whether people are heard there', async () => {
    const discord = await openDiscordServing();
    try {
      const own = await discord.begin('gateway', { env: { QUARTERMASTER_HEALTH_PORT: '0' } });
      await served(own);
      const all = await told(true, 'discord', true);
      expect(all.parts.map(({ part }) => part)).toEqual(['process', 'discord', 'store', 'accounts']);
      discord.peer.down('cut');
      await told(false, 'discord', false);
      discord.peer.up();
      await told(true, 'discord', true);
    } finally {
      await discord.close();
    }
  });
});

const text = z.string().optional();
const Line = z.object({
  level: z.number(),
  msg: z.string(),
  request: text,
  command: text,
  operation: text,
  code: text,
  awsRequestId: text,
});
const Entry = z.object({ record: z.object({ event: z.string(), request: z.string(), awsRequestId: text }) });

/** Everything in the audit, as the program itself exports it. */
async function auditOf(): Promise<readonly z.infer<typeof Entry>['record'][]> {
  const { out } = await runProgram(serving.folder, ['audit', 'export'], []);
  return out
    .trim()
    .split('\n')
    .map((line) => Entry.parse(JSON.parse(line)).record);
}

/** What promtool says of a scrape. */
const promtool = (scraped: string): Promise<{ readonly code: number; readonly said: string }> =>
  new Promise((resolve) => {
    const child = execFile('promtool', ['check', 'metrics'], (error, out, err) =>
      resolve({ code: error === null ? 0 : 1, said: out + err + (error?.message ?? '') }),
    );
    child.stdin?.end(scraped);
  });
