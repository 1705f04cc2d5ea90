import type { AgentInfo } from '#shared/contract/index.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { AgentAdapter, LaunchPlan } from './types.ts';

/** Every agent that sessions can run. Open: an adapter more is an entry more. */
export class AgentRegistry {
  readonly #adapters: ReadonlyMap<string, AgentAdapter>;
  readonly #installPlan: () => Promise<LaunchPlan>;

  constructor(adapters: readonly AgentAdapter[], installPlan: () => Promise<LaunchPlan>) {
    this.#adapters = new Map(adapters.map((adapter) => [adapter.id, adapter]));
    this.#installPlan = installPlan;
  }

  /** @throws KimiError NOT_FOUND */
  get(id: string): AgentAdapter {
    const adapter = this.#adapters.get(id);
    if (adapter === undefined) throw new KimiError('NOT_FOUND', { kind: 'agent', id });
    return adapter;
  }

  /** What is known of each agent on this machine; `refresh` looks again instead of answering from memory. */
  list(refresh: boolean): Promise<AgentInfo[]> {
    return Promise.all([...this.#adapters.values()].map((adapter) => adapter.locate({ refresh })));
  }

  /** The command that installs Kimi, to be run in a terminal session. @throws KimiError BINARY_MISSING */
  installPlan(): Promise<LaunchPlan> {
    return this.#installPlan();
  }
}
