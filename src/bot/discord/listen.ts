import { InteractionResponseType, InteractionType } from 'discord.js';
import { z } from 'zod';
import type { CoreReads } from '../../commands/core-reads.ts';
import { choiceLine, note, type Reply } from '../../commands/reply/reply.ts';
import type { Person, Place } from '../../core/people/person.ts';
import type { Log } from '../../core/ports/log.ts';
import { code, command, say } from '../../core/text.ts';
import { secondMs } from '../../core/time.ts';
import { nothingAsked } from '../chat/asked.ts';
import type { Converse } from '../chat/converse.ts';
import type { Who } from '../chat/origin.ts';
import type { HouseParts } from '../chat/parts.ts';
import { lineOf } from '../form-line.ts';
import { lookupLine } from '../lookup-line.ts';
import { choicesFor } from './complete.ts';
import { codes } from './failure.ts';
import { aboutOf, formView } from './form.ts';
import type { Carried } from './press.ts';
import type { Presses } from './presses.ts';
import { readInteraction, type DiscordOrigin, type FirstAnswer, type Heard } from './read.ts';
import { readSaid } from './said.ts';
import { discordWords } from './switches.ts';
import { textsIn } from './texts-in.ts';
import type { DiscordWay } from './way.ts';

/** What interactions are answered with. */
export interface ListenParts extends Pick<HouseParts, 'commands' | 'person' | 'clock'> {
  readonly converse: Converse<DiscordOrigin>;
  readonly who: Who<DiscordOrigin>;
  readonly presses: Presses;
  readonly log: Log;
  /** `/ec2`. */
  readonly command: string;
  way(from: DiscordOrigin): DiscordWay;
  /** To who did something, alone. */
  tell(from: DiscordOrigin, reply: Reply): Promise<void>;
  coreFor(person: Person, place: Place): Promise<CoreReads>;
  /** Goes on beside what else is heard. */
  begin(work: () => Promise<unknown>): void;
}

/** Discord takes choices for three seconds; the last part is left to the way there. */
const completeMs = 2.3 * secondMs;

const Component = z.object({ custom_id: z.string(), values: z.array(z.string()).default([]) });
/** Text, or what was chosen of a select. */
const Input = z
  .object({ custom_id: z.string(), value: z.string().optional(), values: z.array(z.string()).optional() })
  .transform(({ custom_id: name, value, values }) => ({ name, value: value ?? values?.join() ?? '' }));
/** Fields stand in labels, or in rows as before (Discord, "Receiving and Responding": Modal Submit Data Structure). */
const Field = z.union([z.object({ component: Input }), z.object({ components: z.tuple([Input]) })]);
const Form = z.object({ custom_id: z.string(), components: z.array(z.unknown()) });

/** Hears an interaction, however it came. @param first Says at once what becomes of it. */
export const hearing =
  (parts: ListenParts) =>
  (body: unknown, first: FirstAnswer): void => {
    const { begin, way } = parts;
    begin(async () => {
      const heard = readInteraction(body, first);
      if (heard === undefined) return;
      try {
        await answered(heard, parts);
      } finally {
        await way(heard.from).over();
      }
    });
  };

async function answered(heard: Heard, parts: ListenParts): Promise<void> {
  const { from, key, data } = heard;
  const { converse, commands, presses, tell } = parts;
  switch (heard.type) {
    case InteractionType.Ping:
      return;
    case InteractionType.ApplicationCommandAutocomplete:
      return offer(heard, parts);
    case InteractionType.ApplicationCommand: {
      const said = readSaid(data, commands);
      const line = said.kind === 'line' ? said.line : lookupLine(said.message);
      if (line === undefined) await tell(from, nothingNamed);
      else await converse({ from, key, line });
      return;
    }
    case InteractionType.MessageComponent: {
      const { custom_id: id, values } = Component.parse(data);
      const carried = await presses.of(id);
      if (typeof carried === 'string') await tell(from, unread[carried]);
      else if (carried?.kind === 'form') await openForm(carried, id, heard, parts);
      else if (carried?.kind === 'run') await converse({ from, key, line: carried.does });
      else if (carried !== undefined) await pick(carried, values, heard, parts);
      return;
    }
    case InteractionType.ModalSubmit: {
      const { custom_id: id, components } = Form.parse(data);
      const carried = await presses.of(id);
      if (typeof carried === 'string') await tell(from, unread[carried]);
      if (carried === undefined || typeof carried === 'string' || carried.kind !== 'form') return;
      await converse({ from, key, line: lineOf({ does: carried.does, ...carried.form }, valuesIn(components)) });
    }
  }
}

/** What was filled in, by field. */
const valuesIn = (components: readonly unknown[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    components.flatMap((one) => {
      const read = Field.safeParse(one);
      if (!read.success) return [];
      const input = 'component' in read.data ? read.data.component : read.data.components[0];
      return [[input.name, input.value]];
    }),
  );

/** A press that opens a form is answered by it at once, or never. */
async function openForm(
  carried: Extract<Carried, { kind: 'form' }>,
  id: string,
  { from, message }: Heard,
  { command: name, log }: ListenParts,
): Promise<void> {
  const [first = ''] = textsIn(message);
  const data = formView(carried, { id, label: labelOf(message, id), about: aboutOf(first), command: name });
  const failure = await from.first.say({ type: InteractionResponseType.Modal, data });
  // Where there are several processes another has opened it.
  if (failure !== undefined && failure.code !== codes.alreadyAcknowledged)
    log.warn({ platform: 'discord', ...failure }, 'a form could not be opened');
}

async function pick(
  picked: Extract<Carried, { kind: 'pick' }>,
  chosen: readonly string[],
  { from, key }: Heard,
  { converse, way }: ListenParts,
): Promise<void> {
  if (picked.first !== undefined) {
    const gone = await converse({ from, key, line: picked.first, quiet: chosen.length > 0 });
    if (gone === undefined || gone.problem !== undefined || chosen.length === 0) return;
    await converse({ from, line: choiceLine(picked, chosen), replaces: true });
  } else if (chosen.length > 0) await converse({ from, key, line: choiceLine(picked, chosen), replaces: true });
  else if (await way(from).begin(nothingAsked, true)) await way(from).alone.clear();
}

/** What may be typed next. What cannot be told in time is not offered. */
async function offer({ from, data }: Heard, parts: ListenParts): Promise<void> {
  const { who, commands, person, clock, coreFor } = parts;
  const enough = new AbortController();
  const over = new AbortController();
  clock.sleep(completeMs, over.signal).then(
    () => enough.abort(new Error('it took too long')),
    () => {},
  );
  try {
    const member = await who.member(from);
    const speaks = person(member);
    const place = await who.place(from, member, false);
    const choices = await choicesFor(
      data,
      { commands, words: discordWords, person: speaks, place, core: coreFor(speaks, place) },
      enough.signal,
    );
    // Who types on has asked anew, and this one is answered no longer.
    await from.first.say({
      type: InteractionResponseType.ApplicationCommandAutocompleteResult,
      data: { choices: [...choices] },
    });
  } finally {
    over.abort(new Error('it was told'));
  }
}

const Labelled: z.ZodType<{
  readonly custom_id?: string | undefined;
  readonly label?: string | undefined;
  readonly components?: readonly unknown[] | undefined;
}> = z.object({
  custom_id: z.string().optional(),
  label: z.string().optional().catch(undefined),
  components: z.array(z.unknown()).optional(),
});

/** What stands on a button of a message. */
function labelOf(message: unknown, id: string): string {
  const read = Labelled.safeParse(message);
  if (!read.success) return '';
  const { custom_id: own, label, components = [] } = read.data;
  if (own === id) return label ?? '';
  return components.map((one) => labelOf(one, id)).find((found) => found !== '') ?? '';
}

const nothingNamed: Reply = {
  tone: 'plain',
  title: say`Nothing known here is named`,
  blocks: [note(say`${command('lookup')} looks up what is typed after it.`)],
};

/** Why nothing is known of what a control of ours stands for. */
const unread: Readonly<Record<'lost' | 'away', Reply>> = {
  lost: {
    tone: 'problem',
    title: say`This button is not known any longer. Nothing was done.`,
    blocks: [note(say`Type what it stands for; ${command('help')} tells how, and ${code('do')} takes any line.`)],
  },
  away: {
    tone: 'problem',
    title: say`The store is away, and with it what this button stands for. Nothing was done.`,
    blocks: [note(say`Press it again when the store is back; ${code('do')} takes what can be read meanwhile.`)],
  },
};
