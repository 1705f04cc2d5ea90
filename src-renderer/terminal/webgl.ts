import type { ITerminalAddon, Terminal } from '@xterm/xterm';
import { GlyphWatch, type Verdict } from './glyph-watch.ts';
import { hasRealGpu } from './gpu.ts';

/** A renderer that draws with WebGL, as far as it matters here. */
export interface WebglRenderer extends ITerminalAddon {
  onContextLoss(listener: () => void): unknown;
  /** Throws its pictures of letters away and draws everything anew. */
  clearTextureAtlas(): void;
  onAddTextureAtlasCanvas(listener: () => void): unknown;
  onChangeTextureAtlas(listener: () => void): unknown;
}

export interface WebglParts {
  /** Whether WebGL is drawn by a GPU here. */
  readonly gpu: () => boolean;
  readonly load: () => Promise<WebglRenderer>;
  /** Watches what a terminal's WebGL draws; null where there is nothing to look at. */
  readonly watch: (terminal: Drawn, onVerdict: (verdict: Verdict) => void) => Pick<GlyphWatch, 'soon' | 'dispose'> | null;
}

type Drawn = Pick<Terminal, 'loadAddon' | 'element' | 'onRender' | 'buffer' | 'cols' | 'rows' | 'options'>;

const PARTS: WebglParts = {
  gpu: hasRealGpu,
  load: async () => new (await import('@xterm/addon-webgl')).WebglAddon(),
  watch: (terminal, onVerdict) => {
    // The one without a class; the others are layers for links.
    const canvas = terminal.element?.querySelector<HTMLCanvasElement>('.xterm-screen > canvas:not([class])');
    return canvas == null ? null : new GlyphWatch(terminal, canvas, onVerdict);
  },
};

/** Who draws terminals: WebGL where a GPU does it, WebGL in any case, or never. */
export type RendererChoice = 'auto' | 'webgl' | 'dom';

/** A machine that slept or changed its GPU loses a context once; a driver that is broken loses it again and again. */
const LOSSES_BORNE = 1;

/** Why a terminal is drawn without WebGL from now on. */
export type GivenUp = 'lost' | 'garbled';

/**
 * Draws one terminal with WebGL while that pays: visible, on a real GPU unless the person says otherwise, and as long as the context holds
 * and letters look like letters.
 */
export class WebglDrawing {
  private readonly terminal: Drawn;
  private readonly onGivenUp: (why: GivenUp) => void;
  private readonly parts: WebglParts;
  private addon: WebglRenderer | null = null;
  private glyphs: ReturnType<WebglParts['watch']> = null;
  /** Letters were garbled, and drawn anew for it. */
  private mended = false;
  private wanted = false;
  private choice: RendererChoice;
  private losses = 0;
  /** There is no WebGL, or its context was lost too often: this terminal stays with the DOM renderer. */
  private givenUp = false;

  /** @param onGivenUp the context was lost again, or letters stay garbled: this terminal is drawn without WebGL from now on */
  constructor(terminal: Drawn, choice: RendererChoice, onGivenUp: (why: GivenUp) => void, parts: WebglParts = PARTS) {
    this.terminal = terminal;
    this.choice = choice;
    this.onGivenUp = onGivenUp;
    this.parts = parts;
  }

  /** Switches to WebGL (`true`, when it pays) or back to DOM. */
  want(wanted: boolean): void {
    this.wanted = wanted;
    if (!this.pays()) this.drop();
    else if (this.addon === null && !this.givenUp) {
      this.load().catch(() => {
        // No WebGL after all (blocked, out of contexts): DOM goes on drawing.
        this.givenUp = true;
      });
    }
  }

  /** What the person says about it; another word than before is another try, also where WebGL was given up. */
  choose(choice: RendererChoice): void {
    if (choice === this.choice) return;
    this.choice = choice;
    this.givenUp = false;
    this.losses = 0;
    this.mended = false;
    this.want(this.wanted);
  }

  dispose(): void {
    this.want(false);
  }

  private pays(): boolean {
    return this.wanted && (this.choice === 'webgl' || (this.choice === 'auto' && this.parts.gpu()));
  }

  private async load(): Promise<void> {
    const addon = await this.parts.load();
    if (!this.pays() || this.addon !== null) return;
    addon.onContextLoss(() => this.lost());
    this.terminal.loadAddon(addon);
    this.addon = addon;
    this.glyphs = this.parts.watch(this.terminal, (verdict) => this.judged(verdict));
    for (const changed of [addon.onAddTextureAtlasCanvas, addon.onChangeTextureAtlas]) changed(() => this.glyphs?.soon());
  }

  /** A driver that lost its textures is helped by new ones; one that garbles those too is not. */
  private judged(verdict: Verdict): void {
    if (this.addon === null) return;
    if (verdict === 'as-expected') this.mended = false;
    else if (this.mended) this.giveUp('garbled');
    else {
      this.mended = true;
      this.addon.clearTextureAtlas();
      this.glyphs?.soon();
    }
  }

  private lost(): void {
    this.losses += 1;
    this.drop();
    if (this.losses <= LOSSES_BORNE) this.want(this.wanted);
    else this.giveUp('lost');
  }

  private giveUp(why: GivenUp): void {
    this.givenUp = true;
    this.drop();
    this.onGivenUp(why);
  }

  private drop(): void {
    if (this.addon === null) return;
    this.glyphs?.dispose();
    this.glyphs = null;
    const canvases = [...(this.terminal.element?.querySelectorAll('canvas') ?? [])];
    this.addon.dispose();
    this.addon = null;
    // Disposing the addon leaves its context alive, and Chromium blanks the oldest of more than about 16.
    for (const canvas of canvases) canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
  }
}
