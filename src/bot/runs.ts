import type { Block } from '../commands/reply/reply.ts';
import type { Spans } from '../core/text.ts';

/** A block, and the lines of those that follow it and are shown with it; no lines where it is no paragraph and no note. */
export interface Run {
  readonly block: Block;
  readonly lines: readonly Spans[];
}

/** Blocks in order; paragraphs that follow each other, and notes that do, are one with several lines. */
export function runsOf(blocks: readonly Block[]): readonly Run[] {
  const runs: { readonly block: Block; readonly lines: Spans[] }[] = [];
  for (const block of blocks) {
    const lines = block.kind === 'text' || block.kind === 'note' ? [block.spans] : [];
    const last = runs.at(-1);
    if (last?.block.kind === block.kind && lines.length > 0) last.lines.push(...lines);
    else runs.push({ block, lines });
  }
  return runs;
}
