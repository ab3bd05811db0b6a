import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Applied, Control, ControlKind, Target } from '../../src/core/ports/control.ts';
import type { Cloud, Reading } from '../../src/core/ports/cloud.ts';
import type { Instance } from '../../src/core/ports/instance.ts';
import { isProblem } from '../../src/core/problem.ts';
import { plain } from '../../src/core/text.ts';

/** A cloud over a fresh demo estate, and the way to let time pass in it. */
export interface CloudSubject {
  readonly cloud: Cloud;
  readonly control: Control;
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

const reading = (): Reading => ({ signal: AbortSignal.timeout(20_000) });
const yes = async () => undefined;
const silent = async () => {};

/** What both clouds promise, over the same estate. There is no option to skip: what one cannot keep is no promise of the port. */
export function cloudContract(name: string, open: () => Promise<CloudSubject>): void {
  describe(`cloud contract: ${name}`, () => {
    let subject: CloudSubject;
    beforeEach(async () => {
      subject = await open();
    });
    afterEach(() => subject.close());

    const all = async (): Promise<readonly Instance[]> => (await subject.cloud.instances({}, reading())).items;
    const named = async (...names: readonly string[]): Promise<readonly Instance[]> => {
      const items = await all();
      return names.map((one) => {
        const found = items.find((instance) => instance.name === one);
        if (found === undefined) throw new Error(`there is no ${one}`);
        return found;
      });
    };
    const apply = (kind: ControlKind, targets: readonly Target[]) =>
      subject.control.apply(kind, targets, yes, silent, new AbortController().signal);
    const settled = async (id: string): Promise<Instance | undefined> => {
      await subject.pass(20_000);
      return (await all()).find((instance) => instance.id === id);
    };
    const outcomes = (applied: readonly Applied[]) =>
      Object.fromEntries(applied.map(({ id, result }) => [id, result.kind === 'refused' ? result.code : result.kind]));

    it('lists every instance of every account and region, with no gap', async () => {
      const listing = await subject.cloud.instances({}, reading());
      expect(listing.gaps).toEqual([]);
      expect(listing.items.length).toBeGreaterThan(38);
      expect(new Set(listing.items.map(({ account }) => account.id))).toEqual(
        new Set(['111122223333', '444455556666']),
      );
      expect(new Set(listing.items.map(({ region }) => region))).toEqual(
        new Set(['us-east-1', 'eu-west-1', 'ap-northeast-1']),
      );
      expect(new Set(listing.items.map(({ state }) => state))).toEqual(
        new Set(['pending', 'running', 'stopping', 'stopped', 'shutting-down', 'terminated']),
      );
    });

    it('looks where the scope says, and names what it does not know', async () => {
      const ireland = await subject.cloud.instances({ accounts: ['demo-prod'], regions: ['eu-west-1'] }, reading());
      expect(ireland.items.map(({ name: one }) => one).toSorted()).toEqual([
        'ad-1',
        'erp',
        'sap-test',
        'search-eu-1',
        'sql-1',
      ]);
      const byId = await subject.cloud.instances({ accounts: ['111122223333'], regions: ['eu-west-1'] }, reading());
      expect(byId.items).toEqual(ireland.items);
      const odd = await subject.cloud.instances({ accounts: ['demo-prot'], regions: ['eu-west-9'] }, reading());
      expect(odd.items).toEqual([]);
      expect(odd.gaps.map(({ todo }) => plain(todo))).toEqual(['Did you mean demo-prod?', 'Did you mean eu-west-1?']);
    });

    it('tells of one instance all that plans and answers need', async () => {
      const [web] = await named('web-1');
      expect(web).toMatchObject({
        account: { name: 'demo-dev', id: '444455556666' },
        region: 'us-east-1',
        zone: 'us-east-1a',
        type: 'm5.large',
        state: 'running',
        platformDetails: 'Linux/UNIX',
        usageOperation: 'RunInstances',
        tenancy: 'default',
        lifecycle: 'on-demand',
        rootDevice: 'ebs',
        profile: 'web-server',
        publicIp: { ip: '203.0.113.10', kind: 'auto-assigned' },
        tags: { env: 'dev', team: 'web', owner: 'maria', Name: 'web-1' },
      });
      expect(web?.disks.map(({ deleteOnTermination }) => deleteOnTermination)).toEqual([true, false]);
      expect((web?.createdAt ?? 0) < (web?.launchedAt ?? 0)).toBe(true);
      const [stopped, spot, windows, managed] = await named('batch-7', 'crawler-spot-1', 'ad-1', 'eks-auto-1');
      expect(stopped?.stateSince).toBeTypeOf('number');
      expect(stopped?.stateReason?.code).toBe('Client.UserInitiatedShutdown');
      expect(spot).toMatchObject({ lifecycle: 'spot', spotRequestId: expect.stringMatching(/^sir-/) });
      expect(windows).toMatchObject({ platformDetails: 'Windows', usageOperation: 'RunInstances:0002' });
      expect(managed?.operator).toBe('eks.amazonaws.com');
    });

    it('finds instances by id, and leaves out those that are not', async () => {
      const [web, ad] = await named('web-1', 'ad-1');
      if (web === undefined || ad === undefined) throw new Error('missing');
      const listing = await subject.cloud.instancesById([web, ad, { ...web, id: 'i-00000000000000000' }], reading());
      expect(listing.gaps).toEqual([]);
      expect(listing.items.map(({ id }) => id).toSorted()).toEqual([web.id, ad.id].toSorted());
      const elsewhere = await subject.cloud.instancesById([{ ...web, region: 'eu-west-1' }], reading());
      expect(elsewhere.items).toEqual([]);
    });

    it('tells volumes, those of some instances, and those of none', async () => {
      const [web] = await named('web-1');
      if (web === undefined) throw new Error('missing');
      const own = await subject.cloud.volumes({}, reading(), [web]);
      expect(own.items.map(({ kind, sizeGiB }) => `${kind} ${sizeGiB}`).toSorted()).toEqual(['gp3 100', 'gp3 20']);
      const every = await subject.cloud.volumes({}, reading());
      expect(
        every.items
          .filter(({ attachedTo }) => attachedTo.length === 0)
          .map(({ kind }) => kind)
          .toSorted(),
      ).toEqual(['gp2', 'gp3', 'io1', 'st1']);
      expect(every.items.find(({ kind, iops }) => kind === 'io1' && iops === 3_000)).toMatchObject({
        encrypted: true,
        sizeGiB: 200,
      });
    });

    it('tells Elastic IPs in every kind of use', async () => {
      const { items } = await subject.cloud.addresses({}, reading());
      expect(items.length).toBe(16);
      expect(items.filter(({ associationId }) => associationId === undefined).length).toBe(5);
      expect(items.filter(({ instanceId }) => instanceId !== undefined).length).toBe(7);
      expect(items.find(({ serviceManaged }) => serviceManaged === 'alb')?.networkInterfaceId).toMatch(/^eni-/);
      expect(items.find(({ pool }) => pool?.startsWith('ipv4pool-ec2-'))).toBeDefined();
    });

    it('tells protection and Spot requests of those asked about', async () => {
      const [db, web, once, persistent] = await named('db-1', 'web-1', 'crawler-spot-1', 'crawler-spot-2');
      const { items, gaps } = await subject.cloud.details(
        [db, web, once, persistent].filter((one) => one !== undefined),
        reading(),
      );
      expect(gaps).toEqual([]);
      const of = (instance: Instance | undefined) => items.find(({ id }) => id === instance?.id);
      expect(of(db)).toMatchObject({ stopProtected: true, terminationProtected: true });
      expect(of(web)).toEqual({ id: web?.id, stopProtected: false, terminationProtected: false });
      expect(of(once)?.spotRequest).toEqual({ type: 'one-time', state: 'active' });
      expect(of(persistent)?.spotRequest).toEqual({ type: 'persistent', state: 'active' });
    });

    it('stops over time, gives the auto-assigned address back, and starts with another', async () => {
      const [web] = await named('web-1');
      if (web === undefined) throw new Error('missing');
      const [stopping] = await apply('stop', [web]);
      expect(stopping?.result).toMatchObject({ kind: 'accepted', previous: 'running', current: 'stopping' });
      expect((await named('web-1'))[0]?.state).toBe('stopping');
      const stopped = await settled(web.id);
      expect(stopped).toMatchObject({ state: 'stopped', stateReason: { code: 'Client.UserInitiatedShutdown' } });
      expect(stopped?.publicIp).toBeUndefined();
      expect(stopped?.stateSince).toBeGreaterThan(web.launchedAt);
      await apply('start', [web]);
      const running = await settled(web.id);
      expect(running).toMatchObject({ state: 'running', publicIp: { kind: 'auto-assigned' } });
      expect(running?.publicIp?.ip).not.toBe(web.publicIp?.ip);
      expect(running?.launchedAt).toBeGreaterThan(web.launchedAt);
    });

    it('leaves an Elastic IP with its stopped instance', async () => {
      const [bastion] = await named('bastion');
      if (bastion === undefined) throw new Error('missing');
      await apply('stop', [bastion]);
      expect((await settled(bastion.id))?.publicIp).toEqual({ ip: '198.51.100.10', kind: 'elastic' });
    });

    it('takes a repeat as no error and no change', async () => {
      const [running, stopped] = await named('web-1', 'batch-7');
      if (running === undefined || stopped === undefined) throw new Error('missing');
      expect((await apply('start', [running]))[0]?.result).toMatchObject({
        kind: 'accepted',
        previous: 'running',
        current: 'running',
      });
      expect((await apply('stop', [stopped]))[0]?.result).toMatchObject({
        kind: 'accepted',
        previous: 'stopped',
        current: 'stopped',
      });
      expect((await settled(running.id))?.launchedAt).toBe(running.launchedAt);
    });

    it.each<[string, ControlKind, string]>([
      ['db-1', 'stop', 'OperationNotPermitted'],
      ['cache-store', 'stop', 'UnsupportedOperation'],
      ['crawler-spot-1', 'stop', 'UnsupportedOperation'],
      ['crawler-spot-3', 'start', 'IncorrectSpotRequestState'],
      ['gpu-train-2', 'start', 'InsufficientInstanceCapacity'],
      ['new-1', 'stop', 'IncorrectInstanceState'],
      ['old-1', 'start', 'IncorrectInstanceState'],
      ['gone-2', 'start', 'IncorrectInstanceState'],
      ['eks-auto-1', 'stop', 'UnauthorizedOperation'],
    ])('%s refuses a %s with %s', async (target, kind, code) => {
      const [instance] = await named(target);
      if (instance === undefined) throw new Error('missing');
      const [applied] = await apply(kind, [instance]);
      expect(applied?.result).toMatchObject({ kind: 'refused', code });
      expect((await named(target))[0]?.state).toBe(instance.state);
    });

    it('answers each target by itself, however EC2 takes a batch', async () => {
      const [web, web2, db, api] = await named('web-1', 'web-2', 'db-1', 'api-1');
      if (web === undefined || web2 === undefined || db === undefined || api === undefined) throw new Error('missing');
      const unknown = { ...web, id: 'i-00000000000000000' };
      const batches: string[][] = [];
      const told: string[] = [];
      const applied = await subject.control.apply(
        'stop',
        [web, unknown, web2, db, api],
        async (batch) => {
          batches.push(batch.map(({ id }) => id));
          return undefined;
        },
        async (answers) => {
          told.push(...answers.map(({ id }) => id));
        },
        new AbortController().signal,
      );
      expect(outcomes(applied)).toEqual({
        [web.id]: 'accepted',
        [web2.id]: 'accepted',
        [api.id]: 'accepted',
        [unknown.id]: 'InvalidInstanceID.NotFound',
        [db.id]: 'OperationNotPermitted',
      });
      expect(told.toSorted()).toEqual([web.id, web2.id, api.id, db.id, unknown.id].toSorted());
      expect(batches[0]).toHaveLength(5);
      expect(batches.length).toBeGreaterThan(2);
    });

    it('makes no call that is withheld', async () => {
      const [web] = await named('web-1');
      if (web === undefined) throw new Error('missing');
      const no = { problem: 'store-refused', what: [], todo: [] } as const;
      const [applied] = await subject.control.apply(
        'stop',
        [web],
        async () => no,
        silent,
        new AbortController().signal,
      );
      expect(applied?.result).toEqual({ kind: 'withheld', because: no });
      expect((await settled(web.id))?.state).toBe('running');
      const aborted = AbortSignal.abort(new Error('stopped'));
      expect((await subject.control.apply('stop', [web], yes, silent, aborted))[0]?.result.kind).toBe('withheld');
      expect((await settled(web.id))?.state).toBe('running');
    });

    it('lets a dry run tell permission and unknown ids, and change nothing', async () => {
      const [web, db] = await named('web-1', 'db-1');
      if (web === undefined || db === undefined) throw new Error('missing');
      const verdicts = await subject.control.dryRun(
        'stop',
        [web, db, { ...web, id: 'i-00000000000000000' }],
        new AbortController().signal,
      );
      expect(
        verdicts.map(({ id, refusal }) => [id, refusal === undefined ? 'allowed' : isProblem(refusal)]).toSorted(),
      ).toEqual(
        [
          [web.id, 'allowed'],
          [db.id, 'allowed'],
          ['i-00000000000000000', true],
        ].toSorted(),
      );
      expect((await settled(web.id))?.state).toBe('running');
    });
  });
}
