import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kinds } from '../../../src/core/changes/kinds.ts';
import type { RightsParts } from '../../../src/core/changes/rights.ts';
import { createCedar } from '../../../src/core/drivers/cedar/cedar.ts';
import { createAccess } from '../../../src/core/people/access/create-access.ts';
import { createDirectory, type People, type Roles } from '../../../src/core/people/directory.ts';
import { createFreeze } from '../../../src/core/people/freeze.ts';
import { createTally } from '../../../src/core/people/tally.ts';
import type { Groups } from '../../../src/core/ports/groups.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';
import type { Store } from '../../../src/core/ports/store.ts';

/** Operators change whatever they like, alone: for tests of what comes after the rules. */
export const operatorsMay = `
permit (principal in Role::"operator", action in Action::"change", resource);
permit (principal, action == Action::"look", resource);
`;

/** What a test says of persons and rules. */
export interface RightsWish {
  /** Text of the rules; undefined: the starter. */
  readonly rules?: string | undefined;
  /** May be altered while the test runs, as a configuration that is read anew: see the test of `config/reread.ts`. */
  readonly roles?: Roles | undefined;
  readonly people?: People | undefined;
  readonly groups?: Groups | undefined;
  readonly perHour?: number | undefined;
}

const language = createCedar({
  changes: Object.fromEntries(Object.entries(kinds).map(([name, { of }]) => [name, of])),
});

/** Real rules in the real language, over a store. @param folder Where their file is written. */
export async function openRights(
  store: Store,
  clock: Clock,
  folder: string,
  { rules, roles, people, groups, perHour = 1_000 }: RightsWish,
): Promise<RightsParts> {
  const path = join(folder, 'access.cedar');
  if (rules !== undefined) await writeFile(path, rules);
  const directory = createDirectory({ roles, people }, undefined, groups);
  const access = await createAccess({
    language,
    file: { path, name: 'access.cedar', required: rules !== undefined },
    clock,
    log: { info() {}, warn() {}, error() {} },
    store,
    roles,
    rolesAreOpen: roles === undefined,
    timeZone: 'UTC',
    linked: (id) => directory.linked(id),
  });
  // Loaded before the clock moves: it takes real time.
  await access.inForce();
  return { access, directory, freeze: createFreeze(store, clock), tally: createTally(store, clock, perHour) };
}
