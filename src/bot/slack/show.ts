import type { Picture } from '../../commands/reply/picture.ts';
import type { Reply } from '../../commands/reply/reply.ts';
import type { Rendered } from '../chat/chat.ts';
import { onceEach } from '../once-each.ts';
import type { Files } from './files.ts';
import { render, type Message } from './render.ts';

/** Makes messages of a reply; its pictures are handed to Slack first. */
export type Show = (reply: Reply) => Promise<Rendered<Message>>;

/** @param command `/ec2`. */
export function createShow(files: Files, command: string): Show {
  const plainly = onceEach((reply: Reply) => render(reply, { command, fileOf: () => undefined }));
  return async (reply) => {
    const pictures = reply.blocks.flatMap((block): readonly Picture[] => (block.kind === 'picture' ? [block] : []));
    if (pictures.length === 0) return plainly(reply);
    const ids = new Map(await Promise.all(pictures.map(async (one) => [one, await files.picture(one)] as const)));
    return render(reply, { command, fileOf: (picture) => ids.get(picture) });
  };
}
