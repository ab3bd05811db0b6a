import { toneColours } from '../discord/blocks.ts';

const hexOf = (colour: number): string => colour.toString(16).padStart(6, '0');
const accents = Object.values(toneColours).flatMap((colour) => (colour === undefined ? [] : [hexOf(colour)]));

/** The class of a container whose line beside it has a colour; undefined where the style sheet has no such line: a page may not bring styles of its own. */
export function accentClass(colour: number | undefined): string | undefined {
  if (colour === undefined) return 'plain';
  const hex = hexOf(colour);
  return accents.includes(hex) ? `accent-${hex}` : undefined;
}

const accentStyle = accents.map((hex) => `.discord .accent-${hex} { border-left-color: #${hex}; }`).join('\n');

/** How Discord's windows look, on a desktop and as narrow as a phone: written from looking at them, nothing of theirs is copied. */
export const discordStyle = `
.discord.dark { --ground: #313338; --ink: #dbdee1; --strong: #f2f3f5; --faint: #a5abb4; --line: #3f4147; --card: #2b2d31; --card-line: #3f4147; --link: #35b1fc; --code-ground: #1e1f22; --button: #4e5058; --button-ink: #fff; --button-line: #4e5058; --mention: #3c4270; --mention-ink: #d4d8fd; --field: #1e1f22; --head: #383a40; --star: #ff8a8d; }
.discord.light { --ground: #fff; --ink: #313338; --strong: #060607; --faint: #5c5e66; --line: #e1e2e4; --card: #f6f6f8; --card-line: #dddee2; --link: #0059c2; --code-ground: #ebecef; --button: #dfe1e5; --button-ink: #2b2d31; --button-line: #dfe1e5; --mention: #e3e5fd; --mention-ink: #4048b0; --field: #ebecef; --head: #e6e7ea; --star: #b3261e; }
.discord .window { container-type: inline-size; background: var(--ground); color: var(--ink); padding: 14px 16px 18px; font-size: 16px; line-height: 22px; }
.discord a { color: var(--link); }
.discord .message { gap: 16px; }
.discord .body { flex: 1; min-width: 0; }
.discord .avatar { width: 40px; height: 40px; border-radius: 50%; }
.discord .from b { color: var(--strong); }
.discord .badge { margin-left: 2px; padding: 1px 5px 2px; border: 0; border-radius: 4px; font-size: 11px; color: #fff; background: #5560e0; }
.discord .when { margin-left: 4px; }
.below { margin-top: 4px; font-size: 13px; line-height: 18px; color: var(--faint); }
.container { display: grid; gap: 8px; width: fit-content; min-width: min(100%, 320px); max-width: min(100%, 600px); padding: 16px; border: 1px solid var(--card-line); border-radius: 8px; background: var(--card); }
.container:not(.plain) { border-left-width: 4px; border-left-style: solid; }
.piece { min-width: 0; max-width: 600px; overflow-wrap: anywhere; }
hr.piece { width: 100%; max-width: none; margin: 4px 0; border: 0; border-top: 1px solid var(--card-line); }
.piece.gap { height: 8px; }
.discord h3 { color: var(--strong); font-weight: 700; line-height: 1.375; }
.discord .size1 { font-size: 24px; margin: 8px 0; }
.discord .size2 { font-size: 20px; margin: 6px 0; }
.discord .size3 { font-size: 16px; margin: 2px 0; }
.discord .small { font-size: 13px; line-height: 18px; color: var(--faint); }
.discord .text b { color: var(--strong); }
.discord .small b { color: inherit; }
.discord .text ul, .discord .text ol { padding-left: 20px; }
.discord .text li { padding: 2px 0; }
.discord code, .discord pre { font-family: ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; background: var(--code-ground); }
.discord code { padding: 1px 4px; border-radius: 4px; font-size: 0.85em; line-height: 1.2; overflow-wrap: anywhere; white-space: pre-wrap; }
.discord pre { margin: 4px 0; padding: 8px; border: 1px solid var(--card-line); border-radius: 4px; font-size: 14px; line-height: 18px; white-space: pre-wrap; overflow-wrap: anywhere; }
.discord q { display: block; padding-left: 12px; border-left: 4px solid var(--line); quotes: none; }
.discord .mention { padding: 0 2px; color: var(--mention-ink); font-weight: 500; }
.discord .row { display: flex; flex-wrap: wrap; gap: 8px; }
.discord .button { display: inline-block; padding: 5px 14px 6px; border: 0; border-radius: 8px; font: 500 14px/20px Inter, system-ui, sans-serif; color: var(--button-ink); background: var(--button); cursor: pointer; }
.discord .button.primary { color: #fff; background: #5560e0; }
.discord .button.success { color: #fff; background: #248046; }
.discord .button.danger { color: #fff; background: #d22d39; }
.discord a.button:hover { text-decoration: none; filter: brightness(1.08); }
.discord .section { display: grid; grid-template-columns: 1fr auto; gap: 12px; align-items: start; }
.discord .section img { width: 85px; border-radius: 8px; }
.discord .gallery img { display: block; width: 100%; border-radius: 8px; }
.discord .file { padding: 10px 12px; border: 1px solid var(--card-line); border-radius: 8px; color: var(--link); background: var(--card); }
.discord .select { flex: 1; max-width: 400px; border-color: var(--card-line); background: var(--field); font-size: 15px; }
.discord .select summary { padding: 7px 12px; }
.discord .select .placeholder { font-weight: 400; color: var(--faint); }
.discord .select ul { border-color: var(--card-line); }
.discord .select li { padding: 6px 12px; }
.discord .select li a { display: block; color: inherit; }
.discord .modal { max-width: 480px; background: var(--ground); }
.discord .modal header { border: 0; padding-bottom: 4px; }
.discord .modal .body > * + * { margin-top: 12px; }
.discord .modal footer { border: 0; }
.discord .modal .avatar { width: 28px; height: 28px; font-size: 15px; }
.discord .input .label { margin-bottom: 6px; font-weight: 600; color: var(--strong); }
.discord .input input, .discord .input textarea, .discord .input select { border-color: var(--card-line); border-radius: 8px; background: var(--field); }
.discord .input ::placeholder { color: var(--faint); opacity: 1; }
.star { color: var(--star); }
.phone .window { max-width: 390px; }
@container (max-width: 480px) {
  .discord .message { gap: 12px; }
  .discord .container { padding: 12px; min-width: 100%; }
  .discord .message .avatar { width: 36px; height: 36px; font-size: 17px; }
  .discord pre { font-size: 12px; line-height: 16px; }
}
${accentStyle}
`;
