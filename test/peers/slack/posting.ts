import type { Violation } from './check.ts';
import { isPictureName } from './check-objects.ts';
import { data, dataList, isData, text, type Data } from '../json.ts';
import { limits } from './limits.ts';
import { Refusal } from './refusal.ts';
import type { Room } from './room.ts';
import type { Special } from './specials.ts';
import { validateMessage, type Known } from './validate.ts';
import { withIds } from './blocks.ts';
import type { SlackMessage } from './world.ts';

/** What a payload may refer to in this workspace. Asking for a file that is not processed yet brings it nearer to being so. */
export const knownIn = ({ world, declared }: Room): Known => ({
  hasPicture(named) {
    const file = world.files.get(text(named['id']));
    if (file?.complete !== true || !isPictureName(file.name)) return false;
    if (file.notReadyFor === 0) return true;
    file.notReadyFor -= 1;
    return false;
  },
  mayMention({ kind, of, raw }: Special) {
    if (declared.has(raw)) return true;
    if (kind === 'user') return world.users.has(of);
    if (kind === 'channel') return world.channels.has(of);
    return kind === 'date' || kind === 'link';
  },
});

/** Writes down what was found, and gives what Slack refuses of it, in the words that Slack uses. */
export function blame(room: Room, where: string, violations: readonly Violation[]): readonly string[] {
  room.log.offences.push(...violations.map((one) => ({ where, ...one })));
  return violations.filter(({ refused }) => refused).map(({ what, at }) => `${what} [json-pointer:${at}]`);
}

/** The answer's fields that tell what is wrong with blocks or with a view. */
export const complaint = (errors: readonly string[]): Data => ({
  errors,
  response_metadata: { messages: errors.map((one) => `[ERROR] ${one}`) },
});

/** What a message consists of, once it was found to be one. */
export interface Content {
  readonly text: string;
  /** Left out where the message names none. */
  readonly blocks?: readonly Data[];
  readonly metadata?: Data;
}

/** Examines a message. Refuses what Slack refuses; everything else that should not be sent is written down. */
export function admit(room: Room, where: string, args: Data): Content {
  const blocks = args['blocks'];
  if (blocks !== undefined && !(Array.isArray(blocks) && blocks.every(isData)))
    throw new Refusal('invalid_blocks_format');
  const errors = blame(room, where, validateMessage(args, knownIn(room)).violations);
  if (errors.length > 0) {
    const tooManyTables = errors.some((one) => one.startsWith('only_one_table_allowed'));
    throw new Refusal(tooManyTables ? 'invalid_attachments' : 'invalid_blocks', complaint(errors));
  }
  const said = text(args['text']);
  if (where === 'chat.update' && said.length > limits.message.text) throw new Refusal('msg_too_long');
  if (said === '' && dataList(blocks).length === 0 && dataList(args['attachments']).length === 0)
    throw new Refusal('no_text');
  const metadata = args['metadata'];
  if (
    metadata !== undefined &&
    !(typeof data(metadata)['event_type'] === 'string' && isData(data(metadata)['event_payload']))
  )
    throw new Refusal('invalid_metadata_format');
  return {
    text: said,
    ...(blocks !== undefined && { blocks: withIds(dataList(blocks), room.world.id) }),
    ...(metadata !== undefined && { metadata: data(metadata) }),
  };
}

/** Where a message of the app goes. */
export interface Destination {
  readonly channel: string;
  readonly threadTs?: string;
  readonly onlyFor?: string;
  readonly files?: readonly string[];
}

/** Posts a message of the app. */
export function post(room: Room, { text: said, blocks = [], metadata }: Content, to: Destination): SlackMessage {
  const { world } = room;
  if (to.threadTs !== undefined) {
    const parent = world.message(to.channel, to.threadTs);
    const wrong = parent === undefined || parent.threadTs !== undefined || parent.onlyFor !== undefined;
    if (wrong)
      blame(room, 'thread_ts', [{ what: 'is not the ts of a parent message', at: '/thread_ts', refused: false }]);
  }
  const message = world.keep({
    channel: to.channel,
    ts: world.ts(),
    user: world.app.userId,
    byApp: true,
    text: said,
    blocks,
    files: to.files ?? [],
    earlier: [],
    deleted: false,
    ...(metadata && { metadata }),
    ...(to.threadTs !== undefined && { threadTs: to.threadTs }),
    ...(to.onlyFor !== undefined && { onlyFor: to.onlyFor }),
  });
  room.kept(message);
  return message;
}

/** Replaces what a message says; blocks that are not given stay (docs, "chat.update"). */
export function edit(room: Room, before: SlackMessage, content: Content): SlackMessage {
  const earlier = [...before.earlier, { text: before.text, blocks: before.blocks }];
  const message = room.world.keep({ ...before, ...content, earlier });
  room.kept(message, before);
  return message;
}

/** Deletes a message. */
export const remove = (room: Room, before: SlackMessage): void =>
  room.kept(room.world.keep({ ...before, deleted: true }), before);

/** A message as Slack hands it over in answers, events and interactions. */
export function messageOutput({ world }: Room, message: SlackMessage): Data {
  const files = message.files.flatMap((id) => {
    const file = world.files.get(id);
    return file === undefined ? [] : [{ id, name: file.name, title: file.title ?? file.name }];
  });
  return {
    type: 'message',
    ts: message.ts,
    ...(message.otherBot === undefined
      ? { user: message.user }
      : { subtype: 'bot_message', bot_id: message.otherBot, username: message.user }),
    ...(message.byApp && { bot_id: world.app.botId, app_id: world.app.id }),
    text: message.text,
    team: world.users.get(message.user)?.teamId ?? world.team.id,
    ...(message.blocks.length > 0 && { blocks: message.blocks }),
    ...(message.attachments && { attachments: message.attachments }),
    ...(message.threadTs !== undefined && { thread_ts: message.threadTs }),
    ...(message.earlier.length > 0 && { edited: { user: message.user, ts: message.ts } }),
    ...(message.metadata && { metadata: message.metadata }),
    ...(files.length > 0 && { files }),
  };
}
