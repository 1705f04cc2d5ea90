import type { Cells } from './terminal-state.ts';

/** What a claim needs of its pane and its link. */
export interface SizeClaimParts {
  /** The size that would fill the pane; null while it has none. */
  readonly room: () => Cells | null;
  /** Asks for a size; false when that cannot arrive. */
  readonly ask: (size: Cells) => boolean;
}

/**
 * Whether this viewer decides its terminal's size, and which it asked for. A claim begins with attaching in a focused window or where it led before a loss,
 * or with taking the terminal over; it ends when another viewer takes it.
 */
export class SizeClaim {
  private readonly parts: SizeClaimParts;
  private held = false;
  /** Asked for last. What is drawn may lag behind it, so that is no measure of whether to ask again. */
  private asked: Cells | null = null;

  constructor(parts: SizeClaimParts) {
    this.parts = parts;
  }

  /** The size to attach with. A window in the background gets the picture, but must not take the size from where the person works. */
  attach(mayDecide: boolean): Cells | null {
    const room = this.parts.room();
    this.held = room !== null && mayDecide;
    this.asked = this.held ? room : null;
    return this.asked;
  }

  /** Takes the size over, whoever has it. */
  take(): void {
    this.held = true;
    this.asked = null;
    this.changed();
  }

  /** Another viewer decides now. */
  lose(): void {
    this.held = false;
    this.asked = null;
  }

  /** The pane's room (or the claim) may have changed: asks for what fits now. */
  changed(): void {
    if (!this.held) return;
    const room = this.parts.room();
    if (room === null || (room.cols === this.asked?.cols && room.rows === this.asked.rows)) return;
    if (this.parts.ask(room)) this.asked = room;
  }
}
