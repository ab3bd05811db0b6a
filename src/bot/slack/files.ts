import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Picture } from '../../commands/reply/picture.ts';
import type { Log } from '../../core/ports/log.ts';
import { secondMs } from '../../core/time.ts';
import type { PostFile } from '../chat/chat.ts';
import type { Drawer } from '../pictures/draw.ts';
import type { SlackClients } from './clients.ts';
import { failureOf } from './failure.ts';

/** Files into Slack. */
export interface Files {
  /** Id of the picture's file, which only messages of the bot show; undefined: it could not be drawn or taken. Equal pictures are one file. */
  picture(picture: Picture): Promise<string | undefined>;
  readonly csv: PostFile;
}

const uploadMs = 10 * secondMs;
const picturesRemembered = 500;

const Ticket = z.object({ upload_url: z.string(), file_id: z.string() });

/** See {@link Files}. Nothing rejects: an answer without its picture is still one. */
export function createFiles(client: SlackClients['posts'], drawer: Drawer, log: Log): Files {
  const uploaded = new LRUCache<string, Promise<string | undefined>>({ max: picturesRemembered });

  async function upload(bytes: Uint8Array, filename: string, into: { channel?: string; thread?: string | undefined }) {
    const ticket = Ticket.parse(
      await client.apiCall('files.getUploadURLExternal', { filename, length: bytes.byteLength }),
    );
    const { ok, status } = await fetch(ticket.upload_url, {
      method: 'POST',
      body: new Uint8Array(bytes),
      signal: AbortSignal.timeout(uploadMs),
    });
    if (!ok) throw new Error(`the upload was answered with ${status}`);
    await client.apiCall('files.completeUploadExternal', {
      files: [{ id: ticket.file_id, title: filename }],
      ...(into.channel !== undefined && { channel_id: into.channel }),
      ...(into.thread !== undefined && { thread_ts: into.thread }),
    });
    return ticket.file_id;
  }
  const told = (what: string, error: unknown): void => {
    const code = failureOf(error)?.code ?? (error instanceof Error ? error.message : String(error));
    log.warn({ platform: 'slack', error: code }, `${what} could not be handed to Slack`);
  };

  return {
    picture(picture) {
      const key = createHash('sha256').update(JSON.stringify(picture)).digest('base64');
      const before = uploaded.get(key);
      if (before !== undefined) return before;
      const made = drawer
        .png(picture)
        .then((png) => upload(png, 'picture.png', {}))
        .catch((error: unknown) => {
          uploaded.delete(key);
          told('a picture', error);
          return undefined;
        });
      uploaded.set(key, made);
      return made;
    },
    async csv(text, name, { channel, id: thread }) {
      try {
        await upload(new TextEncoder().encode(text), name, { channel, thread });
        return true;
      } catch (error) {
        told('a file', error);
        return false;
      }
    },
  };
}
