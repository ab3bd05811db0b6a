import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { createDrawer } from './bot/pictures/draw.ts';
import { startPreview } from './bot/preview/server.ts';
import { commands } from './commands/index.ts';
import type { Log } from './core/ports/log.ts';
import { openPreviewHouse } from './preview-house.ts';

/** Where the preview is served if no port is named. */
const usualPort = 4040;

/** What `quartermaster preview` needs. */
export interface PreviewProgram {
  readonly port: number | undefined;
  readonly stdout: Writable;
  readonly log: Log;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** `quartermaster preview`: serves a page that shows replies as the platforms do, until it is told to end; gives the exit code. Rejects where the port is taken. */
export async function runPreview({ port = usualPort, stdout, log, signal }: PreviewProgram): Promise<number> {
  const drawer = createDrawer();
  const preview = await startPreview({
    commands,
    drawer,
    log,
    port,
    open: (losesAnswers) => openPreviewHouse(losesAnswers, log),
  });
  stdout.write(`The preview is at ${preview.url}\n`);
  if (!signal.aborted) await once(signal, 'abort');
  await preview.close();
  await drawer.close();
  return 0;
}
