import { z } from 'zod';

/** One step that makes files. */
export type Step =
  | { readonly does: 'run'; readonly script: string; readonly cwd: string }
  | {
      readonly does: 'copy';
      /** The stage that it is taken of; left out: the folder that is built from. */
      readonly stage?: string;
      readonly owner?: { readonly uid: number; readonly gid: number };
      readonly sources: readonly string[];
      readonly to: string;
      readonly cwd: string;
    };

/** What `FROM` begins, as far as the Dockerfile says it. */
export interface Stage {
  /** An image, or the name of a stage above. */
  readonly from: string;
  readonly name?: string;
  readonly steps: Step[];
  readonly env: Record<string, string>;
  readonly labels: Record<string, string>;
  readonly volumes: string[];
  cwd: string;
  user?: string;
  stopSignal?: string;
  entrypoint?: readonly string[];
  health?: { readonly options: Readonly<Record<string, string>>; readonly command: readonly string[] };
}

/** The exec form: without a shell between, so that signals arrive. */
const Exec = z.array(z.string()).min(1);

/** Instructions with their arguments, each in one line; comments and empty lines are left out (Dockerfile reference, "Format"). */
function instructions(text: string): readonly (readonly [string, string])[] {
  const lines = text
    .split('\n')
    .filter((line) => !/^\s*(#|$)/.test(line))
    .join('\n')
    .replaceAll(/\\\n/g, ' ')
    .split('\n');
  return lines.map((line) => {
    const [, word = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
    return [word, rest.trim()];
  });
}

/** `A=b C="d e"`. */
function pairs(rest: string): Record<string, string> {
  const found = [...rest.matchAll(/([\w.]+)=("([^"]*)"|\S*)\s*/g)];
  if (found.map(([whole]) => whole).join('') !== rest) throw new Error(`expected NAME=VALUE: ${rest}`);
  return Object.fromEntries(found.map(([, name = '', bare = '', quoted]) => [name, quoted ?? bare]));
}

/** `--name=value` before the rest. */
function flagged(rest: string): { readonly flags: Record<string, string>; readonly words: string } {
  const flags: Record<string, string> = {};
  let words = rest;
  for (let found; (found = /^--([\w-]+)=(\S+)\s+/.exec(words)) !== null; words = words.slice(found[0].length))
    flags[found[1] ?? ''] = found[2] ?? '';
  if (words.startsWith('--')) throw new Error(`a flag of a form that is not known here: ${words}`);
  return { flags, words };
}

function copied(rest: string, cwd: string): Step {
  const { flags, words } = flagged(rest);
  const { from, chown, ...others } = flags;
  if (Object.keys(others).length > 0) throw new Error(`COPY with ${Object.keys(others).join()} is not known here`);
  const sources = words.split(/\s+/);
  const to = sources.pop();
  if (to === undefined || sources.length === 0) throw new Error(`COPY wants a source and a place: ${rest}`);
  const [, uid, gid] = /^(\d+):(\d+)$/.exec(chown ?? '') ?? [];
  if (chown !== undefined && uid === undefined) throw new Error(`names have no meaning in an image: ${chown}`);
  return {
    does: 'copy',
    sources,
    to,
    cwd,
    ...(from !== undefined && { stage: from }),
    ...(uid !== undefined && { owner: { uid: Number(uid), gid: Number(gid) } }),
  };
}

/**
 * Reads a Dockerfile that uses the instructions below and no others: what is not known is refused, so that nothing which
 * Docker would do is passed over.
 */
export function readDockerfile(text: string): readonly Stage[] {
  const stages: Stage[] = [];
  for (const [word, rest] of instructions(text)) {
    if (word === 'FROM') {
      const [, from = '', name] = /^(\S+)(?: AS (\S+))?$/.exec(rest) ?? [];
      if (from === '') throw new Error(`FROM is not read: ${rest}`);
      stages.push({ from, ...(name && { name }), steps: [], env: {}, labels: {}, volumes: [], cwd: '/' });
      continue;
    }
    const stage = stages.at(-1);
    if (stage === undefined) throw new Error(`${word} stands before FROM`);
    switch (word) {
      case 'WORKDIR':
        stage.cwd = rest;
        break;
      case 'COPY':
        stage.steps.push(copied(rest, stage.cwd));
        break;
      case 'RUN':
        stage.steps.push({ does: 'run', script: rest, cwd: stage.cwd });
        break;
      case 'ENV':
        Object.assign(stage.env, pairs(rest));
        break;
      case 'LABEL':
        Object.assign(stage.labels, pairs(rest));
        break;
      case 'USER':
        stage.user = rest;
        break;
      case 'VOLUME':
        stage.volumes.push(...Exec.parse(JSON.parse(rest)));
        break;
      case 'STOPSIGNAL':
        stage.stopSignal = rest;
        break;
      case 'ENTRYPOINT':
        stage.entrypoint = Exec.parse(JSON.parse(rest));
        break;
      case 'HEALTHCHECK': {
        const { flags, words } = flagged(rest);
        const [, command = ''] = /^CMD (.*)$/.exec(words) ?? [];
        stage.health = { options: flags, command: Exec.parse(JSON.parse(command)) };
        break;
      }
      default:
        throw new Error(`the instruction ${word} is not known here`);
    }
  }
  return stages;
}
