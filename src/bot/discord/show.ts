import type { RawFile } from 'discord.js';
import type { Picture } from '../../commands/reply/picture.ts';
import type { Reply } from '../../commands/reply/reply.ts';
import type { Log } from '../../core/ports/log.ts';
import { StoreUnwritable } from '../../core/ports/store.ts';
import type { Rendered } from '../chat/chat.ts';
import { onceEach } from '../once-each.ts';
import type { Drawer } from '../pictures/draw.ts';
import type { DiscordMessage } from './message.ts';
import type { Presses } from './presses.ts';
import { render, type Rendered as Drawn } from './render.ts';

/** Makes messages of a reply, with the files of its pictures. */
export type Show = (reply: Reply) => Promise<Rendered<DiscordMessage>>;

/** What replies are shown with. */
export interface ShowParts {
  readonly drawer: Drawer;
  readonly presses: Presses;
  readonly log: Log;
  /** `/ec2`. */
  readonly command: string;
}

/** See {@link Show}. What cannot be drawn is told in words; what cannot be kept for a press is to be typed. */
export function createShow({ drawer, presses, log, command }: ShowParts): Show {
  const drawn = async (picture: Picture): Promise<Buffer | undefined> => {
    try {
      return Buffer.from(await drawer.png(picture));
    } catch (error) {
      log.warn({ platform: 'discord', error: String(error) }, 'a picture could not be drawn');
      return undefined;
    }
  };
  const made = async ({ messages, cut, kept }: Drawn, pngs: ReadonlyMap<Picture, Buffer>) => {
    try {
      await presses.keep(kept);
    } catch (error) {
      if (!(error instanceof StoreUnwritable)) throw error;
      log.warn({ platform: 'discord', error: error.message }, 'what some buttons carry could not be kept');
    }
    return {
      cut,
      messages: messages.map(({ components, pictures }): DiscordMessage => ({
        components,
        files: pictures.flatMap(({ name, picture }): readonly RawFile[] => {
          const data = pngs.get(picture);
          return data === undefined ? [] : [{ name, data, contentType: 'image/png' }];
        }),
      })),
    };
  };
  const plainly = onceEach((reply: Reply) => made(render(reply, { command }), new Map()));
  return async (reply) => {
    const pictures = reply.blocks.flatMap((block): readonly Picture[] => (block.kind === 'picture' ? [block] : []));
    if (pictures.length === 0) return plainly(reply);
    const pngs = new Map<Picture, Buffer>();
    for (const picture of pictures) {
      const png = await drawn(picture);
      if (png !== undefined) pngs.set(picture, png);
    }
    return made(render(reply, { command, pictureOf: (picture) => pngs.has(picture) }), pngs);
  };
}
