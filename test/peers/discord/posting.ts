import { dataList, numberOr, text, textOrNumber, type Data } from '../json.ts';
import type { Upload } from './body.ts';
import { formErrors, type Violation } from './check.ts';
import { withFiles, withIds } from './components.ts';
import { fileUrl, flags } from './outputs.ts';
import { refused } from './refusal.ts';
import type { Room } from './room.ts';
import { validateMessage, type Context } from './validate.ts';
import type { DiscordFile, DiscordMessage } from './world.ts';

/** Writes down what is wrong, and refuses by 50035 where Discord does. `under` is where the payload stands in the body. */
export function blame(room: Room, where: string, violations: readonly Violation[], under = ''): void {
  const placed = violations.map((one) => ({ ...one, at: `${under}${one.at}` }));
  room.log.offences.push(...placed.map((one) => ({ where, ...one })));
  const refusing = placed.filter((one) => one.refused);
  if (refusing.length > 0) throw refused('invalidForm', { errors: formErrors(refusing) });
}

/** What a request says of a message, examined. */
export interface Draft {
  readonly body: Data;
  readonly files: readonly Upload[];
  readonly pings: readonly string[];
}

/** Examines a message. Refuses what Discord refuses. */
export function admit(
  room: Room,
  where: string,
  { body, files }: { readonly body: Data; readonly files: readonly Upload[] },
  context: Omit<Context, 'mayRing'>,
  under = '',
): Draft {
  const { violations, pings } = validateMessage(body, files, { ...context, mayRing: room.mayRing });
  blame(room, where, violations, under);
  return { body, files, pings };
}

/** Files of a message after it was posted or edited: those kept, then those that came (Discord, "Message resource", "Edit Message"). */
function filesAfter(room: Room, { body, files }: Draft, before: readonly DiscordFile[]): readonly DiscordFile[] {
  const meant = dataList(body['attachments']);
  const meaning = (id: string) => meant.find((one) => textOrNumber(one['id']) === id);
  const kept = body['attachments'] === undefined ? before : before.filter(({ id }) => meaning(id) !== undefined);
  const added = files.map(({ index, name, type, bytes }): DiscordFile => {
    const own = meaning(index);
    const description = text(own?.['description']);
    return {
      id: room.world.id(),
      name: text(own?.['filename']) || name,
      type,
      bytes,
      ...(description !== '' && { description }),
    };
  });
  return [...kept, ...added];
}

function componentsAfter(
  room: Room,
  value: unknown,
  channelId: string,
  files: readonly DiscordFile[],
): readonly Data[] {
  const urls = new Map(
    files.map((file) => [file.name, { url: fileUrl(room, channelId, file), attachment_id: file.id }]),
  );
  return withFiles(withIds(dataList(value)), urls);
}

/** Where a message is posted, and as what. */
export interface Place {
  readonly channelId: string;
  readonly type: number;
  readonly onlyFor?: string;
  readonly replyTo?: string;
  readonly interaction?: Data;
  /** It says that the bot is thinking. */
  readonly loading?: boolean;
}

const keptFlags = flags.suppressEmbeds | flags.suppressNotifications | flags.componentsV2;

/** Posts a message of the app. Refuses an empty one. */
export function post(room: Room, draft: Draft, { loading = false, ...place }: Place): DiscordMessage {
  const { body } = draft;
  const files = filesAfter(room, draft, []);
  const components = componentsAfter(room, body['components'], place.channelId, files);
  const embeds = dataList(body['embeds']);
  const content = text(body['content']);
  if (!loading && content === '' && components.length === 0 && embeds.length === 0 && files.length === 0)
    throw refused('emptyMessage');
  const own = numberOr(body['flags'], 0) & keptFlags;
  const { nonce } = body;
  return room.world.keep({
    ...place,
    id: room.world.id(),
    author: room.world.app.userId,
    byApp: true,
    content,
    components,
    embeds,
    files,
    flags: own | (place.onlyFor === undefined ? 0 : flags.ephemeral) | (loading ? flags.loading : 0),
    pings: draft.pings,
    earlier: [],
    deleted: false,
    ...((typeof nonce === 'string' || typeof nonce === 'number') && { nonce }),
  });
}

/** Edits a message: what the request leaves out stays. */
export function edit(room: Room, message: DiscordMessage, draft: Draft): DiscordMessage {
  const { body } = draft;
  const files = filesAfter(room, draft, message.files);
  const { content, components, flags: before } = message;
  const isNew = (before | numberOr(body['flags'], 0)) & flags.componentsV2;
  const after = {
    content: body['content'] === undefined ? content : text(body['content']),
    components:
      body['components'] === undefined
        ? components
        : componentsAfter(room, body['components'], message.channelId, files),
    embeds: body['embeds'] === undefined ? message.embeds : dataList(body['embeds']),
  };
  if (after.content === '' && after.components.length + after.embeds.length + files.length === 0)
    throw refused('emptyMessage');
  return room.world.keep({
    ...message,
    ...after,
    files,
    flags: (before & ~flags.loading) | isNew,
    pings: draft.pings,
    earlier: [...message.earlier, { content, components, flags: before }],
    editedAt: room.now(),
  });
}

/** Deletes a message. */
export const remove = (room: Room, message: DiscordMessage): void =>
  void room.world.keep({ ...message, deleted: true });
