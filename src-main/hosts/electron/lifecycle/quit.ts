import type { App } from 'electron';
import type { Language } from '#shared/messages/index.ts';
import { settlesWithin } from '#shared/settles-within.ts';
import type { Logger } from '../../../engine/types.ts';
import type { DesktopClient } from '../desktop-client.ts';
import { type QuitAnswer, type QuitFacts, type QuitQuestion, quitQuestion } from './quit-question.ts';

export interface QuitOptions {
  readonly app: Pick<App, 'on' | 'quit'>;
  readonly client: {
    readonly session: Pick<DesktopClient['session'], 'list'>;
    readonly system: Pick<DesktopClient['system'], 'awake'>;
    readonly settings: Pick<DesktopClient['settings'], 'get' | 'set'>;
  };
  /**
   * Starts an engine in the background that asks this one to make way. Rejects when it cannot. Null when the engine lives in another process:
   * nothing ends with the app.
   */
  readonly handOver: (() => Promise<void>) | null;
  readonly ask: (question: QuitQuestion) => Promise<{ readonly answer: QuitAnswer; readonly noMore: boolean }>;
  /** Says what went wrong. */
  readonly explain: (error: unknown) => void;
  readonly language: () => Language;
  readonly logger: Logger;
}

/** An engine in this process answers in milliseconds; one that hangs must not keep the person from quitting. */
const FACTS_WITHIN_MS = 3_000;

/**
 * Quitting the app. The programs in terminals do not care: their holder has them. What only an engine does is handed to one in the
 * background, unless the person decides otherwise; then, and when the system shuts down, the app ends at once.
 */
export class Quit {
  readonly #o: QuitOptions;
  #decided = false;
  #deciding = false;

  constructor(options: QuitOptions) {
    this.#o = options;
    options.app.on('before-quit', (event) => {
      if (this.#decided) return;
      event.preventDefault();
      if (this.#deciding) return;
      this.#deciding = true;
      this.#decide()
        .catch((error: unknown) => this.#leaveAnyway(error))
        .finally(() => {
          this.#deciding = false;
        });
    });
  }

  /** Whether the app is on its way out, so that windows close and are not hidden. */
  get decided(): boolean {
    return this.#decided;
  }

  /** Quits without a question and without leaving an engine: the system ends, another engine takes over, or a command asked for it. */
  now(): void {
    this.#decided = true;
    this.#o.app.quit();
  }

  async #decide(): Promise<void> {
    const { client, handOver, ask, language } = this.#o;
    if (handOver === null) return this.now();
    const facts = this.#facts();
    if (!(await settlesWithin(facts, FACTS_WITHIN_MS))) throw new Error(`the engine said nothing in ${FACTS_WITHIN_MS} ms`);
    const { confirm, ...known } = await facts;
    // Something that does not ask was quicker.
    if (this.#decided) return;
    const question = quitQuestion(known, language());
    const unasked: QuitAnswer = known.reasons.length > 0 ? 'hand-over' : 'end';
    const { answer, noMore } = question === null || !confirm ? { answer: unasked, noMore: false } : await ask(question);
    if (noMore && answer !== 'stay') await client.settings.set({ key: 'desktop.confirmQuit', value: 'false' });
    switch (answer) {
      case 'stay':
        return;
      case 'end':
        return this.now();
      case 'hand-over':
        return this.#handOver(handOver);
    }
  }

  async #facts(): Promise<QuitFacts & { readonly confirm: boolean }> {
    const { client } = this.#o;
    const [sessions, { reasons }, settings] = await Promise.all([
      client.session.list({ all: false }),
      client.system.awake({}),
      client.settings.get({}),
    ]);
    return { sessions, reasons, confirm: settings.desktop.confirmQuit };
  }

  /** The new engine asks ours to make way, which ends the app (`now`): this resolves only when the app outlives that. */
  async #handOver(handOver: () => Promise<void>): Promise<void> {
    const { explain, logger } = this.#o;
    logger.info('an engine is left behind');
    try {
      await handOver();
    } catch (error) {
      logger.error('no engine could be left behind', { reason: String(error) });
      explain(error);
    }
  }

  /** A question that cannot be asked is no reason to stay for ever. */
  #leaveAnyway(error: unknown): void {
    this.#o.logger.error('quitting without a question', { reason: String(error) });
    this.now();
  }
}
