import { describe, expect, it } from 'vitest';
import { judge } from '../../../../src/core/changes/instances/judge.ts';
import { seenOf } from '../../../../src/core/changes/instances/resource.ts';
import { rowOf, type Kind } from '../../../../src/core/changes/kinds.ts';
import { difference } from '../../../../src/core/changes/resource.ts';
import type { Whole } from '../../../../src/core/estate/estate.ts';
import { readType } from '../../../../src/core/facts/instance-types/line.ts';
import type { TypeFacts } from '../../../../src/core/ports/instance-type.ts';
import {
  instanceStates,
  type Instance,
  type InstanceDetails,
  type Volume,
} from '../../../../src/core/ports/instance.ts';
import { plain } from '../../../../src/core/text.ts';
import { instance } from '../instance.ts';

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
    [
      'a Spot of a fleet cannot be stopped',
      'stop',
      { lifecycle: 'spot', tags: { 'aws:ec2:fleet-id': 'fleet-0abc' } },
      { spotRequest: { type: 'persistent', state: 'active' } },
      'belongs to the fleet fleet-0abc',
    ],
    [
      'a Spot of a fleet can be terminated',
      'terminate',
      { lifecycle: 'spot', tags: { 'aws:ec2:fleet-id': 'fleet-0abc' } },
      { spotRequest: { type: 'persistent', state: 'active' } },
      'move',
    ],
    ['an On-Demand one of a fleet can be stopped', 'stop', { tags: { 'aws:ec2:fleet-id': 'f' } }, undefined, 'move'],
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
    ['a running one can be terminated', 'terminate', {}, undefined, 'move'],
    ['a stopped one can be terminated', 'terminate', { state: 'stopped' }, undefined, 'move'],
    ['one on its way up can be terminated', 'terminate', { state: 'pending' }, undefined, 'move'],
    ['a terminated one is so already', 'terminate', { state: 'terminated' }, undefined, 'already'],
    ['an instance-store root can be terminated', 'terminate', { rootDevice: 'instance-store' }, undefined, 'move'],
    [
      'a one-time Spot can be terminated',
      'terminate',
      { lifecycle: 'spot' },
      { spotRequest: { type: 'one-time', state: 'active' } },
      'move',
    ],
    ['termination protection refuses it', 'terminate', {}, { terminationProtected: true }, 'termination-protected'],
    ['stop protection refuses it as well', 'terminate', {}, { stopProtected: true }, 'also forbids to terminate'],
    ['termination protection does not refuse a stop', 'stop', {}, { terminationProtected: true }, 'move'],
    ['a running one can be rebooted', 'reboot', {}, { stopProtected: true, terminationProtected: true }, 'move'],
    ['a stopped one cannot be rebooted', 'reboot', { state: 'stopped' }, undefined, 'is stopped'],
    ['an instance-store root can be rebooted', 'reboot', { rootDevice: 'instance-store' }, undefined, 'move'],
    ['a group member can be rebooted', 'reboot', { tags: { 'aws:autoscaling:groupName': 'web' } }, undefined, 'move'],
    [
      'a group member is not terminated by the way',
      'terminate',
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
    const judgement = judge(kind, whole(some, details), undefined, false);
    if (judgement.is === 'refused') expect(plain(judgement.because.what)).toContain(expected);
    else expect(judgement.is).toBe(expected);
  });

  it('lets a member of a group through where that was said', () => {
    expect(judge('stop', whole({ tags: { 'aws:autoscaling:groupName': 'web' } }), undefined, true)).toEqual({
      is: 'move',
    });
  });
});

describe('every kind and state', () => {
  const all = (['start', 'stop', 'hibernate', 'reboot', 'terminate'] as const).flatMap((kind) =>
    instanceStates.map((state) => [kind, state] as const),
  );
  it.each(all)(
    '%s of one that is %s is let through, there already or refused, as the table of kinds says',
    (kind, state) => {
      const row = rowOf(kind);
      const expected = row.already.includes(state) ? 'already' : row.from.includes(state) ? 'move' : 'refused';
      expect(judge(kind, whole({ state, hibernation: true }), undefined, false).is).toBe(expected);
    },
  );
});

describe('hibernation', () => {
  const facts = readType('m5.large\t2/1/2\t8192\tx86_64\tIntel\t3.1\tch');
  const root: Volume = {
    id: 'vol-1',
    account: { name: 'demo-dev', id: '444455556666' },
    region: 'us-east-1',
    kind: 'gp3',
    sizeGiB: 30,
    encrypted: true,
    state: 'in-use',
    attachedTo: [],
    tags: {},
  };
  const able: Partial<Instance> = {
    hibernation: true,
    rootDeviceName: '/dev/xvda',
    disks: [{ volumeId: 'vol-1', device: '/dev/xvda', deleteOnTermination: true }],
  };
  it.each<[string, Partial<Instance>, Partial<TypeFacts>, Partial<Volume>, boolean, string]>([
    ['all that it takes', {}, {}, {}, true, 'move'],
    ['not enabled at launch', { hibernation: false }, {}, {}, true, 'not enabled at its launch'],
    [
      'a member of a group, even on purpose',
      { tags: { 'aws:autoscaling:groupName': 'web' } },
      {},
      {},
      true,
      'Auto Scaling',
    ],
    ['bare metal', {}, { bareMetal: true }, {}, true, 'bare-metal'],
    ['a machine of ECS', { tags: { AmazonECSManaged: '' } }, {}, {}, true, 'ECS capacity provider'],
    ['a type without it', {}, { hibernation: false }, {}, true, 'does not support it'],
    ['150 GiB of memory', {}, { memoryMiB: 150 * 1_024 }, { sizeGiB: 500 }, true, 'less than 150'],
    ['one MiB less', {}, { memoryMiB: 150 * 1_024 - 1 }, { sizeGiB: 500 }, true, 'move'],
    [
      'Windows with 32 GiB',
      { platformDetails: 'Windows' },
      { memoryMiB: 32_768 },
      { sizeGiB: 100 },
      true,
      'at most 16 GiB',
    ],
    ['Windows with 16 GiB', { platformDetails: 'Windows' }, { memoryMiB: 16_384 }, { sizeGiB: 100 }, true, 'move'],
    ['a root that is not encrypted', {}, {}, { encrypted: false }, true, 'not encrypted'],
    ['a root without room', {}, {}, { sizeGiB: 7 }, true, 'cannot hold 8 GiB'],
    ['a root that could not be read', {}, {}, { id: 'vol-9' }, true, 'move'],
  ])('%s', (_, some, type, volume, evenInGroup, expected) => {
    const one = { ...whole({ ...able, ...some }), volumes: [{ ...root, ...volume }] };
    const judgement = judge('hibernate', one, { ...facts, ...type }, evenInGroup);
    if (judgement.is === 'refused') expect(plain(judgement.because.what)).toContain(expected);
    else expect(judgement.is).toBe(expected);
  });
});

describe('what matters between plan and press', () => {
  const seen = (one: Whole) => seenOf('stop', one);
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

  it('another Elastic IP', () => {
    const account = { name: 'demo-dev', id: '444455556666' };
    const address = { account, region: 'us-east-1', publicIp: '198.51.100.9', tags: {} };
    const differs = difference(then, seen({ ...whole({}), addresses: [address] }));
    expect(differs && plain(differs)).toBe('other Elastic IPs are associated with it now');
  });

  it('for a termination also what happens to its volumes', () => {
    const disks = (deleteOnTermination: boolean) => ({
      disks: [{ volumeId: 'vol-1', device: 'x', deleteOnTermination }],
    });
    const [kept, deleted] = [false, true].map((flag) => whole(disks(flag)));
    if (kept === undefined || deleted === undefined) throw new Error('missing');
    expect(difference(seenOf('stop', kept), seenOf('stop', deleted))).toBeUndefined();
    expect(difference(seenOf('terminate', kept), seenOf('terminate', deleted))).toBeDefined();
  });
});
