import { discordStyle } from './discord-style.ts';
import { slackStyle } from './slack-style.ts';

/** How the pages look around the platforms. */
const pageStyle = `
@font-face { font-family: Inter; font-weight: 400; src: url(/inter-400.woff2) format('woff2'); }
@font-face { font-family: Inter; font-weight: 700; src: url(/inter-700.woff2) format('woff2'); }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.47 Inter, system-ui, sans-serif; color: #1f2328; background: #f4f5f7; }
a { color: #0b5cad; text-decoration: none; }
a:hover { text-decoration: underline; }
h1, h2, h3, p, ul, ol, figure { margin: 0; padding: 0; }
.bar { position: sticky; top: 0; z-index: 2; display: flex; gap: 24px; align-items: center; padding: 10px 24px; background: #fff; border-bottom: 1px solid #d9dce1; }
.brand { display: flex; gap: 10px; align-items: center; font-weight: 700; color: inherit; white-space: nowrap; }
.brand > span:last-child { font-weight: 400; color: #5b626b; }
.brand .avatar { width: 28px; height: 28px; font-size: 16px; }
.bar form { display: flex; flex: 1; max-width: 720px; border: 1px solid #b6bcc5; border-radius: 8px; background: #fff; overflow: hidden; }
.bar form:focus-within { border-color: #0b5cad; box-shadow: 0 0 0 2px #0b5cad33; }
.bar .slash { padding: 7px 0 7px 12px; color: #5b626b; }
.bar input { flex: 1; min-width: 0; padding: 7px 8px; border: 0; outline: 0; font: inherit; background: none; color: inherit; }
.go { padding: 0 16px; border: 0; font: inherit; font-weight: 700; color: #fff; background: #0b5cad; cursor: pointer; }
main { padding: 20px 24px 48px; max-width: 1760px; margin: 0 auto; }
.hint { margin: 0 0 18px; color: #4b525b; max-width: 100ch; }
.wrong { margin: 0 0 12px; padding: 8px 12px; border-left: 3px solid #b3261e; background: #fdecea; }
.index { columns: 340px; column-gap: 24px; }
.index section { break-inside: avoid; margin: 0 0 18px; padding: 14px 16px; background: #fff; border: 1px solid #d9dce1; border-radius: 10px; }
.index h2 { font-size: 15px; margin: 0 0 6px; }
.index ul { list-style: none; }
.index li { padding: 2px 0; overflow-wrap: anywhere; }
.entry { margin: 0 0 40px; }
.entry h1 { font-size: 20px; overflow-wrap: anywhere; }
.entry h1 a { color: inherit; }
.said { list-style: none; margin: 4px 0 14px; color: #4b525b; }
.said code { font: 13px ui-monospace, 'DejaVu Sans Mono', monospace; overflow-wrap: anywhere; }
.around { display: flex; justify-content: space-between; gap: 24px; margin-top: 18px; }
.around .next { margin-left: auto; text-align: right; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 790px), 1fr)); gap: 20px; align-items: start; }
.card { min-width: 0; }
.card h2 { margin: 0 0 6px; font-size: 13px; color: #4b525b; }
.window { border: 1px solid #d9dce1; border-radius: 10px; overflow-x: auto; }
.card.dark .window { color-scheme: dark; }
:root:has(.bare .card.dark):not(:has(.card.light)) { color-scheme: dark; background: #1a1d21; }
:root:has(.bare .card.discord.dark):not(:has(.card.light)) { background: #313338; }
.bare { background: none; }
.bare .cards { display: block; }
.bare .card > h2 { display: none; }
.bare .window { border: 0; border-radius: 0; min-height: 100vh; }
.avatar { flex: none; display: inline-grid; place-items: center; width: 36px; height: 36px; border-radius: 8px; font-weight: 700; font-size: 20px; color: #fff; background: #17406d linear-gradient(135deg, #1d5187, #0c2745); }
.loud, .unknown > strong { padding: 0 4px; color: #fff; background: #b3261e; }
`;

/** A terminal, dark and light. */
const terminalStyle = `
.terminal.dark { --ground: #16191d; --ink: #d9dde3; --faint: #98a0ab; --red: #ff8078; --green: #7fd18b; --yellow: #e8c46a; --cyan: #6fd0de; }
.terminal.light { --ground: #fdfdfb; --ink: #24292f; --faint: #5f6670; --red: #b3261e; --green: #1a6b33; --yellow: #7a5500; --cyan: #0b6472; }
.terminal .window { background: var(--ground); color: var(--ink); }
.terminal pre { margin: 0; padding: 16px; font: 12px/1.5 ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; }
.terminal .bold { font-weight: 700; }
.terminal .dim { color: var(--faint); }
.terminal .red { color: var(--red); }
.terminal .green { color: var(--green); }
.terminal .yellow { color: var(--yellow); }
.terminal .cyan { color: var(--cyan); }
`;

/** The one style sheet of the preview. */
export const styleSheet = pageStyle + terminalStyle + slackStyle + discordStyle;
