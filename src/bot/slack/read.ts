import { z } from 'zod';
import type { Origin } from '../chat/origin.ts';

/** Who did something where, and how to answer: what every payload of Slack's has in common. */
export interface SlackOrigin extends Origin {
  /** Workspace of the person, where it was told. */
  readonly team?: string | undefined;
  /** Five answers within half an hour. */
  readonly responseUrl?: string | undefined;
}

/** A line that somebody said. `key` is the same for every delivery of it. */
export interface Said {
  readonly from: SlackOrigin;
  readonly key: string;
  /** As Slack sent it. */
  readonly text: string;
}

/** A button that was pressed, or a choice that was made. */
export interface Press {
  readonly from: SlackOrigin;
  readonly key: string;
  /** Opens a form within three seconds. */
  readonly trigger: string;
  /** What stands on the button. */
  readonly label: string;
  /** Its message in words, where Slack tells them. */
  readonly about?: string | undefined;
  readonly action: string;
  readonly block: string;
  /** What a button carries; undefined for a choice. */
  readonly value?: string | undefined;
  readonly chosen: readonly string[];
}

/** A form that was sent. */
export interface Sent {
  readonly user: string;
  readonly team?: string | undefined;
  readonly key: string;
  readonly callback: string;
  readonly metadata: string;
  /** What was filled in, by block. */
  readonly values: Readonly<Record<string, string>>;
}

const Command = z.object({
  text: z.string().default(''),
  user_id: z.string(),
  team_id: z.string(),
  channel_id: z.string(),
  response_url: z.string(),
  trigger_id: z.string(),
});

/** A slash command (Slack, "Implementing slash commands"). Throws ZodError. */
export function readCommand(body: unknown): Said {
  const command = Command.parse(body);
  const { text, user_id: user, team_id: team, channel_id: channel, response_url: responseUrl } = command;
  return { from: { user, team, ...placed(channel), responseUrl }, key: `command/${command.trigger_id}`, text };
}

const isOfTwo = (channel: string): boolean => channel.startsWith('D');

/** Conversations of two are told by their id alone. Which of them is ours cannot be told: answers go to ours. */
export const placed = (channel: string): Pick<SlackOrigin, 'channel' | 'near'> =>
  isOfTwo(channel) ? { near: channel } : { channel };

/** A message that stays in a conversation of two is there because it is ours; one that only one person sees may be anywhere. */
const pressedIn = (channel: string, hidden: boolean): Pick<SlackOrigin, 'channel' | 'near' | 'direct'> =>
  hidden ? placed(channel) : { channel, direct: isOfTwo(channel) };

const Said_ = z.object({
  event_id: z.string(),
  team_id: z.string().optional(),
  event: z.object({
    type: z.string(),
    subtype: z.string().optional(),
    user: z.string().optional(),
    bot_id: z.string().optional(),
    user_team: z.string().optional(),
    team: z.string().optional(),
    text: z.string().default(''),
    channel: z.string(),
    channel_type: z.string().optional(),
    thread_ts: z.string().optional(),
    edited: z.unknown().optional(),
  }),
});

/** Subtypes of messages that a person has written all the same: with a file, out of a thread to all, with `/me` (Slack, "message event"). */
const saying: ReadonlySet<string> = new Set(['file_share', 'thread_broadcast', 'me_message']);

/** A message to the bot: a mention, or in the direct conversation. Undefined: it is none of a person's, or changes an older one. Throws ZodError. */
export function readMessage(body: unknown): Said | undefined {
  const { event_id: id, team_id: workspace, event } = Said_.parse(body);
  const { user, text, channel, thread_ts: thread } = event;
  if (user === undefined || event.bot_id !== undefined || event.edited !== undefined) return undefined;
  if (event.subtype !== undefined && (!saying.has(event.subtype) || text.trim() === '')) return undefined;
  const direct = event.type === 'message';
  if (direct && event.channel_type !== 'im') return undefined;
  return {
    from: { user, team: event.user_team ?? event.team ?? workspace, channel, direct, thread },
    key: `event/${id}`,
    text,
  };
}

const Opened = z.object({
  event_id: z.string(),
  event: z.object({ user: z.string(), tab: z.string().optional(), view: z.unknown().optional() }),
});

/** Somebody looks at App Home. `blank`: Slack has nothing to show there yet. Throws ZodError. */
export function readOpened(
  body: unknown,
): { readonly user: string; readonly key: string; readonly blank: boolean } | undefined {
  const { event_id: id, event } = Opened.parse(body);
  // The same event tells that somebody looks at the messages.
  return event.tab === 'messages'
    ? undefined
    : { user: event.user, key: `event/${id}`, blank: event.view === undefined };
}

/** Who did something, as interactive payloads tell it. */
export const Person = z.object({ id: z.string(), team_id: z.string().optional() });
const Chosen = z.object({ value: z.string() });

const Actions = z.object({
  user: Person,
  trigger_id: z.string(),
  response_url: z.string().optional(),
  channel: z.object({ id: z.string() }).optional(),
  container: z.object({
    type: z.string(),
    message_ts: z.string().optional(),
    is_ephemeral: z.boolean().optional(),
    view_id: z.string().optional(),
  }),
  message: z
    .object({ thread_ts: z.string().optional(), text: z.string().optional(), blocks: z.unknown().optional() })
    .optional(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        block_id: z.string().default(''),
        action_ts: z.string().default(''),
        value: z.string().optional(),
        text: z.object({ text: z.string() }).optional(),
        selected_option: Chosen.nullish(),
        selected_options: z.array(Chosen).optional(),
      }),
    )
    .min(1),
});

/** Of a press of a button or a choice (Slack, "block_actions payload"). Throws ZodError. */
export function readActions(body: unknown): Press | undefined {
  const {
    user,
    trigger_id: trigger,
    response_url: responseUrl,
    channel,
    container,
    message,
    actions,
  } = Actions.parse(body);
  const [action] = actions;
  if (action === undefined) return undefined;
  const { message_ts: ts, is_ephemeral: hidden = false, view_id: view } = container;
  const home = container.type === 'view';
  return {
    from: {
      user: user.id,
      team: user.team_id,
      ...(channel !== undefined && pressedIn(channel.id, hidden)),
      thread: message?.thread_ts,
      responseUrl,
      ...(ts !== undefined && { pressed: { id: ts, hidden, ...(changesIn(message?.blocks) > 1 && { lists: true }) } }),
      home,
    },
    key: `press/${user.id}/${view ?? `${channel?.id}/${ts}`}/${action.action_id}/${action.action_ts}`,
    trigger,
    label: action.text?.text ?? '',
    about: message?.text,
    action: action.action_id,
    block: action.block_id,
    value: action.value,
    chosen: (action.selected_options ?? (action.selected_option ? [action.selected_option] : [])).map(
      ({ value }) => value,
    ),
  };
}

/** How many changes can be pressed in a message. */
const changesIn = (blocks: unknown): number =>
  new Set(
    Array.from(
      JSON.stringify(blocks ?? []).matchAll(/\\"does\\":\\"(?:confirm|cancel|approve|deny) ([A-Z0-9]+)/g),
      ([, key]) => key,
    ),
  ).size;

const Submission = z.object({
  user: Person,
  view: z.object({
    id: z.string(),
    hash: z.string().default(''),
    callback_id: z.string(),
    private_metadata: z.string().default(''),
    state: z.object({
      values: z.record(
        z.string(),
        z.record(
          z.string(),
          z.object({
            value: z.string().nullish(),
            selected_date: z.string().nullish(),
            selected_option: Chosen.nullish(),
          }),
        ),
      ),
    }),
  }),
});

/** A form that was sent (Slack, "view_submission payload"). Throws ZodError. */
export function readSubmission(body: unknown): Sent {
  const { user, view } = Submission.parse(body);
  const values = Object.entries(view.state.values).flatMap(([block, inputs]) =>
    Object.values(inputs).flatMap(({ value, selected_date: date, selected_option: option }) => {
      const filled = value ?? date ?? option?.value ?? '';
      return filled === '' ? [] : [[block, filled] as const];
    }),
  );
  return {
    user: user.id,
    team: user.team_id,
    key: `form/${view.id}/${view.hash}`,
    callback: view.callback_id,
    metadata: view.private_metadata,
    values: Object.fromEntries(values),
  };
}
