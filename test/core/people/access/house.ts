import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kinds } from '../../../../src/core/changes/kinds.ts';
import { createCedar } from '../../../../src/core/drivers/cedar/cedar.ts';
import type { Access } from '../../../../src/core/people/access/access.ts';
import { createAccess, type AccessParts } from '../../../../src/core/people/access/create-access.ts';
import type { Actions, PolicyLanguage, ResourceFacts } from '../../../../src/core/ports/policy.ts';
import { fakeClock } from '../../../fake-clock.ts';
import { temporaryStore, writeNow } from '../../../temporary.ts';

/** What the program asks about. */
export const actions: Actions = {
  changes: Object.fromEntries(Object.entries(kinds).map(([kind, { of }]) => [kind, of])),
};

/** One Cedar for all tests of a file: it is loaded once. */
export const cedar: PolicyLanguage = createCedar(actions);

/** An instance, or an address, with these tags. */
export const thing = (
  is: ResourceFacts['is'],
  tags: Readonly<Record<string, string>> = {},
  more: Partial<ResourceFacts> = {},
): ResourceFacts => ({
  is,
  id: is === 'address' ? 'eipalloc-0a1' : 'i-0a1',
  name: 'web-1',
  account: { name: 'main', id: '111122223333' },
  region: 'eu-west-1',
  state: is === 'address' ? 'free' : 'running',
  ...(is === 'instance' && { type: 'm5.large' }),
  tags,
  ...more,
});

/** Access over a real store and a file in a folder of its own. */
export interface House {
  readonly clock: ReturnType<typeof fakeClock>;
  readonly path: string;
  readonly logged: string[];
  /** Texts that the language was given, and whether they were checked. */
  readonly reads: { readonly text: string; readonly checked: boolean }[];
  open(parts?: Partial<AccessParts>): Promise<Access>;
  /** Now, by the clock. */
  write(text: string | Uint8Array): Promise<void>;
  remove(): Promise<void>;
}

/** Without a file at first. */
export async function openHouse(language: PolicyLanguage = cedar): Promise<House> {
  const clock = fakeClock();
  const { store, remove } = await temporaryStore(clock);
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-access-'));
  const path = join(folder, 'access.cedar');
  const logged: string[] = [];
  const reads: { text: string; checked: boolean }[] = [];
  const note = (facts: Readonly<Record<string, unknown>>, message: string) => {
    logged.push(`${message} ${JSON.stringify(facts)}`);
  };
  return {
    clock,
    path,
    logged,
    reads,
    open: (parts = {}) =>
      createAccess({
        language: {
          ...language,
          read(text, checked) {
            reads.push({ text, checked });
            return language.read(text, checked);
          },
        },
        file: { path, name: 'access.cedar', required: false },
        clock,
        log: { info: note, warn: note, error: note },
        store,
        rolesAreOpen: true,
        timeZone: 'UTC',
        ...parts,
      }),
    write: (text) => writeNow(path, text, clock),
    async remove() {
      await remove();
      await rm(folder, { recursive: true });
    },
  };
}
