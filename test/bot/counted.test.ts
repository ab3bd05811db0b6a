import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countedDispatch } from '../../src/bot/counted.ts';
import type { Answer, Request } from '../../src/bot/request.ts';
import { prometheusMeter } from '../../src/core/drivers/prometheus/meter.ts';
import type { ScrapedMeter } from '../../src/core/ports/meter.ts';
import { say } from '../../src/core/text.ts';
import { requestNow } from '../../src/core/under-request.ts';
import { figuresIn } from '../figures.ts';

let meter: ScrapedMeter;
let told: unknown[];
beforeEach(() => {
  meter = prometheusMeter();
  told = [];
});
afterEach(() => meter.close());
const log = { info: (facts: object) => void told.push(facts), warn() {}, error() {} };

const request = (id: string, place: string): Request => ({
  id,
  person: { id: 'slack:U1', name: 'maria', roles: [] },
  place: { id: place },
  line: 'stop secret-machine',
  signal: new AbortController().signal,
});
const reply = { tone: 'plain', title: say`done`, blocks: [] } as const;

describe('the road of every request', () => {
  it('counts how each was answered, under its id, and says neither who nor what', async () => {
    const under: (string | undefined)[] = [];
    const answers: Answer[] = [
      { final: true, reply, command: 'list', effect: 'reads' },
      { final: true, reply, problem: { problem: 'unknown-command', what: [], todo: [] } },
      { final: true, reply, command: 'stop', problem: { problem: 'internal', what: [], todo: [] } },
    ];
    const go = countedDispatch(
      async () => {
        await new Promise((resolve) => setImmediate(resolve));
        under.push(requestNow());
        return answers[under.length - 1] ?? { final: true, reply };
      },
      { meter, log },
    );
    for (const [at, place] of ['slack:C1', 'discord:2', 'terminal:store:os:maria'].entries())
      await go(request(`r-${at}`, place), () => {});
    expect(under).toEqual(['r-0', 'r-1', 'r-2']);
    expect(requestNow()).toBeUndefined();
    const figures = figuresIn(await meter.scrape());
    const count = (platform: string, command: string, outcome: string) =>
      figures('quartermaster_commands_total', { platform, command, outcome });
    expect(count('slack', 'list', 'answered')).toBe(1);
    expect(count('slack', 'list', 'internal')).toBe(0);
    expect(count('discord', 'none', 'unknown-command')).toBe(1);
    expect(count('terminal', 'stop', 'internal')).toBe(1);
    expect(JSON.stringify(told)).not.toMatch(/secret-machine|maria|U1/);
    expect(told).toHaveLength(3);
  });

  it('begins nothing from the moment that the process is told to end, and says so', async () => {
    const end = new AbortController();
    let begun = 0;
    const go = countedDispatch(
      async () => {
        begun += 1;
        return { final: true, reply };
      },
      { meter, log, ending: end.signal },
    );
    await go(request('r-1', 'slack:C1'), () => {});
    end.abort();
    const answer = await go(request('r-2', 'slack:C1'), () => {});
    expect(begun).toBe(1);
    expect(answer).toMatchObject({ final: true, problem: { problem: 'interrupted' } });
    expect(JSON.stringify(answer.reply)).toContain('is ending');
  });
});
