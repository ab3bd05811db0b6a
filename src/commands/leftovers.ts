import { isOpen, type LeftBehindRecord } from '../core/changes/left-behind.ts';
import { compileFilter, type Filter } from '../core/estate/filter.ts';
import { rounded, total, usd } from '../core/money.ts';
import { code, say, time } from '../core/text.ts';
import { distinct, type Problem } from '../core/problem.ts';
import { cli, cliOfRead } from './cli.ts';
import { command, type Context } from './command.ts';
import { filter, printClause } from './options/filter.ts';
import { choice, pageNumber } from './options/kinds.ts';
import { pageOf, turning } from './paging.ts';
import { changeAction } from './reply/plan-reply.ts';
import { action, actions, column, line, note, paragraph, reply, table, type Action } from './reply/reply.ts';
import { scoped } from './scope.ts';
import { causeInWords, keptInWords, listingNotes } from './words.ts';

/** Things that get buttons of their own. */
const offered = 3;

/** What changes of ours left behind that still costs. */
export const leftovers = command({
  name: 'leftovers',
  summary: 'Volumes and addresses that changes made here left behind, and that still cost',
  examples: ['leftovers', 'leftovers kept'],
  options: {
    also: choice('Also those that are kept on purpose', ['kept']),
    page: pageNumber(),
    filter: filter(),
    cli,
  },
  effect: 'reads',
  audience: 'person',
  alone: true,
  async run({ also, page = 1, filter: wanted = [], cli: withCli }, context) {
    const { core, now } = context;
    const within = scoped(wanted, context);
    const recorded = (await core.leftBehind.list()).filter((record) => also === 'kept' || isOpen(record, now));
    const still = await stillThere(recorded, within, context);
    const part = pageOf(
      still.items.toSorted((one, other) => other.at - one.at),
      page,
      context.everything,
    );
    const known = still.items.flatMap(({ perMonth }) => (perMonth === undefined ? [] : [usd(perMonth)]));
    const atLeast = known.length < still.items.length ? 'at least ' : '';
    return reply(
      still.items.length > 0 ? 'warning' : 'plain',
      still.items.length === 0
        ? say`Nothing that was left behind here${within.length > 0 ? ' and fits' : ''} still costs.`
        : say`${still.items.length} thing${still.items.length === 1 ? '' : 's'} left behind still cost${still.items.length === 1 ? 's' : ''} ${atLeast}${rounded(total(known))} a month${part.words}`,
      part.items.length === 0
        ? undefined
        : table(
            [
              column('What'),
              column('Id', 'left', 2),
              column('Left by'),
              column('When', 'left', 3),
              column('$/month', 'right'),
              column('Account', 'left', 4),
              column('Region', 'left', 1),
              ...(also === 'kept' ? [column('Kept')] : []),
            ],
            part.items.map((record) => [
              record.what === 'address' ? code(record.label) : record.label,
              code(record.id),
              causeInWords(record),
              time(record.at),
              record.perMonth === undefined ? 'unknown' : rounded(usd(record.perMonth)),
              record.account.name,
              record.region,
              ...(also === 'kept' ? [keptInWords(record)] : []),
            ]),
          ),
      still.items.some(({ what }) => what === 'volume')
        ? paragraph(
            say`A volume is deleted, or put away as a snapshot, in the EC2 console: Quartermaster deletes no data.`,
          )
        : undefined,
      still.unchecked > 0
        ? paragraph(say`${still.unchecked} more could not be checked, for not everything could be read.`)
        : undefined,
      note(
        say`Only what was left by changes made here. ${code('addresses idle')} and ${code('volumes unattached')} look at everything.`,
      ),
      ...listingNotes(still),
      ...(withCli === true ? await cliOfRead(core.cloud, ['describe-volumes', 'describe-addresses'], within) : []),
      actions(
        ...part.items.slice(0, offered).flatMap(buttonsOf),
        ...turning(
          part,
          (number) =>
            line`leftovers ${[...(also === undefined ? [] : [also]), ...wanted.map(printClause), `page:${number}`]}`,
        ),
      ),
    );
  },
});

const buttonsOf = ({ what, label, id }: LeftBehindRecord): readonly Action[] => [
  ...(what === 'address' ? [changeAction('release', label, label)] : []),
  action(`Keep ${what === 'address' ? label : id}`, line`keep ${id}`, 'normal', { reason: true, until: true }),
];

/** Those that AWS still has, and that nothing uses: a volume whose instance runs again, an address that is in use, are left behind no longer. */
async function stillThere(
  records: readonly LeftBehindRecord[],
  filter: Filter,
  { core, signal, now }: Context<'reads'>,
) {
  const of = (what: LeftBehindRecord['what']) => records.filter((record) => record.what === what);
  const scope = {
    accounts: [...new Set(of('volume').map(({ account }) => account.name))],
    regions: [...new Set(of('volume').map(({ region }) => region))],
  };
  const nothing = {
    items: [],
    gaps: [] as readonly Problem[],
    asOf: now,
    source: { name: core.cloud.demo ? 'demo account' : 'AWS' } as const,
  };
  const [volumes, instances, addresses] = await Promise.all([
    of('volume').length === 0 ? nothing : core.cloud.volumes(scope, { signal }),
    of('volume').length === 0 ? nothing : core.cloud.instances(scope, { signal }),
    of('address').length === 0 ? nothing : core.addresses.byId(of('address'), { signal }),
  ]);
  const states = new Map(instances.items.map(({ id, state }) => [id, state]));
  const volumeOf = new Map(volumes.items.map((one) => [one.id, one]));
  const addressOf = new Map(addresses.items.map((one) => [one.address?.allocationId, one]));
  const gaps = distinct([...volumes.gaps, ...instances.gaps, ...addresses.gaps]);
  /** Undefined: what was read does not tell. */
  const costs = ({ what, id }: LeftBehindRecord): boolean | undefined => {
    if (what === 'address') {
      const found = addressOf.get(id);
      if (found === undefined) return gaps.length > 0 ? undefined : false;
      return found.verdict.is === 'unknown' ? undefined : found.verdict.is === 'idle';
    }
    const found = volumeOf.get(id);
    if (found === undefined) return gaps.length > 0 ? undefined : false;
    const holders = found.attachedTo.map(({ instanceId }) => states.get(instanceId));
    if (holders.includes('running')) return false;
    return holders.includes(undefined) && gaps.length > 0 ? undefined : true;
  };
  const fits = compileFilter(filter);
  const isThere = compileFilter(filter.filter(({ by }) => by === 'account' || by === 'region'));
  /** Held against what AWS says of it now: the ledger keeps no tags. */
  const wanted = (record: LeftBehindRecord): boolean => {
    const tags = volumeOf.get(record.id)?.tags ?? addressOf.get(record.id)?.tags ?? {};
    return fits({ ...record, tags, name: tags['Name'] ?? record.of.name });
  };
  return {
    ...nothing,
    items: records.filter((record) => costs(record) === true && wanted(record)),
    // What cannot be read has no tags to hold against the filter; where it is, is known.
    unchecked: records.filter((record) => costs(record) === undefined && isThere({ ...record, tags: {} })).length,
    gaps,
  };
}
