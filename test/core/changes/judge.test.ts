import { describe, expect, it } from 'vitest';
import { difference, judge, seen } from '../../../src/core/changes/judge.ts';
import type { Kind } from '../../../src/core/changes/kinds.ts';
import type { Whole } from '../../../src/core/estate/estate.ts';
import type { Instance, InstanceDetails } from '../../../src/core/ports/instance.ts';
import { plain } from '../../../src/core/text.ts';
import { instance } from './instance.ts';

const whole = (some: Partial<Instance>, details: Omit<InstanceDetails, 'id'> = { stopProtected: false }): Whole => ({
  instance: instance(some),
  details: { id: 'i-1', ...details },
  volumes: [],
  addresses: [],
});

describe('whether a target can be changed', () => {
  it.each<[string, Kind, Partial<Instance>, Omit<InstanceDetails, 'id'> | undefined, string]>([
    ['a running one can be stopped', 'stop', { state: 'running' }, undefined, 'move'],
    ['a stopped one can be started', 'start', { state: 'stopped' }, undefined, 'move'],
    ['a stopped one is stopped already', 'stop', { state: 'stopped' }, undefined, 'already'],
    ['one on its way down is stopped already', 'stop', { state: 'stopping' }, undefined, 'already'],
    ['one on its way up is started already', 'start', { state: 'pending' }, undefined, 'already'],
    ['one on its way up cannot be stopped yet', 'stop', { state: 'pending' }, undefined, 'is pending'],
    ['one on its way down cannot be started yet', 'start', { state: 'stopping' }, undefined, 'is stopping'],
    ['a terminated one never', 'start', { state: 'terminated' }, undefined, 'is terminated'],
    [
      'an instance-store root cannot be stopped',
      'stop',
      { rootDevice: 'instance-store' },
      undefined,
      'instance-store root',
    ],
    [
      'a one-time Spot cannot be stopped',
      'stop',
      { lifecycle: 'spot' },
      { spotRequest: { type: 'one-time', state: 'active' } },
      'one-time Spot',
    ],
    [
      'a persistent Spot can be stopped',
      'stop',
      { lifecycle: 'spot' },
      { spotRequest: { type: 'persistent', state: 'active' } },
      'move',
    ],
    [
      'a Spot of a cancelled request cannot',
      'stop',
      { lifecycle: 'spot' },
      { spotRequest: { type: 'persistent', state: 'cancelled' } },
      'is cancelled',
    ],
    [
      'an interrupted Spot is started by EC2 alone',
      'start',
      { state: 'stopped', lifecycle: 'spot', stateReason: { code: 'Server.SpotInstanceShutdown', message: '' } },
      undefined,
      'only EC2 starts it',
    ],
    [
      'a Spot that a person stopped can be started',
      'start',
      { state: 'stopped', lifecycle: 'spot', stateReason: { code: 'Client.UserInitiatedShutdown', message: '' } },
      undefined,
      'move',
    ],
    ['stop protection refuses a stop', 'stop', {}, { stopProtected: true }, 'stop-protected'],
    ['stop protection does not refuse a start', 'start', { state: 'stopped' }, { stopProtected: true }, 'move'],
    ['protection that cannot be read refuses nothing', 'stop', {}, {}, 'move'],
    [
      'a member of a group is left to its group',
      'stop',
      { tags: { 'aws:autoscaling:groupName': 'web' } },
      undefined,
      'Auto Scaling group web',
    ],
    [
      'what a service of AWS runs is left to it',
      'stop',
      { operator: 'eks.amazonaws.com' },
      undefined,
      'eks.amazonaws.com',
    ],
  ])('%s', (_, kind, some, details, expected) => {
    const judgement = judge(kind, whole(some, details), false);
    if (judgement.is === 'refused') expect(plain(judgement.because.what)).toContain(expected);
    else expect(judgement.is).toBe(expected);
  });

  it('lets a member of a group through where that was said', () => {
    expect(judge('stop', whole({ tags: { 'aws:autoscaling:groupName': 'web' } }), true)).toEqual({ is: 'move' });
  });
});

describe('what matters between plan and press', () => {
  const then = seen(whole({}));
  it.each<[string, Partial<Instance>, string | undefined]>([
    ['nothing', {}, undefined],
    ['another public address', { publicIp: { ip: '198.51.100.9', kind: 'auto-assigned' } }, undefined],
    ['another state', { state: 'stopped' }, 'it was running and is now stopped'],
    ['another type', { type: 'm5.xlarge' }, 'its type was m5.large and is now m5.xlarge'],
    ['a restart', { launchedAt: 5_000_000 }, 'it was restarted meanwhile'],
    ['another name', { name: 'web-9' }, 'its name was web-1 and is now web-9'],
    [
      'another volume',
      { disks: [{ volumeId: 'vol-2', device: '/dev/sdb', deleteOnTermination: false }] },
      'other volumes are attached to it now',
    ],
  ])('%s', (_, now, expected) => {
    const differs = difference(then, seen(whole(now)));
    expect(differs && plain(differs)).toBe(expected);
  });
});
