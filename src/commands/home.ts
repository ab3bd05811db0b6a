import { sideBySide } from '../core/estate/side-by-side.ts';
import { scopeOf } from '../core/estate/filter.ts';
import { rounded } from '../core/money.ts';
import { isProblem, unread, distinct } from '../core/problem.ts';
import { code, command as typed, list, say, type Spans } from '../core/text.ts';
import { withoutPlatform } from '../core/people/directory.ts';
import type { Person } from '../core/people/person.ts';
import { command, type Context } from './command.ts';
import { idleBlocks } from './home/idle.ts';
import { costOfMine, groupOf, machineBlocks, sumInWords } from './home/machines.ts';
import { mineOf, namesThem, type Mine } from './home/mine.ts';
import { recentBlocks, waitingBlocks } from './home/yours.ts';
import { tallyOf, waste } from './idle-waste.ts';
import { watched } from './progress.ts';
import { action, actions, fields, note, paragraph, reply } from './reply/reply.ts';
import { scoped } from './scope.ts';
import { listingNotes, nothingRead } from './words.ts';

/** Instances of the person that are shown. */
const shown = 10;

/** What is the person's: machines, costs, waste, what waits for them, and what they did. */
export const home = command({
  name: 'home',
  summary: 'Your instances, what they cost now, what idles, what waits for you, and what you did last',
  examples: ['home'],
  options: {},
  effect: 'reads',
  audience: 'person',
  alone: false,
  async run(_, context) {
    const { core, person, signal } = context;
    const { scope, instances, volumes, addresses, idle, history, waiting, recent } = await readAll(context);
    const none = await nothingRead(instances, core.cloud, scope);
    if (none?.problem === 'not-shown')
      return reply(
        'plain',
        none.what,
        none.where && paragraph(none.where),
        ...waiting,
        ...recent,
        actions(action('Refresh', 'home'), action('Help', 'help')),
      );
    const mine = await mineOf(instances.items, namesThem(person, core.directory), shown, signal);
    const cost = await core.costs.of(
      {
        instances: instances.items,
        volumes: volumes.items,
        addresses: addresses.items,
        groupOf: groupOf(mine),
        loose: '(held by no instance)',
      },
      { signal },
    );
    const tally = await tallyOf(idle.items, signal);
    await core.prices.prepare([...tally.regions], { signal });
    const perHourOf = (region: string) => core.prices.ipv4PerHour(region);
    const all = { ...instances, gaps: distinct([instances, volumes, addresses, idle].flatMap(({ gaps }) => gaps)) };
    const atLeast = cost.unknown.size + unread(all.gaps).length > 0 ? 'at least ' : '';
    const unpriced = await unpricedOf(mine, context);
    const own = costOfMine(mine, cost);
    return reply(
      'plain',
      titleOf(mine, unread(instances.gaps).length > 0),
      fields(
        ['Yours now', mine.count === 0 ? undefined : sumInWords(own, rounded(own.perMonth), atLeast)],
        ['All that you see', sumInWords(cost.all, rounded(cost.all.perMonth), atLeast)],
        ['Idle addresses', waste(idle, tally, perHourOf)],
      ),
      ...(mine.count === 0 ? [paragraph(whatIsTheirs(person))] : machineBlocks(mine, cost, unpriced)),
      ...(await idleBlocks(idle, perHourOf, history, context)),
      ...waiting,
      ...recent,
      note(
        say`On-Demand and current Spot prices, a month of 730 hours; Reserved Instances and Savings Plans are not taken off; ${typed('cost')} tells where the prices are from.${atLeast === '' ? '' : ' Not everything could be read and priced.'}`,
      ),
      ...listingNotes(all),
      actions(
        action('Refresh', 'home'),
        action('List', 'list'),
        action('Cost', 'cost'),
        action('Idle addresses', 'addresses idle'),
        action('Help', 'help'),
      ),
    );
  },
});

/** Everything that is shown, read at once. */
async function readAll(context: Context<'reads'>) {
  const { core } = context;
  const within = scoped([], context);
  const scope = scopeOf(within);
  const side = sideBySide(watched(context));
  const [instances, volumes, addresses, idle, history, waiting, recent] = await Promise.all([
    core.estate.list(within, side()),
    core.cloud.volumes(scope, side()),
    core.cloud.addresses(scope, side()),
    core.addresses.idle(within, side()),
    core.leftBehind.list(),
    waitingBlocks(context),
    recentBlocks(context),
  ]);
  return { scope, instances, volumes, addresses, idle, history, waiting, recent };
}

/** Of those that are shown, the ones whose machine has no known price. */
async function unpricedOf({ first }: Mine, { core, signal }: Context<'reads'>) {
  const rates = await Promise.all(first.map((one) => core.prices.ofInstance(one, { signal })));
  return new Set(first.filter((_, index) => isProblem(rates[index])));
}

function titleOf({ count, running }: Mine, isPartlyRead: boolean): Spans {
  const atLeast = isPartlyRead ? 'At least ' : '';
  if (count === 0) return isPartlyRead ? say`Nothing of yours among what could be read` : say`No instance is yours`;
  return say`${atLeast}${count} instance${count === 1 ? ' is' : 's are'} yours, ${running === count ? (count === 1 ? 'and it runs' : 'and all run') : `${running} of them running`}`;
}

/** By what an instance would be theirs. */
function whatIsTheirs({ id, name, also = [] }: Person): Spans {
  const words = new Set([name, ...[id, ...also].map(withoutPlatform)]);
  return say`An instance is yours where its tag ${code('owner')} is ${list([...words].map(code), 'or')}, or your name in ${code('people')} of the configuration.`;
}
