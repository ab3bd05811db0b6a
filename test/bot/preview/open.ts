import { answeredLine } from '../../../src/bot/counted.ts';
import { createDrawer } from '../../../src/bot/pictures/draw.ts';
import { startPreview } from '../../../src/bot/preview/server.ts';
import { commands } from '../../../src/commands/index.ts';
import { openPreviewHouse } from '../../../src/preview-house.ts';

/** The preview as the program serves it, on a port of its own, and what it logs. */
export async function openPreview() {
  const logged: string[] = [];
  const note = (facts: Readonly<Record<string, unknown>>, message: string) => {
    // Each request has one: it says nothing of what went wrong.
    if (message !== answeredLine) logged.push(`${message} ${JSON.stringify(facts)}`);
  };
  const log = { info: note, warn: note, error: note };
  const drawer = createDrawer();
  const open = (losesAnswers: boolean) => openPreviewHouse(losesAnswers, log);
  const preview = await startPreview({ commands, drawer, log, port: 0, open });
  return {
    url: preview.url,
    logged,
    async close() {
      await preview.close();
      await drawer.close();
    },
  };
}
