import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KimiError } from '#shared/errors/kimi-error.ts';
import { toKimiError } from '../rpc/client.ts';
import type { EngineConnection } from '../rpc/engine-connection.ts';
import { decodeHabits, encodeHabits, type Habits, NO_HABITS } from '../state/habits.ts';

const NAME = 'habits';

/** Keeps the habits at the engine, so that they belong to the data folder and not to a browser. */
export class HabitsKeeper {
  readonly store: StoreApi<Habits> = createStore<Habits>(() => NO_HABITS);
  private readonly connection: Pick<EngineConnection, 'client' | 'phase'>;
  private readonly problem: (error: KimiError) => void;
  /** What is not at the engine yet. Functions, because another window may have changed them meanwhile. */
  private waiting: ((habits: Habits) => Habits)[] = [];
  private saving: Promise<void> = Promise.resolve();

  constructor(connection: Pick<EngineConnection, 'client' | 'phase'>, problem: (error: KimiError) => void) {
    this.connection = connection;
    this.problem = problem;
  }

  /** The engine is there: takes its habits over, and hands in what it missed. */
  async connected(): Promise<void> {
    const { json } = await this.connection.client.settings.loadLayout({ name: NAME });
    this.store.setState(
      this.waiting.reduce((habits, change) => change(habits), decodeHabits(json)),
      true,
    );
    if (this.waiting.length > 0) this.saveSoon();
  }

  /** Changes them, here at once and at the engine as soon as it can be reached. */
  change(change: (habits: Habits) => Habits): void {
    this.store.setState(change(this.store.getState()), true);
    this.waiting.push(change);
    if (this.connection.phase.kind === 'open') this.saveSoon();
  }

  private saveSoon(): void {
    this.saving = this.saving
      .then(() => this.save())
      .catch((thrown: unknown) => {
        const error = toKimiError(thrown);
        // An engine that went away in between gets it when it is back.
        if (error.code !== 'ENGINE_UNREACHABLE') this.problem(error);
      });
  }

  private async save(): Promise<void> {
    // A copy: what is changed while this is saved waits for the next time.
    const changes = [...this.waiting];
    if (changes.length === 0) return;
    const { client } = this.connection;
    const { json } = await client.settings.loadLayout({ name: NAME });
    const habits = changes.reduce((before, change) => change(before), decodeHabits(json));
    await client.settings.saveLayout({ name: NAME, json: encodeHabits(habits) });
    this.waiting = this.waiting.slice(changes.length);
    if (this.waiting.length === 0) this.store.setState(habits, true);
    else this.saveSoon();
  }
}
