import type { Picture } from '../../commands/reply/picture.ts';
import type { Reply } from '../../commands/reply/reply.ts';
import type { Drawer } from '../pictures/draw.ts';

/** The pictures of a reply as files, by the names that they have. One that cannot be drawn is told in words, as on the platform. */
export async function drawn(reply: Reply, drawer: Drawer, nameOf: (at: number) => string) {
  const names = new Map<Picture, string>();
  const files = new Map<string, Uint8Array>();
  for (const picture of reply.blocks.filter((block) => block.kind === 'picture')) {
    const png = await drawer.png(picture).catch(() => undefined);
    if (png === undefined) continue;
    const name = nameOf(names.size);
    names.set(picture, name);
    files.set(name, png);
  }
  return { names, files };
}
