import { didYouMean } from '../core/near.ts';
import type { PlaceDefault } from '../core/people/defaults.ts';
import type { Problem } from '../core/problem.ts';
import { code, command as typed, list, say } from '../core/text.ts';
import { command } from './command.ts';
import { account as ownAccount, choice, ownRegion } from './options/kinds.ts';
import { fields, note, reply } from './reply/reply.ts';

/** Where a place looks when a line does not say. */
export const use = command({
  name: 'use',
  summary: 'Where this place looks when a line names no account or region',
  examples: ['use', 'use account:demo-dev region:us-east-1', 'use everything'],
  options: {
    account: ownAccount(),
    region: ownRegion(),
    everything: choice('Look everywhere again', ['everything']),
  },
  effect: 'settings',
  audience: 'place',
  alone: false,
  async run({ account, region: where, everything }, { core, uses, person: by, place, request }) {
    const homes = await core.cloud.homes();
    const home = homes.find(
      (one) => one.account.name === account || (account !== undefined && one.account.id === account),
    );
    if (account !== undefined && home === undefined)
      return unknown(
        'account',
        account,
        homes.map((one) => one.account.name),
      );
    const regions = [...new Set((home === undefined ? homes : [home]).flatMap((one) => one.regions))];
    if (where !== undefined && !regions.includes(where)) return unknown('region', where, regions);
    const changed = account !== undefined || where !== undefined || everything !== undefined;
    // A region that another account was looked at in stays only where this one has it.
    const { region: usual, ...rest } = uses;
    const stays = usual !== undefined && regions.includes(usual) ? { region: usual } : {};
    const to: PlaceDefault = {
      ...(everything === undefined ? { ...rest, ...stays } : {}),
      ...(home !== undefined && { account: home.account.name }),
      ...(where !== undefined && { region: where }),
    };
    const denied = changed ? await core.settings.use({ by, where: place, request }, to) : undefined;
    if (denied !== undefined) return denied;
    return reply(
      changed ? 'good' : 'plain',
      say`This place looks at ${to.account ?? 'every account'}, ${to.region ?? 'every region'}.`,
      changed
        ? undefined
        : fields(['Accounts', list(homes.map((one) => one.account.name))], ['Regions', list(regions)]),
      note(
        say`A line that names an account or region is not bound by it. ${typed('use everything')} looks everywhere again.`,
      ),
    );
  },
});

const unknown = (what: 'account' | 'region', wanted: string, known: readonly string[]): Problem => ({
  problem: what === 'region' ? 'unknown-region' : 'bad-value',
  what: say`No ${what} ${code(wanted)} is looked at here.`,
  todo: didYouMean(wanted, known),
});
