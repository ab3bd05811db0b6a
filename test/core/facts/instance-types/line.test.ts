import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCatalogue, readCatalogue, writeCatalogue } from '../../../../src/core/facts/instance-types/catalogue.ts';
import { readType, writeType } from '../../../../src/core/facts/instance-types/line.ts';
import { openOfferings, readOfferings, writeOfferings } from '../../../../src/core/facts/instance-types/offerings.ts';

describe('embedded facts of types', () => {
  it('are read as they were written', async () => {
    const types = await openCatalogue();
    expect(types.names().length).toBe(1_373);
    expect(types.asOf).toBe('2026-08-02');
    expect(types.find('m5d.xlarge')).toEqual({
      name: 'm5d.xlarge',
      vCpus: 4,
      cores: 2,
      threadsPerCore: 2,
      memoryMiB: 16_384,
      architectures: ['x86_64'],
      processor: 'Intel',
      clockGHz: 3.1,
      currentGeneration: true,
      burstable: false,
      bareMetal: false,
      hibernation: true,
      freeTier: false,
      dedicatedHosts: true,
      usageClasses: ['on-demand', 'spot'],
      bootModes: ['legacy-bios', 'uefi'],
      rootDevices: ['ebs'],
      virtualizations: ['hvm'],
      hypervisor: 'nitro',
      network: {
        performance: 'Up to 10 Gigabit',
        baselineGbps: 1.25,
        peakGbps: 10,
        cards: 1,
        interfaces: 4,
        ena: 'required',
        efaInterfaces: 0,
      },
      ebs: {
        optimized: 'default',
        nvme: 'required',
        baselineMbps: 1_150,
        maximumMbps: 4_750,
        baselineMBps: 143.75,
        maximumMBps: 593.75,
        baselineIops: 6_000,
        maximumIops: 18_750,
        volumes: 26,
      },
      instanceStoreGB: 150,
      disks: [{ count: 1, sizeGB: 150, kind: 'ssd' }],
      instanceStoreNvme: 'required',
      accelerators: [],
    });
    expect(types.find('t3.micro')).toMatchObject({ burstable: true, freeTier: true });
    expect(types.find('m5.huge')).toBeUndefined();
  });

  it.each([
    ['g5.xlarge', [{ kind: 'gpu', count: 1, maker: 'NVIDIA', name: 'A10G', memoryMiB: 22_888, share: undefined }]],
    ['g6f.large', [{ kind: 'gpu', count: 0, maker: 'NVIDIA', name: 'L4', memoryMiB: 2_861, share: 0.125 }]],
    [
      'inf2.xlarge',
      [{ kind: 'neuron', count: 1, maker: 'AWS', name: 'Inferentia2', memoryMiB: 32_768, share: undefined }],
    ],
    [
      'f2.6xlarge',
      [
        {
          kind: 'fpga',
          count: 1,
          maker: 'Xilinx',
          name: 'Virtex UltraScale+ (VU47P)',
          memoryMiB: 81_920,
          share: undefined,
        },
      ],
    ],
    ['vt1.3xlarge', [{ kind: 'media', count: 1, maker: 'Xilinx', name: 'U30', memoryMiB: 24_576, share: undefined }]],
  ])('%s has its accelerators', async (type, accelerators) => {
    expect((await openCatalogue()).find(type)?.accelerators).toEqual(accelerators);
  });

  it('keep the network cards of a type together', async () => {
    expect((await openCatalogue()).find('p5.48xlarge')?.network).toMatchObject({
      cards: 32,
      baselineGbps: 3_200,
      peakGbps: 3_200,
      efaInterfaces: 32,
    });
  });

  it('are the same after they were kept, every one of them', async () => {
    const types = await openCatalogue();
    const all = types.names().flatMap((name) => types.find(name) ?? []);
    const again = readCatalogue(await writeCatalogue('2026-01-01', all, new AbortController().signal));
    expect(again.names()).toEqual(types.names());
    for (const facts of all) expect(again.find(facts.name)).toEqual(facts);
  });

  it('that lack nearly everything are read all the same, and hostile words break no line', () => {
    expect(readType('x\t1\t512')).toMatchObject({ name: 'x', vCpus: 1, memoryMiB: 512, accelerators: [], disks: [] });
    fc.assert(
      fc.property(fc.string(), fc.string(), (performance, kind) => {
        const facts = { ...readType('x\t1\t512'), disks: [{ count: 1, sizeGB: 5, kind }] };
        const line = writeType({ ...facts, network: { ...facts.network, performance } });
        expect(line.split('\n')).toHaveLength(1);
        expect(readType(line)).toMatchObject({ name: 'x', disks: [{ sizeGB: 5 }], network: { cards: 1 } });
      }),
    );
  });
});

describe('offerings', () => {
  it('are embedded for 30 regions, by zone', async () => {
    const table = await openOfferings();
    expect(table.regions).toHaveLength(30);
    const east = table.of('us-east-1');
    expect(east?.types.length).toBe(1_354);
    expect(east?.zonesOf('m5.large')).toEqual(['a', 'b', 'c', 'd', 'f'].map((letter) => `us-east-1${letter}`));
    expect(east?.zonesOf('m5.huge')).toEqual([]);
    expect(table.of('xx-nowhere-1')).toBeUndefined();
  });

  it('are read as they were written, whatever their zones are called', () => {
    const zone = fc.constantFrom('us-east-1a', 'us-east-1b', 'us-east-1-bos-1a', 'elsewhere-1a', 'eu-west-1c');
    const rows = fc.uniqueArray(
      fc.record({
        type: fc.constantFrom('m5.large', 'm5.xlarge', 'c7g.metal', 't3.nano'),
        zones: fc.uniqueArray(zone, { minLength: 1 }),
      }),
      { selector: ({ type }) => type },
    );
    fc.assert(
      fc.property(rows, rows, (east, west) => {
        const table = readOfferings(
          writeOfferings(
            '2026-01-01',
            new Map([
              ['us-east-1', east],
              ['eu-west-1', west],
            ]),
          ),
        );
        for (const [region, all] of [
          ['us-east-1', east],
          ['eu-west-1', west],
        ] as const) {
          expect(new Set(table.of(region)?.types)).toEqual(new Set(all.map(({ type }) => type)));
          for (const { type, zones } of all) expect(table.of(region)?.zonesOf(type)).toEqual(zones.toSorted());
        }
      }),
    );
  });
});
