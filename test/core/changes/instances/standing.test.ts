import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainedReasons, reasonCode, reasonInWords } from '../../../../src/core/changes/instances/reasons.ts';
import { lookOf, standing, stopReason } from '../../../../src/core/changes/instances/standing.ts';
import type { TargetRecord } from '../../../../src/core/changes/record.ts';
import type { Instance } from '../../../../src/core/ports/instance.ts';
import { plain } from '../../../../src/core/text.ts';
import { isoTime } from '../../../../src/core/time.ts';
import { instance } from '../instance.ts';

const calledAt = Date.parse('2026-11-24T10:00:00.400Z');
const before = calledAt - 86_400_000;
const byUser = {
  code: 'Client.UserInitiatedShutdown',
  message: 'Client.UserInitiatedShutdown: User initiated shutdown',
};
const failed = { code: 'Client.InternalError', message: 'Client.InternalError: Client error on launch' };

/** As it stood when the plan was made: stopped by somebody yesterday. */
const asBefore: Partial<Instance> = {
  state: 'stopped',
  transitionReason: 'User initiated (2026-11-23 10:00:00 GMT)',
  stateSince: before,
  stateReason: byUser,
  launchedAt: before - 86_400_000,
};
const target: TargetRecord = {
  id: 'i-1',
  account: { name: 'a', id: '1' },
  region: 'eu-west-1',
  seen: {
    state: 'stopped',
    'last start': isoTime(before - 86_400_000),
    [stopReason]: `${byUser.message}; ${asBefore.transitionReason ?? ''}`,
  },
  left: [],
  steps: ['start'],
  done: 0,
  called: 1,
  intentAt: calledAt,
  phase: 'under-way',
  says: 'pending',
};
const looked = (part: Partial<Instance>, afterMs = 5_000) =>
  standing('start', calledAt, target, lookOf(instance({ ...asBefore, ...part }), calledAt + afterMs));

describe('a start that AWS took', () => {
  it('is nothing new where a late read tells the instance as it was', () => {
    for (const afterMs of [0, 1_000, 15_000, 59_000]) expect(looked({}, afterMs)).toBeUndefined();
  });

  it.each<[string, Partial<Instance>]>([
    [
      'another reason, without a time',
      { transitionReason: failed.message, stateSince: undefined, stateReason: failed },
    ],
    ['a newer start', { launchedAt: calledAt + 1_000 }],
    ['a stop that is dated after the call', { stateSince: Math.floor(calledAt / 1_000) * 1_000 }],
    ['no reason at all any longer', { transitionReason: '', stateSince: undefined, stateReason: undefined }],
  ])('has fallen back where it is stopped with %s', (_, part) => {
    expect(looked(part)?.phase).toBe('failed');
  });

  it('has fallen back where a minute of reads shows no trace of it', () => {
    expect(looked({}, 60_000)?.phase).toBe('failed');
  });

  it('is done in the end, in whatever order late reads come', () => {
    const reads = fc.array(
      fc.constantFrom<Partial<Instance>>(
        {},
        { state: 'pending', launchedAt: calledAt, transitionReason: '', stateReason: undefined, stateSince: undefined },
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(reads, (all) => {
        for (const read of all) expect(looked(read)?.phase ?? 'under-way').toBe('under-way');
        expect(looked({ state: 'running', launchedAt: calledAt })?.phase).toBe('done');
      }),
    );
  });
});

describe('why an instance is stopped', () => {
  it.each<[string, RegExp]>([
    ['Client.InternalError', /KMS key.*kms:CreateGrant/],
    ['Client.InvalidSnapshot.NotFound', /snapshot/],
    ['Client.VolumeLimitExceeded', /quota of EBS volumes/],
    ['Client.InstanceInitiatedShutdown', /operating system/],
    ['Client.InstanceTerminated', /image/],
    ['Client.UserInitiatedShutdown', /somebody stopped/],
    ['Client.UserInitiatedHibernate', /somebody hibernated/],
    ['Server.InsufficientInstanceCapacity', /no room/],
    ['Server.InternalError', /fault of its own/],
    ['Server.ScheduledStop', /retirement/],
    ['Server.SpotInstanceShutdown', /interrupted.*Only EC2/],
    ['Server.SpotInstanceTermination', /terminated it/],
  ])('%s is told in words, with what to do and AWS’s own text', (code, says) => {
    const found = looked({
      transitionReason: `${code}: AWS text`,
      stateSince: undefined,
      stateReason: { code, message: `${code}: AWS text` },
    });
    expect(found?.why).toBe(code);
    expect(plain(found?.says ?? [])).toMatch(says);
    expect(plain(found?.says ?? [])).toContain(`(${code}: AWS text)`);
    expect(explainedReasons).toContain(code);
  });

  it('has no code that nobody has read', () => {
    expect(explainedReasons).toHaveLength(12);
  });

  it.each<[Partial<Instance>, string | undefined]>([
    // EC2 guide, "Instance terminates immediately": the message is closer than the code.
    [
      { stateReason: { code: 'Server.InternalError', message: 'Client.VolumeLimitExceeded: Volume limit exceeded' } },
      'Client.VolumeLimitExceeded',
    ],
    [{ stateReason: { code: 'Server.ScheduledStop', message: 'Stopped due to retirement' } }, 'Server.ScheduledStop'],
    [{ transitionReason: 'Server.InternalError', stateReason: undefined }, 'Server.InternalError'],
    [{ transitionReason: 'User initiated (2026-11-23 10:00:00 GMT)', stateReason: undefined }, undefined],
  ])('is found in message, code and transition reason: %o', (part, code) => {
    expect(reasonCode(instance({ transitionReason: '', stateReason: undefined, ...part }))).toBe(code);
  });

  it('is told as AWS says it where its code is new, and as none where there is none', () => {
    expect(plain(reasonInWords('Server.New', 'Server.New: words'))).toBe('AWS says Server.New: words');
    expect(plain(reasonInWords(undefined, ''))).toBe('AWS gives no reason');
  });
});
