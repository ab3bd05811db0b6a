import { describe, expect, it } from 'vitest';
import { render, type Rendered } from '../../../src/bot/discord/render.ts';
import { answered, held, kinds, made } from '../golden-replies.ts';
import { faultsOf } from './limits-check.ts';
import { shown } from './shown.ts';

const folder = new URL('golden/', import.meta.url);
const how = { command: '/ec2' };

function looked(rendered: Rendered): string {
  for (const { components, pictures } of rendered.messages)
    expect(
      faultsOf(
        components,
        pictures.map(({ name }) => name),
      ),
    ).toEqual([]);
  return `${shown(rendered)}\n`;
}

describe('replies in Discord are as they were looked at', () => {
  it.each(kinds)('$kind', async ({ kind, lines, as }) => {
    await held(folder, kind, looked(render(await answered(lines, as), how)));
  });

  it.each(made)('$kind', ({ kind, reply }) => held(folder, kind, looked(render(reply, how))));

  it('a picture that was drawn', async () => {
    const one = await answered(['price m5.large term:ri-1y-all']);
    await held(folder, 'picture-drawn', looked(render(one, { ...how, pictureOf: () => true })));
  });
});
