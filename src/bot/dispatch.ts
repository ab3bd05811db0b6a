import { LRUCache } from 'lru-cache';
import type { Command, Context, Effect } from '../commands/command.ts';
import { problemReply } from '../commands/reply/problem-reply.ts';
import { actionsOf, note, reply, withActions, type Choice, type Reply } from '../commands/reply/reply.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import { StoreAway, StoreUnwritable } from '../core/ports/store.ts';
import { isProblem, type Problem } from '../core/problem.ts';
import { code, command, say } from '../core/text.ts';
import { secondMs } from '../core/time.ts';
import { listenedToByMany } from '../core/until-aborted.ts';
import { whichOne } from './choose.ts';
import { endingOf, tellMs, type Ends } from './ending.ts';
import { parse } from './grammar.ts';
import { onceEach } from './once-each.ts';
import { tooMany, type Rates } from './rates.ts';
import type { Answer, Request } from './request.ts';
import type { SharedReplies } from './shared-replies.ts';

/** One road for every platform: a request goes in, progress is shown, one final answer comes out. Never rejects. */
export type Dispatch = (request: Request, show: (answer: Answer) => void) => Promise<Answer>;

/** What the road is made of. */
export interface DispatchParts {
  readonly commands: readonly Command[];
  readonly clock: Pick<Clock, 'sleep'>;
  readonly log: Log;
  /** How much a person may ask for; left out: without bound. */
  readonly rates?: Rates;
  /** Told of what would have changed something and is refused; where requests come too fast, once of each row: a flood must not fill the audit. */
  refused?(request: Request, command: string, problem: Problem): Promise<void>;
  /** Whether the person of a request may ever do what a command does: buttons of others are not shown. Left out: all may be done. */
  reaches?(request: Request, command: Command): Promise<boolean>;
  /** Replies of a moment ago; left out: each is made anew. */
  readonly shared?: SharedReplies;
  /** Replies are stamped: nothing in them is real. */
  readonly demo: boolean;
  /** What commands of each effect may use, for this request. */
  contexts(request: Request, show: (reply: Reply) => void): Promise<{ readonly [E in Effect]: Context<E> }>;
}

/** Parse → run → answer; what a person can mend is worded, what is our fault is logged with the request's id. */
export function createDispatch(parts: DispatchParts): Dispatch {
  const { commands, clock, log, demo, shared, contexts } = parts;
  const commandOf = commandNamer(commands);
  const stamped = onceEach((reply: Reply): Reply => (demo ? stampedAsDemo(reply) : reply));
  return async (request, show) => {
    let named: Pick<Answer, 'command' | 'effect'> = {};
    const answer = (final: boolean, result: Reply | Problem, choice?: Choice): Answer => ({
      ...named,
      final,
      ...(isProblem(result)
        ? { reply: stamped(problemReply(result, choice)), problem: result }
        : { reply: stamped(result) }),
    });
    try {
      const parsed = parse(request.line, commands, request.words);
      const { name, effect } = isProblem(parsed) ? unnamed : parsed.command;
      if (!isProblem(parsed)) named = { command: name, effect };
      const refused = await admit(request, name, effect, parts);
      if (refused !== undefined) return answer(true, refused);
      if (isProblem(parsed)) return answer(true, parsed);
      /** What would have changed something, and does not, is written down. */
      const refusal = async (problem: Problem): Promise<Answer> => {
        if (effect !== 'reads') await parts.refused?.(request, name, problem);
        return answer(true, problem, problem.which && whichOne(parsed, problem.which));
      };
      /** The same where the store may take no writes: it is refused for that very reason. */
      const unrecorded = async (problem: Problem): Promise<Answer> => {
        try {
          return await refusal(problem);
        } catch (error) {
          if (!(error instanceof StoreUnwritable)) throw error;
          return answer(true, problem);
        }
      };
      if (request.unclaimed === true && effect !== 'reads') return await unrecorded(maybeDone);
      if (request.place.readsOnly === true && effect !== 'reads') return await unrecorded(notFromHere);
      const run = parsed.command.bind(parsed.raw);
      if (isProblem(run)) {
        // An edited key of a button ends here. What was said is not repeated: it may be anything.
        if (effect !== 'reads')
          await parts.refused?.(request, name, {
            ...run,
            what: say`It could not be read (${run.problem}); nothing was done.`,
          });
        return answer(true, run);
      }
      if (request.everything === true && effect !== 'reads') return await refusal(rowsAlone(name));
      const { signal, stop, over } = endingOf(request, effect, clock, () =>
        show(answer(false, reply('plain', say`Stopping; what is read within ${tellMs / secondMs} seconds follows.`))),
      );
      listenedToByMany(signal);
      try {
        const all = await contexts({ ...request, signal, stop }, (reply) => show(answer(false, reply)));
        signal.throwIfAborted();
        const result = await (effect === 'reads' && shared !== undefined
          ? shared.of(request.line, all.reads, (reads) => run({ ...all, reads }))
          : run(all));
        const said = isProblem(result)
          ? await refusal(result)
          : answer(true, await reachable(result, request, parts, commandOf));
        return effect === 'settings' ? said : { ...said, reply: bounded(said.reply, all.reads) };
      } finally {
        over();
      }
    } catch (error) {
      return answer(true, problemOf(error, request, log));
    }
  };
}

/** The reply without buttons that would only be refused. What cannot be read as a line stays. */
async function reachable(
  all: Reply,
  request: Request,
  { reaches }: DispatchParts,
  commandOf: (line: string) => Command | undefined,
): Promise<Reply> {
  if (reaches === undefined) return all;
  const refused = new Set<string>();
  for (const { does } of actionsOf(all)) {
    const named = commandOf(does);
    // Whatever only looks may be said by everybody.
    if (named !== undefined && named.effect !== 'reads' && !(await reaches(request, named))) refused.add(does);
  }
  return refused.size === 0 ? all : withActions(all, ({ does }) => !refused.has(does));
}

/** Lines of buttons whose commands are remembered: most answers offer the same few. */
const linesRemembered = 5_000;

/** Which command a line names; undefined: it cannot be read. */
function commandNamer(commands: readonly Command[]): (line: string) => Command | undefined {
  const known = new LRUCache<string, { readonly command: Command | undefined }>({ max: linesRemembered });
  return (line) => {
    const before = known.get(line);
    if (before !== undefined) return before.command;
    const parsed = parse(line, commands);
    const command = isProblem(parsed) ? undefined : parsed.command;
    known.set(line, { command });
    return command;
  };
}

/** A line that names no command is counted as one that reads. */
const unnamed: Pick<Command, 'name' | 'effect'> = { name: '', effect: 'reads' };

/** Counts the request, or waits until it may be. A Problem where it may not go on. */
async function admit(
  request: Request,
  name: string,
  effect: Effect,
  { rates, clock, refused }: DispatchParts,
): Promise<Problem | undefined> {
  const { signal, stop } = request;
  for (;;) {
    const over = rates?.take(request.person.id, effect);
    if (over === undefined) return undefined;
    if (request.inTurn === 'waits') {
      await clock.sleep(over.waitMs, stop === undefined ? signal : AbortSignal.any([signal, stop]));
      continue;
    }
    const problem = tooMany(over);
    if (over.first && effect !== 'reads') await refused?.(request, name, problem);
    return problem;
  }
}

/** What `use` has set is said with every answer: what is not looked at must not be taken for what is not there. */
const bounded = (reply: Reply, { uses: { account, region } }: Context<'reads'>): Reply =>
  account === undefined && region === undefined
    ? reply
    : {
        ...reply,
        blocks: [
          ...reply.blocks,
          note(
            say`This place looks at ${account ?? 'every account'}, ${region ?? 'every region'} where a line does not say; ${command('use everything')} looks everywhere.`,
          ),
        ],
      };

/** Every reply about the demo account says so. */
export const stampedAsDemo = (reply: Reply): Reply => ({ ...reply, blocks: [...reply.blocks, demoStamp] });

const demoStamp = note(say`Demo account: nothing here is real, and nobody is billed.`);

/** A program that asks for rows alone would not see a plan, nor what it warns of. */
const rowsAlone = (name: string): Problem => ({
  problem: 'bad-value',
  what: say`Rows alone are told by what only reads; ${command(name)} was not run.`,
  todo: say`Say it without asking for rows.`,
});

/** A platform may hand one thing over twice; what must not be done twice is then not done at all. */
const maybeDone: Problem = {
  problem: 'store-refused',
  what: say`The store cannot be written, so whether this was done before cannot be told; nothing was done.`,
  todo: say`${command('audit')} shows what was done. Make the store writable again, and ask again; reading goes on meanwhile.`,
};

/** Where nobody else sees what somebody does. */
const notFromHere: Problem = {
  problem: 'reads-only',
  what: say`From a direct conversation nothing is changed here; nothing was done.`,
  todo: say`Say it in a channel of a server; ${code('discord.directMessages: all')} in the configuration would allow it.`,
};

/** What is thrown then is no fault of ours. */
const isOver = ({ signal, stop }: Ends): boolean => signal.aborted || stop?.aborted === true;

function problemOf(error: unknown, { id, signal, stop }: Request, log: Log): Problem {
  if (error instanceof StoreUnwritable) {
    log.error({ request: id, error: error.message }, 'the store refused a write');
    return {
      problem: 'store-refused',
      what: say`${error.message}`,
      todo: error.isUnknown
        ? say`${error.todo}; look whether it was done before asking again.`
        : say`Nothing was changed. ${error.todo}; ${error instanceof StoreAway ? 'until then little can be read' : 'reading goes on meanwhile'}.`,
    };
  }
  if (isOver({ signal, stop }))
    return {
      problem: 'interrupted',
      what: say`Stopped before the end.`,
      todo: say`Ask again if it is still wanted; ${command('audit')} shows what was done.`,
    };
  log.error(
    { request: id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
    'a request failed by a fault of ours',
  );
  return {
    problem: 'internal',
    what: say`Sorry: a fault of Quartermaster's own. Request ${code(id)}.`,
    todo: say`Try again; if it stays, give that id to whoever runs Quartermaster, whose log has the rest.`,
  };
}
