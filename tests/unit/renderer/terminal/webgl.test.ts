import { describe, expect, it } from 'vitest';
import type { Verdict } from '#renderer/terminal/glyph-watch.ts';
import { type GivenUp, type RendererChoice, WebglDrawing, type WebglParts, type WebglRenderer } from '#renderer/terminal/webgl.ts';

/** A terminal whose renderers are noted, and a way to lose the context of the last. */
function ground(gpu = true, choice: RendererChoice = 'auto') {
  const renderers: { lose: () => void; disposed: boolean; cleared: number; looks: number }[] = [];
  const reasons: GivenUp[] = [];
  let drawnWith = 0;
  let judge: (verdict: Verdict) => void = () => undefined;
  const load = async (): Promise<WebglRenderer> => {
    const renderer: (typeof renderers)[number] = { lose: () => undefined, disposed: false, cleared: 0, looks: 0 };
    renderers.push(renderer);
    return {
      activate: () => undefined,
      dispose: () => {
        renderer.disposed = true;
        drawnWith -= 1;
      },
      onContextLoss: (listener) => {
        renderer.lose = listener;
      },
      clearTextureAtlas: () => {
        renderer.cleared += 1;
      },
      onAddTextureAtlasCanvas: () => undefined,
      onChangeTextureAtlas: () => undefined,
    };
  };
  const terminal = {
    loadAddon: () => {
      drawnWith += 1;
    },
  };
  const watch: WebglParts['watch'] = (_terminal, onVerdict) => {
    judge = onVerdict;
    return {
      soon: () => {
        const last = renderers.at(-1);
        if (last !== undefined) last.looks += 1;
      },
      dispose: () => undefined,
    };
  };
  const drawing = new WebglDrawing(
    terminal as unknown as ConstructorParameters<typeof WebglDrawing>[0],
    choice,
    (why) => reasons.push(why),
    { gpu: () => gpu, load, watch },
  );
  return {
    drawing,
    renderers,
    reasons,
    judge: (verdict: Verdict) => judge(verdict),
    settled: () => new Promise(setImmediate),
    facts: () => ({ drawnWith, made: renderers.length, told: reasons.length }),
  };
}

describe('drawing with WebGL', () => {
  it('is for terminals on show, on a real GPU', async () => {
    const { drawing, settled, facts } = ground();
    drawing.want(true);
    await settled();
    expect(facts()).toEqual({ drawnWith: 1, made: 1, told: 0 });
    drawing.want(false);
    expect(facts().drawnWith).toBe(0);
    const software = ground(false);
    software.drawing.want(true);
    await software.settled();
    expect(software.facts().made).toBe(0);
  });

  it('bears the loss of its context once; then the terminal stays with the DOM, which is said once', async () => {
    const { drawing, renderers, settled, facts } = ground();
    drawing.want(true);
    await settled();
    renderers[0]?.lose();
    await settled();
    expect(facts()).toEqual({ drawnWith: 1, made: 2, told: 0 });
    renderers[1]?.lose();
    drawing.want(false);
    drawing.want(true);
    await settled();
    expect(facts()).toEqual({ drawnWith: 0, made: 2, told: 1 });
  });

  it('draws letters anew that are garbled; what stays garbled is left to the DOM, which is said', async () => {
    const { drawing, renderers, reasons, judge, settled, facts } = ground();
    drawing.want(true);
    await settled();
    judge('garbled');
    expect(renderers[0]).toMatchObject({ cleared: 1, looks: 1 });
    judge('as-expected');
    judge('garbled');
    expect(facts(), 'helped once, garbled much later').toMatchObject({ drawnWith: 1, told: 0 });
    judge('garbled');
    expect(facts()).toMatchObject({ drawnWith: 0, told: 1 });
    expect(reasons).toEqual(['garbled']);
    judge('garbled');
    drawing.want(true);
    await settled();
    expect(facts()).toEqual({ drawnWith: 0, made: 1, told: 1 });
    drawing.choose('webgl');
    await settled();
    expect(facts()).toMatchObject({ drawnWith: 1, made: 2 });
  });

  it('is the person’s to choose, and a new choice is a new try', async () => {
    const { drawing, renderers, settled, facts } = ground(false, 'webgl');
    drawing.want(true);
    await settled();
    expect(facts().drawnWith).toBe(1);
    for (const turn of [0, 1]) {
      renderers[turn]?.lose();
      await settled();
    }
    drawing.choose('webgl');
    await settled();
    expect(facts(), 'the same word again').toEqual({ drawnWith: 0, made: 2, told: 1 });
    drawing.choose('auto');
    await settled();
    expect(facts().made, 'no GPU').toBe(2);
    drawing.choose('webgl');
    await settled();
    expect(facts()).toEqual({ drawnWith: 1, made: 3, told: 1 });
    drawing.choose('auto');
    expect(facts().drawnWith).toBe(0);
    drawing.choose('webgl');
    drawing.choose('dom');
    await settled();
    expect(facts(), 'chosen while it was fetched').toMatchObject({ drawnWith: 0, told: 1 });
  });

  it('is not taken up again for a terminal that was hidden meanwhile', async () => {
    const { drawing, renderers, settled, facts } = ground();
    drawing.want(true);
    await settled();
    drawing.want(false);
    renderers[0]?.lose();
    await settled();
    expect(facts()).toEqual({ drawnWith: 0, made: 1, told: 0 });
  });
});
