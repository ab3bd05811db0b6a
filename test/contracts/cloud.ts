import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Applied, Control, ControlKind, Target } from '../../src/core/ports/control.ts';
import type { Cloud, Reading, Scan, Scope } from '../../src/core/ports/cloud.ts';
import { ownInterfacesOf, type Address, type Home, type Instance } from '../../src/core/ports/instance.ts';
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

const placesOf = (homes: readonly Home[]): readonly string[] =>
  homes.map(({ account, region }) => `${account.name} ${region}`).toSorted();

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

    it('tells the Capacity Reservations of the accounts, and how much of each is taken', async () => {
      const { items, gaps } = await subject.cloud.reservations({}, reading());
      expect(gaps).toEqual([]);
      const [full, empty] = ['m5.4xlarge', 'c6i.2xlarge'].map((type) => items.find((one) => one.type === type));
      expect(items).toHaveLength(2);
      expect(empty).toEqual({
        id: expect.stringMatching(/^cr-[0-9a-f]{17}$/),
        account: { name: 'demo-prod', id: '111122223333' },
        region: 'us-east-1',
        zone: 'us-east-1a',
        type: 'c6i.2xlarge',
        platform: 'Linux/UNIX',
        tenancy: 'default',
        total: 2,
        available: 2,
        state: 'active',
        createdAt: expect.any(Number),
        kind: 'default',
        onOutpost: false,
        tags: { Name: 'launch day', env: 'prod', owner: 'ines' },
      });
      const [room] = await named('reserved-room');
      expect(full).toMatchObject({ id: room?.capacityReservationId, total: 1, available: 0 });
      const elsewhere = await subject.cloud.reservations({ accounts: ['demo-dev'] }, reading());
      expect(elsewhere.items).toEqual([]);
    });

    it('gives the place in a Capacity Reservation back while its instance is stopped', async () => {
      const [room] = await named('reserved-room');
      if (room === undefined) throw new Error('missing');
      await apply('stop', [room]);
      expect((await settled(room.id))?.state).toBe('stopped');
      const { items } = await subject.cloud.reservations({}, reading());
      expect(items.find(({ id }) => id === room.capacityReservationId)).toMatchObject({ total: 1, available: 1 });
    });

    const scans: readonly (readonly [what: string, read: (cloud: Cloud, scope: Scope) => Promise<Scan<unknown>>])[] = [
      ['instances', (cloud, scope) => cloud.instances(scope, reading())],
      ['volumes', (cloud, scope) => cloud.volumes(scope, reading())],
      ['addresses', (cloud, scope) => cloud.addresses(scope, reading())],
      ['addresses with what uses them', (cloud, scope) => cloud.addressUses(scope, reading(), () => true)],
      ['Capacity Reservations', (cloud, scope) => cloud.reservations(scope, reading())],
    ];
    it.each(scans)(
      'says of %s which accounts and regions were read whole, and nothing of what was not asked',
      async (_, read) => {
        const all = await read(subject.cloud, {});
        expect(placesOf(all.homes.whole)).toEqual(
          ['demo-dev', 'demo-prod'].flatMap((name) =>
            ['ap-northeast-1', 'eu-west-1', 'us-east-1'].map((region) => `${name} ${region}`),
          ),
        );
        expect(all.homes.partly).toEqual([]);
        const some = await read(subject.cloud, {
          accounts: ['demo-prod', 'nosuch'],
          regions: ['eu-west-1', 'eu-west-9'],
        });
        expect(placesOf(some.homes.whole)).toEqual(['demo-prod eu-west-1']);
        expect(some.homes.partly).toEqual([]);
        expect(some.homes.whole[0]?.account).toEqual({ name: 'demo-prod', id: '111122223333' });
      },
    );

    it('says of things that are named in which accounts and regions it looked for them', async () => {
      const [web, ad] = await named('web-1', 'ad-1');
      if (web === undefined || ad === undefined) throw new Error('missing');
      const wanted = ['demo-dev us-east-1', 'demo-prod eu-west-1'];
      const { cloud } = subject;
      expect(placesOf((await cloud.instancesById([web, ad, web], reading())).homes.whole)).toEqual(wanted);
      expect(placesOf((await cloud.volumes({}, reading(), [web, ad])).homes.whole)).toEqual(wanted);
      const { items } = await cloud.addresses({}, reading());
      const free = items.filter(({ associationId, serviceManaged }) => (associationId ?? serviceManaged) === undefined);
      expect(placesOf((await cloud.addressDetails(free, reading())).homes.whole)).toEqual(wanted);
      const on = ownInterfacesOf(items);
      expect(placesOf((await cloud.interfaces(on, reading())).homes.whole)).toEqual([
        'demo-dev us-east-1',
        'demo-prod us-east-1',
      ]);
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
      ['db-1', 'hibernate', 'OperationNotPermitted'],
      ['web-1', 'hibernate', 'UnsupportedHibernationConfiguration'],
      ['cache-store', 'hibernate', 'UnsupportedOperation'],
      ['batch-7', 'reboot', 'IncorrectInstanceState'],
      ['eks-auto-1', 'reboot', 'UnauthorizedOperation'],
      ['db-1', 'terminate', 'OperationNotPermitted'],
      ['ledger', 'terminate', 'OperationNotPermitted'],
      ['eks-auto-1', 'terminate', 'UnauthorizedOperation'],
    ])('%s refuses a %s with %s', async (target, kind, code) => {
      const [instance] = await named(target);
      if (instance === undefined) throw new Error('missing');
      const [applied] = await apply(kind, [instance]);
      expect(applied?.result).toMatchObject({ kind: 'refused', code });
      expect((await named(target))[0]?.state).toBe(instance.state);
    });

    it('takes a start that falls back to stopped, and says why without saying when', async () => {
      const [vault] = await named('vault');
      if (vault === undefined) throw new Error('missing');
      expect((await apply('start', [vault]))[0]?.result).toMatchObject({ kind: 'accepted', current: 'pending' });
      const back = await settled(vault.id);
      expect(back).toMatchObject({
        state: 'stopped',
        stateSince: undefined,
        stateReason: { code: 'Client.InternalError', message: 'Client.InternalError: Client error on launch' },
        transitionReason: 'Client.InternalError: Client error on launch',
      });
      expect(back?.launchedAt).toBeGreaterThan(vault.launchedAt);
    });

    it('has room at one time that it did not have at another', async () => {
      const [gpu] = await named('gpu-train-2');
      if (gpu === undefined) throw new Error('missing');
      expect(outcomes(await apply('start', [gpu]))).toEqual({ [gpu.id]: 'InsufficientInstanceCapacity' });
      await subject.pass(20 * 60_000);
      expect(outcomes(await apply('start', [gpu]))).toEqual({ [gpu.id]: 'accepted' });
    });

    it('hibernates over time, and says that it was no ordinary stop', async () => {
      const [notebook] = await named('notebook-2');
      if (notebook === undefined) throw new Error('missing');
      const [answer] = await apply('hibernate', [notebook]);
      expect(answer?.result).toMatchObject({ kind: 'accepted', previous: 'running', current: 'stopping' });
      await subject.pass(20_000);
      const stopped = await settled(notebook.id);
      expect(stopped).toMatchObject({ state: 'stopped', stateReason: { code: 'Client.UserInitiatedHibernate' } });
      await apply('start', [notebook]);
      expect((await settled(notebook.id))?.state).toBe('running');
    });

    it('takes a reboot, which leaves nothing that could be read', async () => {
      const [web] = await named('web-1');
      if (web === undefined) throw new Error('missing');
      expect((await apply('reboot', [web]))[0]?.result).toMatchObject({ kind: 'accepted', current: 'running' });
      expect(await settled(web.id)).toEqual(web);
    });

    it('terminates over time: volumes go or stay by their flag, the Elastic IP stays with nothing to use it', async () => {
      const [web, bastion] = await named('web-1', 'bastion');
      if (web === undefined || bastion === undefined) throw new Error('missing');
      const volumesOf = (one: Instance, deleted: boolean) =>
        one.disks.filter(({ deleteOnTermination }) => deleteOnTermination === deleted).map(({ volumeId }) => volumeId);
      expect(volumesOf(web, true).length * volumesOf(web, false).length).toBeGreaterThan(0);
      const answers = await apply('terminate', [web, bastion]);
      expect(answers.map(({ result }) => result)).toMatchObject([
        { kind: 'accepted', previous: 'running', current: 'shutting-down' },
        { kind: 'accepted', previous: 'running', current: 'shutting-down' },
      ]);
      expect((await settled(web.id))?.state).toBe('terminated');
      expect(outcomes(await apply('terminate', [web]))).toEqual({ [web.id]: 'accepted' });
      const volumes = (await subject.cloud.volumes({}, reading())).items;
      expect(volumes.filter(({ id }) => volumesOf(web, true).includes(id))).toEqual([]);
      expect(volumes.filter(({ id }) => volumesOf(web, false).includes(id))).toMatchObject([
        { state: 'available', attachedTo: [] },
      ]);
      const address = await ip('198.51.100.10');
      expect(address).toMatchObject({ allocationId: expect.stringMatching(/^eipalloc-/) });
      expect(address?.associationId).toBeUndefined();
    });

    it('calls a termination for each target alone: one that is protected spares no other', async () => {
      const [web, db, web2] = await named('web-1', 'db-1', 'web-2');
      if (web === undefined || db === undefined || web2 === undefined) throw new Error('missing');
      const batches: number[] = [];
      const applied = await subject.control.apply(
        'terminate',
        [web, db, web2],
        async (batch) => void batches.push(batch.length),
        silent,
        new AbortController().signal,
      );
      expect(batches).toEqual([1, 1, 1]);
      expect(outcomes(applied)).toEqual({
        [web.id]: 'accepted',
        [db.id]: 'OperationNotPermitted',
        [web2.id]: 'accepted',
      });
    });

    const ip = async (wanted: string): Promise<Address | undefined> =>
      (await subject.cloud.addresses({}, reading())).items.find(({ publicIp }) => publicIp === wanted);
    const target = async (wanted: string) => {
      const found = await ip(wanted);
      if (found?.allocationId === undefined) throw new Error(`there is no ${wanted}`);
      const { account, region, associationId, allocationId: id } = found;
      return { id, account, region, ...(associationId !== undefined && { associationId }) };
    };

    it('disassociates: the address is free, its running instance has another one, and a repeat is no error', async () => {
      const bastion = await target('198.51.100.10');
      expect(outcomes(await apply('disassociate', [bastion]))).toEqual({ [bastion.id]: 'accepted' });
      expect(await ip('198.51.100.10')).toMatchObject({ allocationId: bastion.id, instanceId: undefined });
      expect((await named('bastion'))[0]?.publicIp?.ip).not.toBe('198.51.100.10');
      expect(outcomes(await apply('disassociate', [bastion]))).toEqual({ [bastion.id]: 'accepted' });
    });

    it('releases an address for good; a repeat finds nothing', async () => {
      const forgotten = await target('198.51.100.45');
      expect(outcomes(await apply('release', [forgotten]))).toEqual({ [forgotten.id]: 'accepted' });
      expect(await ip('198.51.100.45')).toBeUndefined();
      expect(outcomes(await apply('release', [forgotten]))).toEqual({ [forgotten.id]: 'InvalidAllocationID.NotFound' });
    });

    it('recovers an address under another allocation id, without its tags, as long as nobody has it', async () => {
      const forgotten = await target('198.51.100.38');
      const wanted = { ...forgotten, id: '198.51.100.38' };
      expect(outcomes(await apply('recover', [wanted]))).toEqual({ '198.51.100.38': 'InvalidAddress.NotFound' });
      await apply('release', [forgotten]);
      expect(outcomes(await apply('recover', [wanted]))).toEqual({ '198.51.100.38': 'accepted' });
      const again = await ip('198.51.100.38');
      expect(again?.allocationId).not.toBe(forgotten.id);
      expect(again?.tags).toEqual({});
    });

    it('refuses to release what is in use, and what has a reverse DNS name until that is reset', async () => {
      const bastion = await target('198.51.100.10');
      expect(outcomes(await apply('release', [bastion]))).toEqual({ [bastion.id]: 'InvalidIPAddress.InUse' });
      const mail = await target('198.51.100.108');
      expect(outcomes(await apply('release', [mail]))).toEqual({ [mail.id]: 'InvalidAddress.Locked' });
      expect(outcomes(await apply('reset-dns', [mail]))).toEqual({ [mail.id]: 'accepted' });
      await subject.pass(10_000);
      expect(outcomes(await apply('release', [mail]))).toEqual({ [mail.id]: 'accepted' });
    });

    it('refuses to recover more than the quota allows', async () => {
      const forgotten = await target('198.51.100.38');
      const gone = [forgotten, await target('198.51.100.45')];
      for (const one of gone) await apply('release', [one]);
      const taken = Array.from({ length: 12 }, (_, index) => ({ ...forgotten, id: `198.51.100.${200 + index}` }));
      const answers = Object.values(outcomes(await apply('recover', taken)));
      expect(answers).toContain('accepted');
      expect(answers.at(-1)).toBe('AddressLimitExceeded');
    });

    it('tells of addresses what a release must know: transfer, reverse DNS, records that point to them', async () => {
      const { items } = await subject.cloud.addresses({}, reading());
      const [mail, moving, plainOne] = ['198.51.100.108', '198.51.100.115', '198.51.100.38'].map((wanted) =>
        items.find(({ publicIp }) => publicIp === wanted),
      );
      if (mail === undefined || moving === undefined || plainOne === undefined) throw new Error('missing');
      const details = await subject.cloud.addressDetails([mail, moving, plainOne], reading());
      expect(details.gaps).toEqual([]);
      const of = ({ allocationId }: Address) => details.items.find((one) => one.allocationId === allocationId);
      expect(of(mail)).toMatchObject({ transfer: 'none', reverseDns: 'mail.example.com.' });
      expect(of(moving)).toMatchObject({ transfer: { toAccount: '777788889999' }, reverseDns: '' });
      expect(of(plainOne)).toMatchObject({ transfer: 'none', reverseDns: '' });
      const records = await subject.cloud.dnsRecords([mail, moving, plainOne], reading());
      expect(records.gaps).toEqual([]);
      expect(records.items.toSorted((one, other) => (one.name < other.name ? -1 : 1))).toEqual([
        { ip: '198.51.100.38', name: 'load.dev.example.com', zone: 'example.com' },
        { ip: '198.51.100.108', name: 'mail.example.com', zone: 'example.com' },
      ]);
    });

    it('tells of interfaces who has them, and leaves out those that are not shown to us', async () => {
      const { items } = await subject.cloud.addresses({}, reading());
      const on = items.flatMap(({ networkInterfaceId, instanceId, account, region }) =>
        networkInterfaceId === undefined || instanceId !== undefined
          ? []
          : [{ id: networkInterfaceId, account, region }],
      );
      expect(on).toHaveLength(4);
      const found = await subject.cloud.interfaces(on, reading());
      expect(found.gaps).toEqual([]);
      expect(
        found.items.map(({ type, status, requesterManaged }) => `${type} ${status} ${requesterManaged}`).toSorted(),
      ).toEqual(['interface available false', 'interface in-use true', 'nat_gateway in-use true']);
    });

    it('reads addresses with what uses each, and the details of those alone that are asked for', async () => {
      const { items, gaps } = await subject.cloud.addressUses(
        { accounts: ['demo-dev'] },
        reading(),
        ({ associationId }) => associationId === undefined,
      );
      expect(gaps).toEqual([]);
      const { items: addresses } = await subject.cloud.addresses({ accounts: ['demo-dev'] }, reading());
      expect(items.map(({ address }) => address.publicIp).toSorted()).toEqual(
        addresses.map(({ publicIp }) => publicIp).toSorted(),
      );
      expect(items.some(({ instance }) => instance !== undefined)).toBe(true);
      for (const { address, instance, interface: on, details } of items) {
        expect(instance?.id).toBe(address.instanceId);
        if (address.instanceId !== undefined || address.networkInterfaceId === undefined) expect(on).toBeUndefined();
        else if (on !== undefined) expect(on.id).toBe(address.networkInterfaceId);
        expect(details?.allocationId).toBe(address.associationId === undefined ? address.allocationId : undefined);
      }
    });

    it.each<[ControlKind, string]>([
      ['release', '198.51.100.45'],
      ['disassociate', '198.51.100.10'],
      ['reset-dns', '198.51.100.108'],
    ])('a dry run of %s changes nothing', async (kind, wanted) => {
      const before = await ip(wanted);
      const verdicts = await subject.control.dryRun(kind, [await target(wanted)], new AbortController().signal);
      expect(verdicts.map(({ refusal }) => refusal)).toEqual([undefined]);
      await subject.pass(10_000);
      expect(await ip(wanted)).toEqual(before);
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
