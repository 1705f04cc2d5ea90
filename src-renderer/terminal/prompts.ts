import type { IDisposable, IMarker, Terminal } from '@xterm/xterm';

/** Prompts that are remembered; a marker costs a little for as long as its line is kept. */
const MOST = 1_000;

/** Where a shell with integration (OSC 133) said that its prompts begin, for going from one to the other. */
export class Prompts {
  private readonly terminal: Terminal;
  private markers: IMarker[] = [];
  private readonly handler: IDisposable;

  constructor(terminal: Terminal) {
    this.terminal = terminal;
    this.handler = terminal.parser.registerOscHandler(133, (data) => {
      // A: a prompt begins. Programs on the alternate screen have no lines to go back to.
      if (data.startsWith('A') && terminal.buffer.active.type === 'normal') this.mark();
      return false;
    });
  }

  /** Scrolls to the prompt above (-1) or below (1) the first line in view. False when there is none. */
  go(by: -1 | 1): boolean {
    const top = this.terminal.buffer.active.viewportY;
    const lines = this.markers.map(({ line }) => line).filter((line) => line >= 0);
    const to = by < 0 ? lines.findLast((line) => line < top) : lines.find((line) => line > top);
    if (to === undefined) return false;
    this.terminal.scrollToLine(to);
    return true;
  }

  dispose(): void {
    this.handler.dispose();
    for (const marker of this.markers) marker.dispose();
  }

  private mark(): void {
    const marker = this.terminal.registerMarker(0);
    if (marker === undefined) return;
    this.markers = [...this.markers.filter(({ isDisposed }) => !isDisposed), marker];
    if (this.markers.length > MOST) this.markers.shift()?.dispose();
  }
}
