import { runningCost, type RunningCost } from '../core/estate/running-cost.ts';
import { kindNames, rowOf, type Kind } from '../core/changes/kinds.ts';
import { managersOf, ownerOf } from '../core/estate/managers.ts';
import type { Whole } from '../core/estate/estate.ts';
import { exact, rounded, share, times, type Money } from '../core/money.ts';
import type { Instance } from '../core/ports/instance.ts';
import { isProblem } from '../core/problem.ts';
import { code, list, figure, say, time, type Spans } from '../core/text.ts';
import { hourMs, spanInWords, type Instant } from '../core/time.ts';
import { cli } from './cli/line.ts';
import { cliOfInstance } from './cli/reads.ts';
import { command, type Context } from './command.ts';
import { instance } from './options/kinds.ts';
import { called, changeAction } from './reply/plan-reply.ts';
import { action, actions, column, fields, line, note, paragraph, reply, table, type Block } from './reply/reply.ts';
import { watched } from './progress.ts';
import { placeOf } from './scope.ts';
import {
  ebsInWords,
  listingNotes,
  networkInWords,
  platformInWords,
  provenanceInWords,
  rateNote,
  typeInWords,
} from './words.ts';

/** Everything about one machine. */
export const show = command({
  name: 'show',
  summary: 'Show one instance: what it is, who it belongs to, what it costs',
  examples: ['show web-1', 'show db-1'],
  options: { instance: instance().required(), cli },
  effect: 'reads',
  audience: 'person',
  alone: true,
  async run({ instance: word, cli: withCli }, context) {
    const { core, now, signal } = context;
    const seen = await core.estate.one(word, placeOf(word, context), watched(context));
    if (isProblem(seen)) return seen;
    const parts = await core.estate.whole(seen.items, { signal });
    const [whole] = parts.items;
    if (whole === undefined) throw new Error('an instance that was found has no parts');
    const found = whole.instance;
    const cost = await runningCost(whole, core.prices, { signal });
    await core.types.know([found], signal);
    const facts = core.types.find(found.type, found.region);
    return reply(
      'plain',
      called(found),
      fields(
        ['State', stateInWords(found, now)],
        ['Type', say`${code(found.type)}${facts === undefined ? ' (no facts known)' : `: ${typeInWords(facts)}`}`],
        ['Network', facts && networkInWords(facts)],
        ['EBS', facts && ebsInWords(facts)],
        ['Platform', `${platformInWords(found)}, ${found.architecture}`],
        ['Purchase', purchase(whole)],
        ['Account', `${found.account.name} (${found.account.id})`],
        ['Zone', found.zone],
        ['Owner', ownerOf(found.tags) ?? '(no owner tag)'],
        ['Role', found.profile === undefined ? '(none)' : say`instance profile ${code(found.profile)}`],
        ['Private IPv4', found.privateIp],
        ['Public IPv4', publicIp(whole)],
        ['Protection', protection(whole)],
        ['Hibernation', found.hibernation ? 'enabled at launch' : 'not enabled'],
        ['Started', say`${time(found.launchedAt)} (${spanInWords(now - found.launchedAt)} ago)`],
        [
          'Made',
          found.createdAt === undefined
            ? undefined
            : say`${time(found.createdAt)} (${spanInWords(now - found.createdAt)} ago)`,
        ],
        ['Managed by', managers(found)],
        ['Tags', tags(found)],
      ),
      volumesTable(whole, core),
      ...costBlocks(found, cost, now),
      volumesNote(found.region, core.prices, now),
      ...listingNotes({ ...parts, gaps: [...seen.gaps, ...parts.gaps] }),
      ...(withCli === true ? cliOfInstance(found) : []),
      actions(
        ...changesOf(found).map((kind) => changeAction(kind, found.id)),
        action('Price', line`price ${found.id}`),
      ),
    );
  },
});

/** Kinds of change that may be asked for from the state that it is in. */
export const changesOf = ({ state, hibernation }: Instance): readonly Kind[] =>
  kindNames.filter((kind) => {
    const { of, command: asked, from } = rowOf(kind);
    return of === 'instance' && asked !== undefined && from.includes(state) && (kind !== 'hibernate' || hibernation);
  });

const stateInWords = ({ state, stateSince, stateReason }: Instance, now: Instant): Spans =>
  say`${state}${stateSince === undefined || state === 'running' || state === 'pending' ? '' : say` since ${time(stateSince)} (${spanInWords(now - stateSince)})`}${stateReason === undefined ? '' : `: ${stateReason.message}`}`;

function purchase({ instance: { lifecycle, tenancy, capacityReservationId }, details }: Whole): string {
  const spot = details?.spotRequest;
  const request = spot === undefined ? '' : `, ${spot.type} request (${spot.state})`;
  return `${lifecycle === 'on-demand' ? 'On-Demand' : lifecycle}${request}, ${tenancy === 'default' ? 'shared tenancy' : `${tenancy} tenancy`}${capacityReservationId === undefined ? '' : `, Capacity Reservation ${capacityReservationId}`}`;
}

function publicIp({ instance: { publicIp: ip }, addresses }: Whole): Spans | string {
  if (addresses.length > 0)
    return say`${list(addresses.map(({ publicIp: address }) => code(address)))} (Elastic IP, stays over a stop)`;
  if (ip === undefined) return '(none)';
  return say`${code(ip.ip)} (${ip.kind === 'elastic' ? 'Elastic IP, stays over a stop' : 'auto-assigned, changes at a stop'})`;
}

function protection({ details }: Whole): string {
  const word = (on: boolean | undefined): string => (on === undefined ? 'could not be read' : on ? 'on' : 'off');
  return `stop ${word(details?.stopProtected)}, termination ${word(details?.terminationProtected)}`;
}

const managers = ({ tags: all, operator }: Instance): Spans | string => {
  const found = managersOf(all, operator);
  return found.length === 0
    ? ''
    : list(
        found.map(
          ({ name, id, proof }) =>
            say`${name}${id === undefined ? '' : say` ${code(id)}`}${proof ? '' : ' (by its tags)'}`,
        ),
      );
};

const tags = ({ tags: all }: Instance): Spans | string => {
  const pairs = Object.entries(all).filter(([key]) => key !== 'Name');
  return pairs.length === 0 ? '' : list(pairs.map(([key, value]) => code(`${key}=${value}`)));
};

function volumesTable({ instance: { disks }, volumes }: Whole, core: Context<'reads'>['core']): Block | undefined {
  if (volumes.length === 0) return undefined;
  const disk = new Map(disks.map((one) => [one.volumeId, one]));
  return table(
    [
      column('Volume', 'left', 2),
      column('Device', 'left', 3),
      column('Kind'),
      column('GiB', 'right'),
      column('Encrypted', 'left', 4),
      column('When terminated', 'left', 1),
      column('$/month', 'right'),
    ],
    volumes.map((volume) => {
      const price = core.prices.volumePerMonth(volume);
      const own = disk.get(volume.id);
      return [
        code(volume.id),
        own?.device ?? '',
        volume.iops === undefined || volume.kind === 'gp3' ? volume.kind : `${volume.kind}, ${volume.iops} IOPS`,
        String(volume.sizeGiB),
        volume.encrypted ? 'yes' : 'no',
        own === undefined ? 'unknown' : own.deleteOnTermination ? 'deleted' : 'kept',
        isProblem(price) ? 'unknown' : figure(price),
      ];
    }),
  );
}

/** Where the volumes' prices are from, where it is not the catalogue that comes with the program. */
function volumesNote(region: string, prices: Context<'reads'>['core']['prices'], now: Instant): Block | undefined {
  const from = prices.volumesFrom(region);
  return from && note(say`Volumes: ${provenanceInWords(from, now)}.`);
}

function costBlocks(found: Instance, cost: RunningCost, now: Instant): readonly (Block | undefined)[] {
  const { rate } = cost;
  const atLeast = cost.unknown.length > 0 ? 'at least ' : '';
  return [
    paragraph(say`Costs now: ${atLeast}${exact(cost.perHour)} an hour, ${rounded(cost.perMonth)} a month.`),
    fields(
      [
        'Machine',
        isProblem(rate)
          ? say`unknown: ${rate.what}`
          : `${exact(rate.perHour)} an hour${cost.billedNow ? '' : ' when it runs; nothing now'}`,
      ],
      ['Volumes', `${cost.volumesUnknown ? 'at least ' : ''}${rounded(cost.volumesPerMonth)} a month`],
      [
        'Public IPv4',
        `${cost.addressesUnknown ? 'at least ' : ''}${exact(cost.addressesPerHour)} an hour (${cost.addresses})`,
      ],
      [
        'Since last start',
        isProblem(rate) || !cost.billedNow
          ? undefined
          : since(rate.perHour, found.launchedAt, now, 'the machine alone, at today’s price'),
      ],
      [
        'Since it was made',
        isProblem(rate) || found.createdAt === undefined
          ? undefined
          : `at most ${since(rate.perHour, found.createdAt, now, 'the machine alone, at today’s price, had it never been stopped: EC2 tells the last start alone')}`,
      ],
    ),
    ...cost.unknown.filter((one) => one !== rate).map(({ what }) => note(say`Not priced: ${what}`)),
    isProblem(rate) ? note(rate.todo) : rateNote(rate, now),
  ];
}

/** Decimal places of a sum over a time that may be minutes: a hundredth of a cent. */
const sharePlaces = 4;

/** At one rate for so long; EC2 bills by the second. */
const since = (perHour: Money, from: Instant, now: Instant, how: string): string =>
  `${rounded(share(times(perHour, now - from), hourMs, sharePlaces))} in ${spanInWords(now - from)} (${how})`;
