import { ownerOf } from '../core/estate/managers.ts';
import { sideBySide } from '../core/estate/side-by-side.ts';
import { regionsOf } from '../core/estate/regions-of.ts';
import { compileFilter, scopeOf, type Filtered } from '../core/estate/filter.ts';
import { indexed, type ById } from '../core/by-id.ts';
import { rounded, times, total, type Money } from '../core/money.ts';
import type { Instance, Volume } from '../core/ports/instance.ts';
import { distinct, isProblem, type Problem } from '../core/problem.ts';
import { inSlices } from '../core/slices.ts';
import { code, list, figure, say, time, type Spans } from '../core/text.ts';
import { spanInWords } from '../core/time.ts';
import { cli } from './cli/line.ts';
import { cliOfRead } from './cli/reads.ts';
import { command } from './command.ts';
import { filter, printClause } from './options/filter.ts';
import { choice, pageNumber } from './options/kinds.ts';
import { suggestVolumes } from './options/suggest.ts';
import { pageOf, turning } from './paging.ts';
import { actions, column, line, note, paragraph, reply, table } from './reply/reply.ts';
import { watched } from './progress.ts';
import { scoped } from './scope.ts';
import { causeInWords, listingNotes, nothingRead, volumePricesFrom } from './words.ts';

/** A volume with what it costs and who has it. */
interface Row {
  readonly volume: Volume;
  readonly price: Money | Problem;
}

/** EBS volumes and what they cost. */
export const volumes = command({
  name: 'volumes',
  summary: 'EBS volumes: who has them, what they cost, which belong to nothing',
  examples: ['volumes', 'volumes unattached', 'volumes region:us-east-1 owner:maria'],
  options: {
    only: choice('Only those that are attached to nothing', ['unattached']),
    page: pageNumber(),
    filter: filter(suggestVolumes),
    cli,
  },
  effect: 'reads',
  audience: 'person',
  alone: false,
  async run({ only, page = 1, filter: wanted = [], cli: withCli }, context) {
    const { core, signal, now } = context;
    const side = sideBySide(watched(context));
    const within = scoped(wanted, context);
    const scope = scopeOf(within);
    const [found, instances, history] = await Promise.all([
      core.cloud.volumes(scope, side()),
      core.cloud.instances(scope, side()),
      core.leftBehind.list(),
    ]);
    const unread = await nothingRead(found, core.cloud, scope);
    if (unread !== undefined) return unread;
    await core.prices.prepare(await regionsOf(found.items, signal), { signal });
    const fits = compileFilter(within);
    // Where the filter speaks of places alone, all that was read fits it.
    const narrows = within.some(({ by }) => by !== 'account' && by !== 'region');
    const all = narrows ? await indexed(instances.items, ({ id }) => id, signal) : undefined;
    const rows: Row[] = [];
    const regions = new Set<string>();
    const tally = { all: new Map<Row['price'], number>(), unattached: new Map<Row['price'], number>() };
    await inSlices(
      found.items,
      (volume) => {
        const unattached = volume.attachedTo.length === 0;
        if (only !== undefined && !unattached) return;
        if (all !== undefined && !asFiltered(volume, all).some(fits)) return;
        const price = core.prices.volumePerMonth(volume);
        rows.push({ volume, price });
        regions.add(volume.region);
        tally.all.set(price, (tally.all.get(price) ?? 0) + 1);
        if (unattached) tally.unattached.set(price, (tally.unattached.get(price) ?? 0) + 1);
      },
      signal,
    );
    const part = await pageOf(rows, dearestFirst, page, context);
    const holders = await holdersOf(part.items, instances.items, signal);
    // What runs again uses its volumes, whoever started it.
    const idle = new Set(part.items.filter((row) => !inUse(row, holders)).map(({ volume }) => volume.id));
    const left = new Map(history.flatMap((record) => (idle.has(record.id) ? [[record.id, record] as const] : [])));
    const anyLeft = part.items.some(({ volume }) => left.has(volume.id));
    return reply(
      'plain',
      say`${rows.length} volume${rows.length === 1 ? '' : 's'}${only === undefined ? '' : ' attached to nothing'}${part.words}`,
      part.items.length === 0
        ? undefined
        : table(
            [
              column('Volume'),
              column('Name', 'left', 3),
              column('Kind', 'left', 1),
              column('GiB', 'right'),
              column('Attached to', 'left', 1),
              column('$/month', 'right'),
              column('Made', 'left', 4),
              column('Account', 'left', 6),
              column('Region', 'left', 2),
              column('Owner', 'left', 5),
              ...(anyLeft ? [column('Left by', 'left', 1)] : []),
            ],
            part.items.map(({ volume, price }) => {
              const leftBy = left.get(volume.id);
              return [
                code(volume.id),
                volume.tags['Name'] ?? '',
                volume.kind,
                String(volume.sizeGiB),
                holderInWords(volume, holders),
                isProblem(price) ? 'unknown' : figure(price),
                volume.createdAt === undefined
                  ? 'unknown'
                  : say`${time(volume.createdAt)} (${spanInWords(context.now - volume.createdAt)} ago)`,
                volume.account.name,
                volume.region,
                ownerOf(volume.tags) ?? '(none)',
                ...(anyLeft ? [leftBy === undefined ? '' : causeInWords(leftBy)] : []),
              ];
            }),
          ),
      paragraph(say`${costOf(tally.all)}${only === undefined ? unattachedOf(tally.unattached) : ''}`),
      note(
        say`EBS prices: ${volumePricesFrom(core.prices, regions, now)}, storage, IOPS and throughput above what is included. USD, a month of 730 hours.`,
      ),
      ...listingNotes({
        ...found,
        gaps: distinct([...found.gaps, ...instances.gaps]),
      }),
      ...(withCli === true
        ? await cliOfRead(
            core.cloud,
            ['describe-volumes'],
            within,
            only === undefined ? '' : 'what is attached to nothing',
          )
        : []),
      actions(
        ...turning(
          part,
          (number) =>
            line`volumes ${[...(only === undefined ? [] : [only]), ...wanted.map(printClause), `page:${number}`]}`,
        ),
      ),
    );
  },
});

/** A filter may speak of the volume itself, whose type is its kind, or of an instance that has it. */
const asFiltered = (volume: Volume, instances: Pick<ById<Instance>, 'get'>): readonly Filtered[] => {
  const { id, account, region, tags, kind } = volume;
  const holders = volume.attachedTo.flatMap(({ instanceId }) => instances.get(instanceId) ?? []);
  const own = { id, account, region, tags, name: tags['Name'], type: kind };
  return [own, ...holders.flatMap((holder) => [holder, { ...own, state: holder.state, zone: holder.zone }])];
};

const dearestFirst = (one: Row, other: Row): number => {
  if (isProblem(one.price) || isProblem(other.price))
    return Number(isProblem(one.price)) - Number(isProblem(other.price));
  return other.price.amount.cmp(one.price.amount) || (one.volume.id < other.volume.id ? -1 : 1);
};

/** How many volumes have each price: equal ones have the same object. */
type Tally = ReadonlyMap<Row['price'], number>;

const countOf = (counts: Iterable<number>): number => [...counts].reduce((sum, count) => sum + count, 0);

const costOf = (tally: Tally): string => {
  const known = [...tally].flatMap(([price, count]) => (isProblem(price) ? [] : [times(price, count)]));
  const unknown = countOf([...tally].flatMap(([price, count]) => (isProblem(price) ? [count] : [])));
  return `They cost ${unknown > 0 ? 'at least ' : ''}${rounded(total(known))} a month${unknown > 0 ? ` (${unknown} without a known price)` : ''}.`;
};

function unattachedOf(tally: Tally): string {
  const count = countOf(tally.values());
  return count === 0
    ? ''
    : ` ${count} of them ${count === 1 ? 'is' : 'are'} attached to nothing. ${costOf(tally).replace('They cost', 'Those cost')}`;
}

async function holdersOf(
  rows: readonly Row[],
  instances: readonly Instance[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Instance>> {
  const wanted = new Set(rows.flatMap(({ volume }) => volume.attachedTo.map(({ instanceId }) => instanceId)));
  const holders = new Map<string, Instance>();
  await inSlices(
    instances,
    (one) => {
      if (wanted.has(one.id)) holders.set(one.id, one);
    },
    signal,
  );
  return holders;
}

const inUse = ({ volume }: Row, holders: ReadonlyMap<string, Instance>): boolean =>
  volume.attachedTo.some(({ instanceId }) => holders.get(instanceId)?.state === 'running');

function holderInWords({ attachedTo }: Volume, holders: ReadonlyMap<string, Instance>): Spans {
  if (attachedTo.length === 0) return say`nothing`;
  return list(
    attachedTo.map(({ instanceId }) => {
      const holder = holders.get(instanceId);
      return holder === undefined ? code(instanceId) : say`${holder.name ?? code(instanceId)} (${holder.state})`;
    }),
  );
}
