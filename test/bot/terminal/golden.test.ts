import { describe, it } from 'vitest';
import { digests } from '../../../src/bot/preview/digests.ts';
import { render } from '../../../src/bot/terminal/render.ts';
import { styler } from '../../../src/bot/terminal/style.ts';
import { held } from '../golden-replies.ts';

const folder = new URL('golden/', import.meta.url);
const columns = 100;

describe('digests in a terminal are as they were looked at', () => {
  it.each(digests)('%s', (id, _, reply) => held(folder, id, `${render(reply, columns, styler(false)).join('\n')}\n`));
});
