import { actionsOf } from '../../commands/reply/reply.ts';
import { plain } from '../../core/text.ts';
import { succeeded, type Answer } from '../request.ts';

/** One line for machines: the neutral reply, its actions as lines to say, the problem in plain text. Signs that a terminal might obey are escaped. */
export function jsonLine(answer: Answer): string {
  const { command, final, notice, reply, problem } = answer;
  const line = JSON.stringify({
    ok: succeeded(answer),
    command: command ?? null,
    final,
    ...(notice && { notice }),
    reply,
    actions: actionsOf(reply).map(({ label, does, style, form }) => ({
      label,
      say: does,
      style,
      typed: form?.typed ?? null,
      ...(form?.reason === true && { reason: true }),
      ...(form?.until === true && { until: true }),
      ...(form?.fields && { fields: form.fields.map(({ key, value }) => ({ key, value: value ?? null })) }),
    })),
    problem:
      problem === undefined
        ? null
        : {
            code: problem.problem,
            what: plain(problem.what),
            where: problem.where === undefined ? null : plain(problem.where),
            todo: plain(problem.todo),
          },
  });
  return line.replace(
    /[\u007F-\u009F\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
