import { createDispatch, stampedAsDemo, type Dispatch } from './bot/dispatch.ts';
import { parse } from './bot/grammar.ts';
import type { Rates } from './bot/rates.ts';
import { createSharedReplies } from './bot/shared-replies.ts';
import type { Settings } from './commands/command.ts';
import type { CoreReads } from './commands/core-reads.ts';
import { commands } from './commands/index.ts';
import { pageSize } from './commands/paging.ts';
import { mayEver } from './commands/reach.ts';
import type { Reply } from './commands/reply/reply.ts';
import type { Changes } from './core/changes/changes.ts';
import type { Access } from './core/people/access/access.ts';
import type { PlaceDefaults } from './core/people/defaults.ts';
import type { Directory } from './core/people/directory.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Log } from './core/ports/log.ts';
import type { Refusals } from './refusals.ts';
import type { CoreFor } from './sighted-core.ts';

/** What the road leads through. */
export interface RoadParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly rates: Rates;
  readonly refusals: Refusals;
  readonly access: Access;
  readonly directory: Directory;
  readonly defaults: PlaceDefaults;
  readonly coreFor: CoreFor;
  readonly changes: Changes;
  /** What may be set by who sees so much. */
  settingsOver(own: CoreReads): Settings;
  /** Nothing is real. */
  readonly demo: boolean;
}

/** The road of requests, and what each of them may use: what is read as its person may see it, what is set and changed beside it. */
export function openRoad(parts: RoadParts): Dispatch {
  const { clock, log, rates, refusals, access, directory, defaults, coreFor, changes, settingsOver, demo } = parts;
  return createDispatch({
    commands,
    clock,
    log,
    rates,
    refused: refusals.note,
    shared: createSharedReplies(clock),
    reaches: ({ person, place }, command) => mayEver(command, access, directory.now(person), place),
    demo,
    async contexts(
      { person: asking, place, id, signal, stop, everything = false, words = [], pageRows = pageSize },
      show,
    ) {
      await directory.refresh([asking]);
      const uses = await defaults.of(place.id);
      const person = directory.now(asking);
      const own = await coreFor(person, place);
      const asked = { person, place, request: id, now: clock.now(), uses, everything, words, pageRows };
      const shared = { ...asked, signal, stop, commands, show, parse: (line: string) => parse(line, commands, words) };
      return {
        reads: { ...shared, core: own },
        settings: { ...shared, core: { ...own, settings: settingsOver(own) } },
        changes: { ...shared, core: { ...own, changes } },
      };
    },
  });
}

/** What is said unasked is stamped like what is answered. */
export const stampedIn =
  (demo: boolean) =>
  (words: Reply): Reply =>
    demo ? stampedAsDemo(words) : words;
