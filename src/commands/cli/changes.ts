import { kinds, rowOf, type Kind } from '../../core/changes/kinds.ts';
import { atOnce, type Target } from '../../core/ports/control.ts';
import { say } from '../../core/text.ts';
import { note, type Block } from '../reply/reply.ts';
import { at, awsLine, codeBlock } from './line.ts';

/** A target with the calls that are made for it, in order. */
export interface Called {
  readonly target: Target;
  readonly steps: readonly Kind[];
}

/** EC2's action as the CLI writes it: `stop-instances`. */
const actionOf = (kind: Kind): string =>
  kinds[kind].permission
    .replace(/^ec2:/, '')
    .replace(/(?!^)([A-Z])/g, '-$1')
    .toLowerCase();

/** What names the target in the call of a kind. */
function named(kind: Kind, targets: readonly Target[]): readonly string[] {
  const [first] = targets;
  if (rowOf(kind).of === 'instance') return ['--instance-ids', ...targets.map(({ id }) => id)];
  if (kind === 'disassociate') return ['--association-id', first?.associationId ?? ''];
  const border = kind === 'release' || kind === 'recover' ? first?.networkBorderGroup : undefined;
  return [
    kind === 'recover' ? '--address' : '--allocation-id',
    first?.id ?? '',
    ...(border === undefined ? [] : ['--network-border-group', border]),
  ];
}

/** The calls that a confirmation makes: every one of them, for somebody may copy them all. */
export function cliOfChange(moves: readonly Called[]): readonly Block[] {
  const lines: string[] = [];
  for (const step of new Set(moves.flatMap(({ steps }) => steps))) {
    const homes = new Map<string, Target[]>();
    for (const { target, steps } of moves) {
      if (!steps.includes(step)) continue;
      const home = atOnce[step] === 1 ? target.id : `${target.account.name}/${target.region}`;
      homes.set(home, [...(homes.get(home) ?? []), target]);
    }
    for (const targets of homes.values()) {
      const [first] = targets;
      if (first === undefined) continue;
      const extra = rowOf(step).cli === '' ? [] : rowOf(step).cli.split(' ');
      lines.push(awsLine('ec2', actionOf(step), ...named(step, targets), ...extra, ...at(first)));
    }
  }
  return [codeBlock(lines), note(say`The same by the AWS CLI, with a profile for each account.`)];
}
