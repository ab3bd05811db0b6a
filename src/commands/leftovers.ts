import { isOpen, type LeftBehindRecord } from '../core/changes/left-behind.ts';
import { compileFilter, type Filter } from '../core/estate/filter.ts';
import { fromRecord, rounded, total } from '../core/money.ts';
import { filtered } from '../core/slices.ts';
import { code, command as typed, figure, say, time } from '../core/text.ts';
import { distinct, type Problem, unread } from '../core/problem.ts';
import { cli } from './cli/line.ts';
import { cliOfRead } from './cli/reads.ts';
import { command, type Context } from './command.ts';
import { filter, printClause } from './options/filter.ts';
import { choice, pageNumber } from './options/kinds.ts';
import { leftOut } from './left-out.ts';
import { pageOf, turning } from './paging.ts';
import { changeAction } from './reply/plan-reply.ts';
import { action, actions, column, line, note, paragraph, reply, table, type Action } from './reply/reply.ts';
import { scoped } from './scope.ts';
import { causeInWords, deletesNoData, keptInWords, listingNotes } from './words.ts';

/** Things that get buttons of their own. */
const offered = 3;

/** What changes of ours left behind that still costs. */
export const leftovers = command({
  name: 'leftovers',
  summary: 'Volumes and addresses that changes made here left behind, and that still cost',
  examples: ['leftovers', 'leftovers kept'],
  options: {
    only: choice('Only those that are kept on purpose', ['kept']),
    page: pageNumber(),
    filter: filter(),
    cli,
  },
  effect: 'reads',
  audience: 'person',
  alone: true,
  async run({ only, page = 1, filter: wanted = [], cli: withCli }, context) {
    const { core, now } = context;
    const unfit = wanted.find(({ by }) => by === 'state' || by === 'type' || by === 'zone');
    if (unfit !== undefined) return cannotTell(printClause(unfit));
    const within = scoped(wanted, context);
    const all = await stillThere(await core.leftBehind.list(), within, context);
    const open = all.items.filter((record) => isOpen(record, now));
    const kept = all.items.filter((record) => !isOpen(record, now));
    const still = { ...all, items: only === 'kept' ? kept : open };
    const part = await pageOf(still.items, newestFirst, page, context);
    return reply(
      still.items.length > 0 ? 'warning' : 'plain',
      still.items.length === 0
        ? say`Nothing ${only === undefined && kept.length > 0 ? 'else ' : ''}that was left behind here${within.length > 0 ? ' and fits' : ''} ${only === 'kept' ? 'is kept' : 'still costs'}.`
        : say`${inWords(still.items, only === 'kept' ? 'kept on purpose' : 'left behind')}${part.words}`,
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
              ...(only === 'kept' ? [column('Kept')] : []),
            ],
            part.items.map((record) => [
              record.what === 'address' ? code(record.label) : record.label,
              code(record.id),
              causeInWords(record),
              time(record.at),
              record.perMonth === undefined ? 'unknown' : figure(fromRecord(record.perMonth)),
              record.account.name,
              record.region,
              ...(only === 'kept' ? [keptInWords(record)] : []),
            ]),
          ),
      still.items.some(({ what }) => what === 'volume') ? paragraph(deletesNoData) : undefined,
      only === undefined && kept.length > 0
        ? paragraph(say`Besides, ${inWords(kept, 'kept on purpose')}: ${typed('leftovers kept')}.`)
        : undefined,
      still.unchecked > 0
        ? paragraph(say`${still.unchecked} more could not be checked, for not everything could be read.`)
        : undefined,
      note(
        say`Only what was left by changes made here. ${code('addresses idle')} and ${code('volumes unattached')} look at everything.`,
      ),
      leftOut(
        await core.unseen.leftBehind(),
        'thing that was left behind',
        'things that were left behind',
        core.shownIn(context.place),
      ),
      ...listingNotes(still),
      ...(withCli === true ? await cliOfRead(core.cloud, ['describe-volumes', 'describe-addresses'], within) : []),
      actions(
        ...part.items.slice(0, offered).flatMap(buttonsOf),
        ...turning(
          part,
          (number) =>
            line`leftovers ${[...(only === undefined ? [] : [only]), ...wanted.map(printClause), `page:${number}`]}`,
        ),
      ),
    );
  },
});

const newestFirst = (one: LeftBehindRecord, other: LeftBehindRecord): number => other.at - one.at;

const cannotTell = (clause: string): Problem => ({
  problem: 'bad-value',
  what: say`What was left behind is not told apart by ${code(clause)}.`,
  todo: say`Narrow by account, region, owner, tag, name or id.`,
});

/** `2 things left behind still cost $14.05 a month`. */
function inWords(records: readonly LeftBehindRecord[], how: string): string {
  const known = records.flatMap(({ perMonth }) => (perMonth === undefined ? [] : [fromRecord(perMonth)]));
  const atLeast = known.length < records.length ? 'at least ' : '';
  const one = records.length === 1;
  return `${records.length} thing${one ? '' : 's'} ${how} still cost${one ? 's' : ''} ${atLeast}${rounded(total(known))} a month`;
}

const buttonsOf = ({ what, label, id, kept }: LeftBehindRecord): readonly Action[] => [
  ...(what === 'address' ? [changeAction('release', label, label)] : []),
  kept === undefined
    ? action(`Keep ${what === 'address' ? label : id}`, line`keep ${id}`, 'normal', { reason: true, until: true })
    : action(`Keep ${what === 'address' ? label : id} no longer`, line`unkeep ${id}`),
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
  // Of all that there is only what was left, and what holds it, is looked at.
  const left = new Set(of('volume').map(({ id }) => id));
  const found = await filtered(volumes.items, ({ id }) => left.has(id), signal);
  const holding = new Set(found.flatMap(({ attachedTo }) => attachedTo.map(({ instanceId }) => instanceId)));
  const holders = await filtered(instances.items, ({ id }) => holding.has(id), signal);
  const states = new Map(holders.map(({ id, state }) => [id, state]));
  const volumeOf = new Map(found.map((one) => [one.id, one]));
  // Of one whose record could not be read when it was left only the address is known.
  const addressOf = new Map(
    addresses.items.flatMap((one) => [one.address?.allocationId, one.ip].map((id) => [id, one] as const)),
  );
  const gaps = distinct([...volumes.gaps, ...instances.gaps, ...addresses.gaps]);
  const isUnread = unread(gaps).length > 0;
  /** Undefined: what was read does not tell. */
  const costs = ({ what, id }: LeftBehindRecord): boolean | undefined => {
    if (what === 'address') {
      const address = addressOf.get(id);
      if (address === undefined) return isUnread ? undefined : false;
      return address.verdict.is === 'unknown' ? undefined : address.verdict.is === 'idle';
    }
    const volume = volumeOf.get(id);
    if (volume === undefined) return isUnread ? undefined : false;
    const held = volume.attachedTo.map(({ instanceId }) => states.get(instanceId));
    if (held.includes('running')) return false;
    return held.includes(undefined) && isUnread ? undefined : true;
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
