import { actionsOf, type Reply } from '../../commands/reply/reply.ts';
import { forOne, withSaid } from '../chat/dressed.ts';
import { valueOf } from '../slack/press.ts';
import { aboutsOf } from './abouts.ts';
import type { Entry } from './entry.ts';
import type { OpenHouse, PreviewHouse, Told } from './house.ts';
import { asInDiscord } from './people.ts';
import type { ToShow } from './to-show.ts';

/** What the entries of the gallery show. Each is made once, when it is first asked for. */
export interface Exhibits {
  /** Rejects where an entry does not show what it is there for: a fault of the gallery. */
  of(entry: Entry): Promise<ToShow>;
  /** Never rejects. */
  close(): Promise<void>;
}

/** @param open Opens a demo account: one for all that only look, and one for each that does not. */
export function createExhibits(open: OpenHouse): Exhibits {
  const made = new Map<string, Promise<ToShow>>();
  let shared: Promise<PreviewHouse> | undefined;
  /** Demo accounts are opened one after another: a page of all entries wants many. */
  let last: Promise<unknown> = Promise.resolve();
  const alone = (work: () => Promise<ToShow>): Promise<ToShow> => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
  const make = async (entry: Entry): Promise<ToShow> => {
    if (!entry.own) {
      shared ??= open(false);
      return exhibit(entry, await shared);
    }
    const house = await open(entry.losesAnswers === true);
    try {
      return await exhibit(entry, house);
    } finally {
      await house.close();
    }
  };
  return {
    of(entry) {
      const known = made.get(entry.id) ?? alone(() => make(entry));
      made.set(entry.id, known);
      // What failed is tried again.
      known.catch(() => made.delete(entry.id));
      return known;
    },
    async close() {
      await last;
      await (await shared)?.close();
    },
  };
}

/** An answer as it is shown. @param given What is shown in its place. */
export function toShow({ answer, inTerminal, said, asked, at }: Told, given?: Reply): ToShow {
  const reply = given ?? answer.reply;
  return {
    kind: 'reply',
    reply: given ?? inTerminal,
    inChat: said === undefined ? forOne({ ...answer, reply }, asked, true) : withSaid(reply, said),
    at,
    whispered: said === undefined,
  };
}

async function exhibit(entry: Entry, house: PreviewHouse): Promise<ToShow> {
  for (const said of entry.before) await house.say(said);
  const told = await house.say(entry.said);
  const { answer, progress, said = [], at } = told;
  const missing = () => new Error(`${entry.id} shows no ${entry.part}`);
  const inPublic = (reply: Reply | undefined, below: typeof said = []): ToShow => {
    if (reply === undefined) throw missing();
    return { kind: 'reply', reply, inChat: withSaid(reply, below), at, whispered: false };
  };
  switch (entry.part) {
    case 'answer':
      return toShow(told, entry.given);
    case 'progress':
      return inPublic(
        progress.findLast(({ blocks }) => blocks.some(({ kind }) => kind === 'actions')) ?? progress.at(-1),
        said,
      );
    case 'notice':
      return inPublic(entry.given ?? (await house.notices()).at(-1));
    case 'home':
      return { kind: 'home', reply: answer.reply, at };
    case 'form': {
      const action = actionsOf(answer.reply).find(({ form }) => form !== undefined);
      const value = action && valueOf(action);
      if (action === undefined || value === undefined) throw missing();
      const inChat = withSaid(answer.reply, said);
      return { kind: 'form', pressed: { value, label: action.label, ...aboutsOf(inChat, asInDiscord(inChat)) }, at };
    }
  }
}
