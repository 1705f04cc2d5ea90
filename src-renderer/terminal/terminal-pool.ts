import type { SessionId } from '#shared/ids.ts';
import { Hands } from './hands.ts';
import { TerminalController, type TerminalSurroundings } from './terminal-controller.ts';

/** The live terminals of this window, one for each session on the stage; they outlive the React components that show them. */
export class TerminalPool {
  private readonly around: TerminalSurroundings;
  private readonly hands = new Hands();
  private readonly live = new Map<SessionId, TerminalController>();

  constructor(around: TerminalSurroundings) {
    this.around = around;
  }

  /** The session's terminal, made when it is asked for first. */
  get(session: SessionId): TerminalController {
    const known = this.live.get(session);
    if (known !== undefined) return known;
    const made = new TerminalController(session, this.around, this.hands);
    this.live.set(session, made);
    return made;
  }

  /** The session's terminal when it has one. */
  find(session: SessionId): TerminalController | undefined {
    return this.live.get(session);
  }

  /** Closes the terminals of sessions that are not on the stage any more. */
  keepOnly(sessions: readonly SessionId[]): void {
    const wanted = new Set(sessions);
    for (const [session, controller] of this.live) {
      if (wanted.has(session)) continue;
      this.live.delete(session);
      controller.dispose();
    }
  }

  /** The engine is back: lost terminals attach again. */
  attachAll(): void {
    for (const controller of this.live.values()) controller.attach();
  }

  /** The window got the focus: what it shows is where the person works now. */
  claimVisible(): void {
    for (const controller of this.live.values()) if (controller.onShow) controller.claim();
  }

  /** Theme, font or screen reader changed. */
  lookChanged(): void {
    for (const controller of this.live.values()) controller.lookChanged();
  }

  dispose(): void {
    this.keepOnly([]);
  }
}
