import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const imports = (what: string) => `import { it } from '${what}';\nexport const one = it;\n`;
const control = "import type { Control } from '../ports/control.ts';\nexport type One = Control;\n";

/** A file in a room, what it holds, and whether the house allows it. */
const files: readonly (readonly [path: string, text: string, allowed: boolean])[] = [
  ['src/compose.ts', imports('./core/drivers/demo/cloud.ts'), true],
  ['src/main.ts', imports('@smithy/node-http-handler'), false],
  ['src/config/a.ts', imports('../core/near.ts'), true],
  ['src/config/b.ts', imports('../bot/grammar.ts'), false],
  ['src/bot/a.ts', imports('../commands/command.ts'), true],
  ['src/bot/b.ts', imports('./terminal/app.ts'), false],
  ['src/bot/c.ts', imports('../config/read.ts'), false],
  ['src/bot/d.ts', imports('../core/drivers/demo/cloud.ts'), false],
  ['src/bot/terminal/a.ts', imports('../dispatch.ts'), true],
  ['src/bot/terminal/b.ts', imports('../slack/app.ts'), false],
  ['src/bot/terminal/c.ts', imports('../../compose.ts'), false],
  ['src/bot/terminal/d.ts', imports('@slack/bolt'), false],
  ['src/bot/slack/a.ts', imports('@slack/bolt'), true],
  ['src/bot/slack/b.ts', imports('../terminal/app.ts'), false],
  ['src/bot/slack/c.ts', imports('discord.js'), false],
  ['src/bot/discord/a.ts', imports('discord.js'), true],
  ['src/bot/discord/b.ts', imports('../slack/app.ts'), false],
  ['src/bot/discord/c.ts', imports('@slack/bolt'), false],
  ['src/bot/pictures/a.ts', imports('@resvg/resvg-wasm'), true],
  ['src/bot/pictures/b.ts', imports('../slack/app.ts'), false],
  ['src/bot/pictures/c.ts', imports('@slack/bolt'), false],
  ['src/bot/preview/a.ts', imports('../slack/render.ts'), true],
  ['src/bot/preview/b.ts', imports('@slack/bolt'), false],
  ['src/commands/a.ts', imports('../core/text.ts'), true],
  ['src/commands/b.ts', imports('../bot/grammar.ts'), false],
  ['src/commands/c.ts', imports('../core/drivers/demo/cloud.ts'), false],
  ['src/commands/d.ts', control.replace('../', '../core/'), false],
  ['src/core/estate/a.ts', imports('../ports/cloud.ts'), true],
  ['src/core/estate/b.ts', "export * from '../drivers/demo/cloud.ts';\n", false],
  ['src/core/estate/c.ts', imports('../../commands/stop.ts'), false],
  ['src/core/estate/d.ts', "export const load = () => import('@aws-sdk/client-ec2');\n", false],
  ['src/core/estate/e.ts', control, false],
  ['src/core/estate/f.ts', "export type { Control } from '../ports/control.ts';\n", false],
  ['src/core/estate/g.ts', "export type One = import('../ports/control.ts').Control;\n", false],
  ['src/core/estate/h.ts', "import type { Target } from '../ports/control.ts';\nexport type One = Target;\n", true],
  ['src/core/facts/prices/a.ts', imports('../../ports/price-list.ts'), true],
  ['src/core/facts/prices/b.ts', imports('../../estate/charge.ts'), false],
  ['src/core/facts/prices/c.ts', imports('../../drivers/aws/price-list.ts'), false],
  ['src/core/estate/i.ts', imports('../facts/prices/prices.ts'), true],
  ['src/core/watch/schedule.ts', imports('croner'), true],
  ['src/core/watch/a.ts', imports('croner'), false],
  ['src/core/watch/b.ts', imports('../drivers/demo/cloud.ts'), false],
  ['src/commands/e.ts', imports('croner'), false],
  ['src/core/changes/a.ts', control, true],
  ['src/core/changes/b.ts', imports('../drivers/ec2/control.ts'), false],
  ['src/core/ports/a.ts', imports('../problem.ts'), true],
  ['src/core/ports/b.ts', imports('../estate/estate.ts'), false],
  ['src/core/drivers/demo/a.ts', imports('../ec2/calls.ts'), true],
  ['src/core/drivers/demo/b.ts', imports('../../changes/gate.ts'), false],
  ['src/core/drivers/demo/c.ts', imports('@aws-sdk/client-ec2'), false],
  ['src/core/drivers/aws/a.ts', imports('@aws-sdk/client-ec2'), true],
  ['src/core/drivers/aws/b.ts', imports('libsql'), false],
  ['src/core/drivers/sqlite/a.ts', imports('libsql'), true],
  ['src/core/drivers/sqlite/b.ts', imports('@aws-sdk/client-ec2'), false],
  ['src/core/drivers/sqlite/c.ts', imports('@cedar-policy/cedar-wasm/nodejs'), false],
  ['src/core/drivers/aws/c.ts', imports('@cedar-policy/cedar-wasm/nodejs'), false],
  ['src/core/drivers/redis/a.ts', imports('ioredis'), true],
  ['src/core/drivers/redis/b.ts', imports('bullmq'), false],
  ['src/core/drivers/sqlite/d.ts', imports('ioredis'), false],
  ['src/core/drivers/cedar/a.ts', imports('@cedar-policy/cedar-wasm/nodejs'), true],
  ['src/core/drivers/cedar/b.ts', imports('libsql'), false],
  ['src/core/drivers/cedar/c.ts', imports('../../people/access/starter.ts'), false],
  ['src/core/drivers/prometheus/a.ts', imports('prom-client'), true],
  ['src/core/drivers/prometheus/b.ts', imports('libsql'), false],
  ['src/core/drivers/prometheus/c.ts', imports('../../watch/outbox.ts'), false],
  ['src/core/drivers/sqlite/d.ts', imports('prom-client'), false],
  ['src/core/watch/c.ts', imports('prom-client'), false],
  ['src/health/a.ts', imports('prom-client'), false],
  ['src/health/b.ts', imports('../compose.ts'), false],
  ['src/health/c.ts', imports('../bot/bot.ts'), true],
  ['src/health/d.ts', imports('../commands/index.ts'), false],
  ['src/health/e.ts', imports('../core/drivers/demo/engine.ts'), false],
  ['src/health/f.ts', control, false],
  ['src/bot/slack/z.ts', imports('../../health/open.ts'), false],
  ['src/core/watch/z.ts', imports('../../health/probes.ts'), false],
  ['src/core/people/access/a.ts', imports('@cedar-policy/cedar-wasm/nodejs'), false],
  ['src/core/people/access/b.ts', imports('../../drivers/cedar/cedar.ts'), false],
  ['src/core/money/a.ts', "import { two } from './b.ts';\nexport const one = (): unknown => two();\n", false],
  ['src/core/money/b.ts', "import { one } from './a.ts';\nexport const two = (): unknown => one();\n", false],
];

let house = '';
let refused: ReadonlySet<string> = new Set();

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'quartermaster-rules-'));
  copyFileSync(join(root, '.oxlintrc.json'), join(house, '.oxlintrc.json'));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), text);
  }
  const linter = join(dirname(createRequire(import.meta.url).resolve('oxlint/package.json')), 'bin/oxlint');
  const { stdout } = spawnSync(process.execPath, [linter, '-f', 'unix', 'src'], {
    cwd: house,
    encoding: 'utf8',
  });
  refused = new Set(stdout.split('\n').map((line) => /(src\/[^:]+):\d+:\d+: /.exec(line)?.[1] ?? ''));
});
afterAll(() => rmSync(house, { recursive: true }));

describe('the linter holds the rules of who may import what', () => {
  it.each(files)('%s with %j is allowed: %s', (path, _, allowed) => {
    expect(refused.has(path)).toBe(!allowed);
  });
});
