/** Slack's documented limits, counted in UTF-16 units where they are lengths (docs.slack.dev, "Block Kit" reference, "Views", and the docstrings of @slack/types 3.2). Where two pages differ the smaller figure stands. */
export const limits = {
  message: { blocks: 50, text: 4_000, markdown: 12_000, tables: 1, tableCharacters: 10_000, charts: 2 },
  view: { blocks: 100, bytes: 250_000, title: 24, metadata: 3_000, callbackId: 255, stacked: 3 },
  id: 255,
  header: 150,
  section: { text: 3_000, fields: 10, field: 2_000 },
  textObject: 3_000,
  context: { elements: 10 },
  actions: { elements: 25 },
  input: { label: 2_000, hint: 2_000 },
  image: { url: 3_000, alt: 2_000, title: 2_000 },
  table: { rows: 100, columns: 20 },
  dataTable: { rows: 101, columns: 20, pageSize: 100 },
  chart: { title: 50 },
  card: { title: 150, body: 200, actions: 3 },
  carousel: { cards: 10 },
  alert: { text: 200 },
  container: { title: 150, children: 10 },
  listIndent: 8,
  button: { text: 75, value: 2_000, url: 3_000, label: 75 },
  confirm: { title: 100, text: 300, answer: 30 },
  option: { text: 75, description: 75, value: 75 },
  select: { options: 100, groups: 100, group: 75, placeholder: 150 },
  overflow: { options: 5 },
  ticks: { options: 10 },
  textInput: { length: 3_000 },
} as const;

/** A trigger lives so long and opens one view (docs, "Modals"). */
export const triggerLivesMs = 3_000;

/** Of a response_url: so long, and so many posts (docs, "Handling user interaction"). */
export const responseUrl = { livesMs: 30 * 60_000, uses: 5 } as const;

/** Everything Slack sends must be acknowledged within this. */
export const acknowledgeWithinMs = 3_000;

/** Connections of one app in Socket Mode (docs, "Using Socket Mode"). */
export const connectionsAtMost = 10;
