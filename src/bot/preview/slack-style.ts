/** How Slack's windows look: written from looking at them, nothing of theirs is copied. */
export const slackStyle = `
.slack.light { --ground: #fff; --ink: #1d1c1d; --faint: #616061; --line: #dddddd; --link: #1264a3; --code-ink: #c01343; --code-ground: #f7f7f7; --button: #fff; --button-line: #bbbabb; --mention: #fff3cf; --head: #f8f8f8; }
.slack.dark { --ground: #1a1d21; --ink: #d1d2d3; --faint: #ababad; --line: #3d4045; --link: #4cb3e6; --code-ink: #e8a15b; --code-ground: #232629; --button: #1a1d21; --button-line: #63666b; --mention: #3d3519; --head: #222529; }
.slack .window { background: var(--ground); color: var(--ink); padding: 14px 20px 18px; }
.slack a { color: var(--link); }
.message { display: flex; gap: 10px; padding: 4px 0; }
.message + .message { margin-top: 10px; }
.slack .body { flex: 1; min-width: 0; }
.aside { color: var(--faint); font-size: 13px; line-height: 18px; }
.from { line-height: 20px; margin-bottom: 2px; }
.badge { padding: 1px 4px; border-radius: 3px; font-size: 10px; font-weight: 700; color: var(--faint); background: var(--head); border: 1px solid var(--line); vertical-align: 1px; }
.when { font-size: 12px; color: var(--faint); }
.block { margin: 6px 0; max-width: 100%; overflow-wrap: anywhere; }
.block h3 { font-size: 18px; line-height: 1.33; font-weight: 700; }
.block hr { border: 0; border-top: 1px solid var(--line); margin: 10px 0; }
.block.context p { font-size: 13px; line-height: 18px; color: var(--faint); }
.block.section { display: grid; grid-template-columns: 1fr auto; gap: 4px 16px; max-width: 680px; }
.block .fields { grid-column: 1 / -1; display: grid; grid-template-columns: 1fr 1fr; gap: 10px 20px; }
.block .accessory { max-width: 320px; }
.slack code, .slack .block pre { font-family: ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; font-size: 12.5px; }
.slack code { padding: 1px 4px 2px; border: 1px solid var(--line); border-radius: 4px; color: var(--code-ink); background: var(--code-ground); overflow-wrap: anywhere; }
.slack .block pre { margin: 0; padding: 9px 11px; border: 1px solid var(--line); border-radius: 6px; background: var(--code-ground); white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.5; max-width: 720px; }
.slack q { display: block; padding-left: 12px; border-left: 4px solid var(--line); quotes: none; }
.mention { padding: 0 3px 1px; border-radius: 3px; color: var(--link); background: var(--mention); }
.rich { display: inline; }
.scrolls { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; width: fit-content; max-width: 100%; }
.scrolls table { border-collapse: collapse; font-size: 14px; line-height: 20px; }
.scrolls th { background: var(--head); font-weight: 700; }
.scrolls th, .scrolls td { padding: 6px 12px; border-bottom: 1px solid var(--line); border-right: 1px solid var(--line); text-align: left; vertical-align: top; white-space: nowrap; overflow-wrap: normal; }
.scrolls tr > :last-child { border-right: 0; }
.scrolls tbody tr:last-child td { border-bottom: 0; }
.scrolls .right { text-align: right; font-variant-numeric: tabular-nums; }
.scrolls .center { text-align: center; }
.scrolls .wraps { white-space: normal; min-width: 150px; max-width: 380px; }
.scrolls code { white-space: nowrap; }
.block.actions { display: flex; flex-wrap: wrap; gap: 8px; }
.slack .button { display: inline-block; padding: 4px 12px 5px; border: 1px solid var(--button-line); border-radius: 8px; font: 700 13px/19px Inter, system-ui, sans-serif; color: var(--ink); background: var(--button); cursor: pointer; }
.slack .button.primary { color: #fff; background: #007a5a; border-color: #007a5a; }
.slack .button.danger { color: #fff; background: #d0174f; border-color: #d0174f; }
.slack a.button:hover { text-decoration: none; filter: brightness(1.08); }
.block figure { max-width: 620px; }
.block figcaption { margin-bottom: 6px; }
.block img { display: block; width: 100%; border-radius: 8px; border: 1px solid var(--line); }
.select { position: relative; min-width: 160px; border: 1px solid var(--button-line); border-radius: 8px; font-size: 13px; background: var(--button); }
.select summary { display: flex; gap: 8px; align-items: center; justify-content: space-between; padding: 4px 10px 5px; list-style: none; cursor: pointer; }
.select summary::after { content: '▾'; color: var(--faint); }
.select .placeholder { font-weight: 700; }
.select ul { list-style: none; padding: 4px 0; border-top: 1px solid var(--line); max-height: 260px; overflow-y: auto; }
.select li { padding: 3px 10px; }
.slack .select li a { display: block; color: inherit; }
.select small, .input small { display: block; color: var(--faint); }
.chips { display: flex; flex-wrap: wrap; gap: 4px; }
.chip { padding: 1px 7px; border-radius: 5px; background: var(--head); border: 1px solid var(--line); }
.home > header { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
.home nav { flex-basis: 100%; display: flex; gap: 18px; margin: 6px 0 10px; border-bottom: 1px solid var(--line); font-size: 13px; font-weight: 700; color: var(--faint); }
.home nav span { padding-bottom: 6px; }
.home nav .current { color: var(--ink); box-shadow: inset 0 -2px 0 #007a5a; }
.home .body { max-width: 760px; }
.modal { max-width: 520px; margin: 8px auto; border: 1px solid var(--line); border-radius: 10px; box-shadow: 0 8px 30px #0003; }
.modal header { display: flex; gap: 12px; align-items: center; padding: 16px 22px; border-bottom: 1px solid var(--line); }
.modal h2 { margin: 0; font-size: 20px; color: inherit; }
.modal .body { padding: 8px 22px; }
.modal footer { display: flex; justify-content: flex-end; gap: 10px; padding: 14px 22px; border-top: 1px solid var(--line); }
.modal .button { padding: 7px 14px; }
.input { display: block; margin: 12px 0; }
.input .label { display: block; font-weight: 700; margin-bottom: 6px; }
.input em { font-weight: 400; font-style: normal; color: var(--faint); }
.input input, .input textarea, .input select { width: 100%; padding: 8px 10px; border: 1px solid var(--button-line); border-radius: 6px; font: inherit; color: inherit; background: var(--ground); }
`;
