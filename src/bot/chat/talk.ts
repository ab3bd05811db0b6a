import type { PostFile } from './chat.ts';
import type { Everywhere } from './everywhere.ts';
import type { ShowParts } from './parts.ts';

/** What is shown where, and what is shown elsewhere of it. */
export interface TalkParts<M> extends ShowParts<M> {
  readonly everywhere: Everywhere;
  readonly postFile: PostFile;
}
