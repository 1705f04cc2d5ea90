import type { Terminal } from '@xterm/xterm';
import { hasRealGpu } from './gpu.ts';

/** Draws one terminal with WebGL while that pays: visible, on a real GPU, and as long as the context holds. */
export class WebglDrawing {
  private readonly terminal: Terminal;
  private addon: { dispose(): void } | null = null;
  private wanted = false;
  /** A context was lost: this terminal stays with the DOM renderer. */
  private givenUp = false;

  constructor(terminal: Terminal) {
    this.terminal = terminal;
  }

  /** Switches to WebGL (`true`, when it pays) or back to DOM. */
  want(wanted: boolean): void {
    this.wanted = wanted;
    if (!wanted) this.drop();
    else if (this.addon === null && !this.givenUp && hasRealGpu()) {
      this.load().catch(() => {
        // No WebGL after all (blocked, out of contexts): DOM goes on drawing.
        this.givenUp = true;
      });
    }
  }

  dispose(): void {
    this.want(false);
  }

  private async load(): Promise<void> {
    const { WebglAddon } = await import('@xterm/addon-webgl');
    if (!this.wanted || this.addon !== null) return;
    const addon = new WebglAddon();
    addon.onContextLoss(() => {
      this.givenUp = true;
      this.drop();
    });
    this.terminal.loadAddon(addon);
    this.addon = addon;
  }

  private drop(): void {
    if (this.addon === null) return;
    const canvases = [...(this.terminal.element?.querySelectorAll('canvas') ?? [])];
    this.addon.dispose();
    this.addon = null;
    // Disposing the addon leaves its context alive, and Chromium blanks the oldest of more than about 16.
    for (const canvas of canvases) canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
  }
}
