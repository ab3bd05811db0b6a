import {
  SimpleContextFetchingStrategy,
  SimpleShardingStrategy,
  WebSocketShard,
  WebSocketShardEvents,
  WebSocketShardStatus,
  managerToFetchingStrategyOptions,
  type IContextFetchingStrategy,
  type WebSocketManager,
  type WebSocketShardDestroyOptions,
} from '@discordjs/ws';
import { GatewayDispatchEvents } from 'discord.js';

/** The bot is one shard. */
const only = 0;

/**
 * A connection that is over once it is destroyed. That of discord.js goes on connecting where it is destroyed while it rests
 * between two tries, and leaves a socket open where it is destroyed while that opens.
 */
class EndingShard extends WebSocketShard {
  #over = false;
  /** The connection that there is now has said hello. */
  #greeted = false;

  constructor(strategy: IContextFetchingStrategy) {
    super(strategy, only);
    this.on(WebSocketShardEvents.Hello, () => {
      this.#greeted = true;
      // Its heartbeats are set up after this, and end only with what was set up.
      if (this.#over) setImmediate(() => void super.destroy());
    });
    this.on(WebSocketShardEvents.Closed, () => (this.#greeted = false));
  }

  override async destroy({ recover, ...options }: WebSocketShardDestroyOptions = {}): Promise<void> {
    const opens = this.status === WebSocketShardStatus.Connecting && !this.#greeted;
    if (recover === undefined) this.#over = true;
    // Its hello comes, or it is found to fail: then it is over.
    if (recover === undefined && opens) return;
    this.#greeted = false;
    await super.destroy(this.#over || recover === undefined ? options : { ...options, recover });
  }
}

/** How discord.js keeps its connection: as one shard, that ends when it is to end. */
export class OneShard extends SimpleShardingStrategy {
  readonly #manager: WebSocketManager;
  readonly #ended: AbortSignal;
  readonly #hear: (interaction: unknown) => void;
  #shard: EndingShard | undefined;

  /**
   * @param ended Aborted: it connects no more.
   * @param hear An interaction as Discord sends it. discord.js does not see it: it would make objects of it that nobody wants,
   * before anybody is answered.
   */
  constructor(manager: WebSocketManager, ended: AbortSignal, hear: (interaction: unknown) => void) {
    super(manager);
    this.#manager = manager;
    this.#ended = ended;
    this.#hear = hear;
  }

  override async spawn(): Promise<void> {
    const options = await managerToFetchingStrategyOptions(this.#manager);
    const shard = new EndingShard(new SimpleContextFetchingStrategy(this.#manager, options));
    for (const event of Object.values(WebSocketShardEvents))
      if (event !== WebSocketShardEvents.Dispatch)
        shard.on(event, (payload: object) => this.#manager.emit(event, { ...payload, shardId: only }));
    shard.on(WebSocketShardEvents.Dispatch, ({ data }) => {
      if (data.t === GatewayDispatchEvents.InteractionCreate) this.#hear(data.d);
      else this.#manager.emit(WebSocketShardEvents.Dispatch, { data, shardId: only });
    });
    this.#shard = shard;
  }

  override async connect(): Promise<void> {
    // Discord was asked where its gateway is meanwhile.
    this.#ended.throwIfAborted();
    await this.#shard?.connect();
  }

  override async destroy(options?: WebSocketShardDestroyOptions): Promise<void> {
    await this.#shard?.destroy(options);
  }

  override async send(_: number, payload: Parameters<WebSocketShard['send']>[0]): Promise<void> {
    await this.#shard?.send(payload);
  }

  override async fetchStatus() {
    const statuses = await super.fetchStatus();
    return this.#shard === undefined ? statuses : statuses.set(only, this.#shard.status);
  }
}
