import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ZodError } from 'zod';
import { here } from '../../../src/core/gaps.ts';
import type { AddressUse } from '../../../src/core/ports/cloud.ts';
import {
  instanceStates,
  type Address,
  type AddressDetails,
  type CapacityReservation,
  type Home,
  type Instance,
  type NetworkInterface,
  type Volume,
} from '../../../src/core/ports/instance.ts';
import type { Failure } from '../../../src/core/ports/parts.ts';
import { problems, type Problem, type ProblemCode } from '../../../src/core/problem.ts';
import type { Span } from '../../../src/core/text.ts';
import { readJob, type Piece } from '../../../src/core/watch/read-job.ts';

const account = { name: 'prod', id: '111122223333' };
const region = 'eu-west-1';
const home = { account: fc.constant(account), region: fc.constant(region) };
const text = fc.string({ unit: 'binary', maxLength: 12 });
const told = fc.option(text, { nil: undefined });
const figure = fc.nat();
const toldFigure = fc.option(figure, { nil: undefined });
/** Called as an object's own parts are, too. */
const tags = fc
  .uniqueArray(fc.oneof(text, fc.constantFrom('__proto__', 'constructor', 'Name', 'toString')), { maxLength: 4 })
  .chain((keys) => fc.tuple(...keys.map((key) => text.map((value) => [key, value] as const))))
  .map((pairs): Readonly<Record<string, string>> => Object.fromEntries(pairs));

/** Objects as people and programs write them: those of fast-check may have no prototype. */
const record = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(fields, { noNullPrototype: true });
/** A noun, every field its own. */
const noun = <T extends Home>(fields: { [K in keyof Required<T>]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  record<T>(fields);

const instance = noun<Instance>({
  ...home,
  id: text,
  zone: text,
  type: text,
  state: fc.constantFrom(...instanceStates),
  transitionReason: text,
  launchedAt: figure,
  platformDetails: text,
  usageOperation: text,
  architecture: text,
  tenancy: fc.constantFrom('default', 'dedicated', 'host'),
  lifecycle: fc.oneof(fc.constantFrom('on-demand', 'spot'), text),
  imageId: text,
  rootDevice: fc.constantFrom('ebs', 'instance-store'),
  disks: fc.array(record({ volumeId: text, device: text, deleteOnTermination: fc.boolean() }), { maxLength: 3 }),
  hibernation: fc.boolean(),
  tags,
  name: told,
  stateSince: toldFigure,
  stateReason: fc.option(record({ code: text, message: text }), { nil: undefined }),
  createdAt: toldFigure,
  spotRequestId: told,
  rootDeviceName: told,
  privateIp: told,
  publicIp: fc.option(record({ ip: text, kind: fc.constantFrom('auto-assigned', 'elastic') }), { nil: undefined }),
  vpcId: told,
  subnetId: told,
  keyName: told,
  profile: told,
  capacityReservationId: told,
  operator: told,
});
const volume = noun<Volume>({
  ...home,
  id: text,
  kind: text,
  sizeGiB: figure,
  encrypted: fc.boolean(),
  state: text,
  attachedTo: fc.array(record({ instanceId: text, device: text }), { maxLength: 3 }),
  tags,
  iops: toldFigure,
  throughputMiBps: toldFigure,
  createdAt: toldFigure,
});
const address = noun<Address>({
  ...home,
  publicIp: text,
  tags,
  allocationId: told,
  associationId: told,
  instanceId: told,
  networkInterfaceId: told,
  networkInterfaceOwnerId: told,
  privateIp: told,
  pool: told,
  networkBorderGroup: told,
  customerOwnedIp: told,
  carrierIp: told,
  serviceManaged: told,
});
const reservation = noun<CapacityReservation>({
  ...home,
  id: text,
  zone: text,
  type: text,
  platform: text,
  tenancy: fc.constantFrom('default', 'dedicated'),
  total: figure,
  available: figure,
  state: text,
  kind: text,
  onOutpost: fc.boolean(),
  unusedPaidBy: told,
  tags,
  createdAt: toldFigure,
  endsAt: toldFigure,
});
const on = noun<NetworkInterface>({
  ...home,
  id: text,
  status: text,
  type: text,
  requesterManaged: fc.boolean(),
  description: text,
  requesterId: told,
  ownerId: told,
  operator: told,
  attachment: fc.option(record({ instanceId: told, instanceOwnerId: told }), { nil: undefined }),
});
const details: fc.Arbitrary<AddressDetails> = fc.record(
  {
    allocationId: text,
    transfer: fc.oneof(
      fc.constant('none' as const),
      fc.record({ toAccount: text, until: figure }, { requiredKeys: ['toAccount'], noNullPrototype: true }),
    ),
    reverseDns: text,
  },
  { requiredKeys: ['allocationId'], noNullPrototype: true },
);
const use: fc.Arbitrary<AddressUse> = record({
  address,
  instance: fc.option(instance, { nil: undefined }),
  interface: fc.option(on, { nil: undefined }),
  details: fc.option(details, { nil: undefined }),
});

const span: fc.Arbitrary<Span> = fc.oneof(
  fc.constant(here),
  record({ kind: fc.constantFrom('text', 'strong', 'code'), text }),
  record({ kind: fc.constant('command'), line: text }),
  record({ kind: fc.constant('mention'), personId: text, name: text }),
  record({ kind: fc.constant('money'), text, digits: text }),
  record({ kind: fc.constant('time'), at: figure }),
  record({ kind: fc.constant('link'), url: text, label: text }),
);
const spans = fc.array(span, { maxLength: 4 });
const codes = Object.keys(problems).filter((code): code is ProblemCode => Object.hasOwn(problems, code));
const problem: fc.Arbitrary<Problem> = fc.record(
  {
    problem: fc.constantFrom(...codes),
    what: spans,
    where: spans,
    todo: spans,
    rules: fc.array(text, { maxLength: 2 }),
    which: record({
      word: text,
      says: spans,
      options: fc.array(
        fc.record({ word: text, label: text, about: text }, { requiredKeys: ['word', 'label'], noNullPrototype: true }),
      ),
    }),
  },
  { requiredKeys: ['problem', 'what', 'todo'], noNullPrototype: true },
);
const failures: fc.Arbitrary<readonly Failure[]> = fc.array(
  record({ account: text, region: text, what: told, problem }),
  { maxLength: 3 },
);
const items = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> => fc.array(one, { maxLength: 4 });
const piece: fc.Arbitrary<Piece> = fc.oneof(
  record({ list: fc.constant('instances'), at: figure, items: items(instance), failures }),
  record({ list: fc.constant('volumes'), at: figure, items: items(volume), failures }),
  record({ list: fc.constant('addresses'), at: figure, items: items(address), failures }),
  record({ list: fc.constant('reservations'), at: figure, items: items(reservation), failures }),
  record({ list: fc.constant('uses'), at: figure, items: items(use), failures }),
);

const never = async (): Promise<never> => {
  throw new Error('nothing is read here');
};
const { wire, payload } = readJob({ read: never }, () => false, { now: () => 0 });
const asked = { account, region, lists: [] };

describe('what is read of a region', () => {
  it('comes from another process as it is, with every field its own', () => {
    fc.assert(
      fc.property(piece, (one) => {
        const back = wire.read(JSON.parse(JSON.stringify(wire.write(one))), asked);
        expect(back).toStrictEqual(one);
        expect(back.items.map((item) => Object.keys(item).toSorted())).toEqual(
          one.items.map((item) => Object.keys(item).toSorted()),
        );
      }),
    );
  });

  it('has one shape, whatever AWS told', () => {
    const shapes = new Set<string>();
    fc.assert(
      fc.property(instance, (one) => {
        const made = { list: 'instances', at: 0, items: [one], failures: [] };
        const [back] = wire.read(JSON.parse(JSON.stringify(made)), asked).items;
        shapes.add(Object.keys(back ?? {}).join());
      }),
    );
    expect(shapes.size).toBe(1);
  });

  it.each([
    ['nothing', undefined],
    ['a list that is none', { list: 'people', at: 0, items: [], failures: [] }],
    ['an instance without a state', { list: 'instances', at: 0, items: [{ id: 'i-1' }], failures: [] }],
    [
      'a tag that is no text',
      { list: 'addresses', at: 0, items: [{ publicIp: '1.2.3.4', tags: { a: 1 } }], failures: [] },
    ],
    [
      'a problem that is none of ours',
      {
        list: 'volumes',
        at: 0,
        items: [],
        failures: [{ account: 'a', region: 'b', problem: { problem: 'x', what: [], todo: [] } }],
      },
    ],
  ])('is refused where it is %s', (_, written) => {
    expect(() => wire.read(written, asked)).toThrow(ZodError);
  });

  it('is asked for in one form', () => {
    expect(payload.safeParse({ account, region, lists: ['instances', 'uses'] }).success).toBe(true);
    expect(payload.safeParse({ account, region, lists: ['people'] }).success).toBe(false);
  });
});
