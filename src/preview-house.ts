import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { previewKeys, previewPeople, type PreviewHouse } from './bot/preview/house.ts';
import { quickClock } from './bot/preview/quick-clock.ts';
import { asked as askedIn } from './bot/chat/asked.ts';
import { isForAll, chatAsks } from './bot/chat/dressed.ts';
import { withLine, type ChangeMessage } from './bot/chat/messages.ts';
import { terminalWords } from './bot/terminal/words.ts';
import { commands } from './commands/index.ts';
import type { Reply } from './commands/reply/reply.ts';
import type { Request } from './bot/request.ts';
import { compose } from './compose.ts';
import { readConfig } from './config/read.ts';
import { newKey } from './core/changes/keys.ts';
import { AnswerLost } from './core/drivers/ec2/error.ts';
import type { Place } from './core/people/person.ts';
import type { Log } from './core/ports/log.ts';

/** When the preview begins: the same page on every day. */
const start = Date.parse('2026-11-24T10:00:00Z');

/** Where the two talk, and where approvals are asked for. */
const channel: Place = { id: 'slack:C0OPS', workspace: 'slack:T0DEMO' };
const approvals = 'slack:C0APPROVALS';

/**
 * Quartermaster on a demo account in a folder of its own, which is removed when it is closed. Whatever is configured on this
 * machine is not looked at. @param losesAnswers AWS's answers to what changes something are lost on the way.
 */
export async function openPreviewHouse(losesAnswers: boolean, log: Log): Promise<PreviewHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-preview-'));
  const clock = quickClock(start);
  const config = await readConfig({ cwd: folder, env: { QUARTERMASTER_APPROVALS_PLACE: approvals } });
  let asked = 0;
  const house = await compose({
    config,
    clock,
    log,
    keys: () => previewKeys[asked++] ?? newKey(),
    rates: { take: () => undefined },
    ...(losesAnswers && {
      calls: (own) => ({
        ...own,
        change: (...call) => (call[3] ? own.change(...call) : Promise.reject(new AnswerLost('the preview loses it'))),
      }),
    }),
  });
  // Loaded before the clock moves: it takes real time.
  await house.core.access.inForce();
  let last: Promise<unknown> = Promise.resolve();
  /** One work at a time: the clock is everybody's. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(() => clock.until(work()));
    last = mine.catch(() => {});
    return mine;
  };
  /** Who said what of each change, by its key. */
  const saidOf = new Map<string, ChangeMessage['said']>();
  return {
    say: ({ line: typed, second = false, everything }) =>
      inTurn(async () => {
        const { id, name, roles } = second ? previewPeople.second : previewPeople.first;
        const person = { id, name };
        const asked = askedIn(typed, commands);
        const { line, inPublic, presses } = asked;
        const progress: Reply[] = [];
        const dispatch = (asks: Pick<Request, 'words' | 'pageRows'>) =>
          house.dispatch(
            {
              id: randomUUID(),
              person: { ...person, roles: [...roles] },
              place: channel,
              line,
              signal: new AbortController().signal,
              ...(everything && { everything }),
              ...asks,
            },
            ({ reply }) => progress.push(reply),
          );
        const answer = await dispatch(chatAsks);
        const at = clock.now();
        const told = { answer, asked, progress: [...progress], at };
        // What changes something is not said twice.
        const { reply: inTerminal } = answer.effect === 'reads' ? await dispatch({ words: terminalWords }) : answer;
        if (!inPublic || !isForAll(answer, asked, { begun: told.progress.length > 0, replaces: false }))
          return { ...told, inTerminal, said: undefined };
        const said = withLine(saidOf.get(presses ?? '') ?? [], { ...person, line });
        if (answer.reply.change !== undefined) saidOf.set(answer.reply.change, said);
        return { ...told, inTerminal, said };
      }),
    notices: () =>
      inTurn(async () => {
        const posted: Reply[] = [];
        await house.notices(
          () => true,
          async (_, reply) => void posted.push(reply),
          new AbortController().signal,
        );
        return posted;
      }),
    async close() {
      await last;
      await house.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
