import type {
  AckFn,
  App,
  SlackShortcut,
  SlackViewMiddlewareArgs,
  ViewResponseAction,
  ViewSubmitAction,
} from '@slack/bolt';
import { z } from 'zod';
import type { Command } from '../../commands/command.ts';
import { choiceLine, note, type Reply } from '../../commands/reply/reply.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import { code, command, say } from '../../core/text.ts';
import { secondMs } from '../../core/time.ts';
import type { Converse } from '../chat/converse.ts';
import { lineOf, wrongIn } from '../form-line.ts';
import { lookupLine } from '../lookup-line.ts';
import type { SlackClients } from './clients.ts';
import { failureOf } from './failure.ts';
import { formCallback, formView, readCarried } from './form.ts';
import { GroupChanged, type SlackGroups } from './groups.ts';
import type { Homes } from './home.ts';
import { lookUpShortcut } from './manifest.ts';
import { pressKind, readPick, readPress } from './press.ts';
import {
  readActions,
  readCommand,
  readMessage,
  readOpened,
  readSubmission,
  type Press,
  type Sent,
  type SlackOrigin,
} from './read.ts';
import { readShortcut } from './read-shortcut.ts';
import { typedText } from './unescape.ts';

/** What payloads are answered with. */
export interface ListenParts {
  /** The bot's own user: a mention of it is no word. */
  readonly botUser: string;
  /** `/ec2`. */
  readonly command: string;
  readonly commands: readonly Command[];
  readonly converse: Converse<SlackOrigin>;
  readonly homes: Homes;
  readonly groups: SlackGroups;
  readonly forms: SlackClients['interactive'];
  readonly clock: Clock;
  readonly log: Log;
  /** Aborted when the process ends. */
  readonly signal: AbortSignal;
  /** To who did something, alone. */
  tell(from: SlackOrigin, reply: Reply): Promise<void>;
  /** Goes on after the payload was acknowledged. */
  begin(work: () => Promise<unknown>): void;
}

/** What somebody has changed, their App Home shows. */
const showingAtHome =
  ({ converse, homes }: ListenParts): Converse<SlackOrigin> =>
  async (said) => {
    const answer = await converse(said);
    const { from, quiet } = said;
    if (quiet !== true && (answer?.effect === 'changes' || (from.home === true && answer !== undefined)))
      await homes.refresh(from.user, 'changed');
    return answer;
  };

const isSubmission = (heard: SlackViewMiddlewareArgs): heard is SlackViewMiddlewareArgs<ViewSubmitAction> =>
  heard.body.type === 'view_submission';

const Event = z.object({ event: z.looseObject({ type: z.string() }) });

/**
 * Hears everything that Bolt knows and the app asks for, in one middleware that nothing follows: Bolt asks every listener about
 * every payload, which takes longer than an answer does, and never acknowledges what none of them takes.
 */
export function listen(app: App, given: ListenParts): void {
  const parts = { ...given, converse: showingAtHome(given) };
  const { botUser, converse, homes, groups, log, begin } = parts;
  const mention = new RegExp(`<@${botUser}(\\|[^<>]*)?>`, 'g');
  const lineIn = (text: string): string => withoutName(typedText(text), parts.command);

  app.use(async (heard) => {
    if ('event' in heard) {
      happened(heard.body);
    } else if ('view' in heard) {
      if (isSubmission(heard)) await submitted(heard.body, heard.ack);
      else await heard.ack();
    } else if ('options' in heard) {
      // None is asked for.
      await heard.ack({ options: [] });
    } else {
      await heard.ack();
      if ('command' in heard) typed(heard.body);
      else if ('action' in heard) pressed(heard.body);
      else shortcut(heard.body);
    }
  });

  function typed(body: unknown): void {
    begin(async () => {
      const { from, key, text } = readCommand(body);
      await converse({ from, key, line: lineIn(text) });
    });
  }

  function pressed(body: unknown): void {
    begin(async () => {
      const press = readActions(body);
      if (press !== undefined) await answerPress(press, parts);
    });
  }

  /** What is wrong is told in the form. */
  async function submitted(body: unknown, ack: AckFn<ViewResponseAction>): Promise<void> {
    const sent = sentIn(body, log);
    const carried = sent?.callback === formCallback ? readCarried(sent.metadata) : undefined;
    if (sent === undefined || carried === undefined) return ack();
    const errors = wrongIn(carried, sent.values, parts.commands);
    if (Object.keys(errors).length > 0) return ack({ response_action: 'errors', errors });
    await ack();
    // Whoever sends it is who presses, whatever it carries.
    const from = { ...carried.from, user: sent.user, team: sent.team };
    begin(async () => {
      await converse({ from, key: sent.key, line: lineOf(carried, sent.values) });
    });
  }

  function shortcut(body: SlackShortcut): void {
    if (body.type !== 'message_action' || body.callback_id !== lookUpShortcut) return;
    begin(async () => {
      const { from, key, text } = readShortcut(body);
      const line = lookupLine(typedText(text));
      if (line === undefined) await parts.tell(from, nothingNamed);
      else await converse({ from, key, line });
    });
  }

  function happened(body: unknown): void {
    const { event } = Event.parse(body);
    switch (event.type) {
      case 'app_mention':
      case 'message':
        begin(async () => {
          const said = readMessage(body);
          if (said !== undefined) await converse({ ...said, line: lineIn(said.text.replaceAll(mention, ' ')) });
        });
        return;
      case 'app_home_opened':
        begin(async () => {
          const opened = readOpened(body);
          if (opened !== undefined) await homes.refresh(opened.user, opened.blank ? 'blank' : 'looks');
        });
        return;
      case 'subteam_members_changed':
        groups.changed(GroupChanged.parse(event));
        return;
      case 'tokens_revoked':
      case 'app_uninstalled':
        log.error(
          { platform: 'slack', event: event.type },
          'the app was taken out of the workspace: install it anew, and give its new token',
        );
    }
  }

  app.error(async (error) => {
    log.error({ platform: 'slack', error: error.stack ?? error.message }, 'a payload could not be handled');
    // Swallowed, the payload would never be acknowledged.
    throw error;
  });
}

/** A line as people copy it, with the command of the slash before it, is the line. @param name `/ec2`. */
export function withoutName(said: string, name: string): string {
  const line = said.trim();
  const [first = ''] = /^\S*/.exec(line) ?? [];
  return first.toLowerCase() === name.toLowerCase() ? line.slice(first.length).trim() : line;
}

const nothingNamed: Reply = {
  tone: 'plain',
  title: say`Nothing known here is named`,
  blocks: [note(say`${command('lookup')} looks up what is typed after it.`)],
};

/** What was sent; undefined where it is nothing that our forms send: it is acknowledged all the same. */
function sentIn(body: unknown, log: Log): Sent | undefined {
  try {
    return readSubmission(body);
  } catch (error) {
    log.warn({ platform: 'slack', error: String(error) }, 'a form could not be read');
    return undefined;
  }
}

async function answerPress(press: Press, parts: ListenParts): Promise<void> {
  const { converse } = parts;
  const { from, key, action, block, value = '', chosen, trigger, label } = press;
  switch (pressKind(action)) {
    case 'form': {
      const carried = readPress(value);
      const view = carried && formView(carried, { label, about: press.about, from, command: parts.command });
      if (view === undefined) return;
      try {
        await opened({ trigger_id: trigger, view }, parts);
      } catch (error) {
        await notOpened(error, from, carried?.does ?? '', parts);
      }
      return;
    }
    case 'pick': {
      const picked = readPick(block);
      if (picked === undefined) return;
      if (picked.first !== undefined) {
        const gone = await converse({ from, key, line: picked.first, quiet: chosen.length > 0 });
        if (gone === undefined || gone.problem !== undefined || chosen.length === 0) return;
        await converse({ from, line: choiceLine(picked, chosen), replaces: true });
      } else if (chosen.length > 0) await converse({ from, key, line: choiceLine(picked, chosen), replaces: true });
      return;
    }
    case 'run': {
      const carried = readPress(value);
      if (carried === undefined) return;
      if (from.home === true && carried.does === 'home') await parts.homes.refresh(from.user, 'asks');
      else await converse({ from, key, line: carried.does });
      return;
    }
    case undefined:
      return;
  }
}

/** A form is worth a rest that is shorter than its trigger lives: three seconds (Slack, "Handling user interaction"). */
const restAtMostMs = 2 * secondMs;

async function opened(form: Record<string, unknown>, { forms, clock, signal }: ListenParts): Promise<void> {
  try {
    await forms.apiCall('views.open', form);
  } catch (error) {
    const failure = failureOf(error);
    // The same press came twice, or the answer to the first call was lost: the form is there.
    if (failure?.code === 'exchanged_trigger_id') return;
    const inMs = failure?.is === 'later' ? failure.inMs : undefined;
    if (inMs === undefined || inMs > restAtMostMs) throw error;
    await clock.sleep(inMs, signal);
    await forms.apiCall('views.open', form);
  }
}

/** A form that could not be opened leaves the typed way. */
async function notOpened(error: unknown, from: SlackOrigin, does: string, { tell, log }: ListenParts): Promise<void> {
  const why = failureOf(error)?.code ?? (error instanceof Error ? error.message : String(error));
  log.warn({ platform: 'slack', error: why }, 'a form could not be opened');
  await tell(from, {
    tone: 'problem',
    title: say`Slack did not open the form in time. Nothing was done.`,
    blocks: [note(say`Press again, or type ${command(does)} with what it asks for. Slack says ${code(why)}.`)],
  });
}
