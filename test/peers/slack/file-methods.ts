import { channelFor, given, needed, type Methods } from './method.ts';
import { dataList, text, type Data } from '../json.ts';
import { post } from './posting.ts';
import { Refusal } from './refusal.ts';
import type { Room } from './room.ts';
import type { SlackFile } from './world.ts';

/** The path to which bytes are uploaded. */
export const uploadPath = '/upload/v1/';

const fileOutput = ({ world, now }: Room, file: SlackFile): Data => ({
  id: file.id,
  created: Math.floor(now() / 1_000),
  name: file.name,
  title: file.title ?? file.name,
  size: file.length,
  mimetype: /\.csv$/i.test(file.name) ? 'text/csv' : 'application/octet-stream',
  user: world.app.userId,
  permalink: `https://${world.team.domain}.slack.com/files/${world.app.userId}/${file.id}/${file.name}`,
  url_private: `https://files.slack.com/files-pri/${world.team.id}-${file.id}/${file.name}`,
  channels: world.messages.filter(({ files }) => files.includes(file.id)).map(({ channel }) => channel),
});

/** Takes the bytes of a file: the status and the body that are answered. */
export function upload({ world }: Room, id: string, bytes: Buffer): { readonly status: number; readonly body: string } {
  const file = world.files.get(id);
  if (file === undefined) return { status: 404, body: 'not found' };
  if (file.length !== bytes.length) return { status: 400, body: 'wrong length' };
  world.files.set(id, { ...file, bytes });
  return { status: 200, body: `OK - ${bytes.length}` };
}

/** The methods of `files.*` that an upload in three steps takes (docs, "Working with files"). */
export const fileMethods: Methods = {
  'files.getUploadURLExternal': {
    scopes: ['files:write'],
    run(args, room) {
      const name = needed(args, 'filename');
      const length = Number(args['length']);
      if (!Number.isInteger(length) || length < 1) throw new Refusal('invalid_arguments');
      const id = room.world.id('F');
      room.world.files.set(id, { id, name, length, complete: false, notReadyFor: 0 });
      return { upload_url: `${room.origin()}${uploadPath}${id}`, file_id: id };
    },
  },
  'files.completeUploadExternal': {
    scopes: ['files:write'],
    run(args, room) {
      const { world } = room;
      const wanted = dataList(args['files']);
      if (wanted.length === 0) throw new Refusal('invalid_arguments');
      const files = wanted.map((one) => {
        const file = world.files.get(text(one['id']));
        if (file?.bytes === undefined) throw new Refusal('file_not_found');
        return { ...file, complete: true, notReadyFor: room.pictures.slowFor, title: text(one['title']) || file.name };
      });
      const to = given(args, 'channel_id');
      const channel = to === undefined ? undefined : channelFor(room, to);
      if (channel?.archived === true) throw new Refusal('is_archived');
      if (channel?.members.has(world.app.userId) === false) throw new Refusal('not_in_channel');
      for (const file of files) world.files.set(file.id, file);
      const threadTs = given(args, 'thread_ts');
      if (channel !== undefined)
        post(
          room,
          { text: text(args['initial_comment']) },
          {
            channel: channel.id,
            files: files.map(({ id }) => id),
            ...(threadTs !== undefined && { threadTs }),
          },
        );
      return { files: files.map((file) => fileOutput(room, file)) };
    },
  },
  'files.info': {
    scopes: ['files:read'],
    run(args, room) {
      const file = room.world.files.get(needed(args, 'file'));
      if (file === undefined) throw new Refusal('file_not_found');
      return { file: fileOutput(room, file) };
    },
  },
};
