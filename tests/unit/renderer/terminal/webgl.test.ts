import { describe, expect, it } from 'vitest';
import { type RendererChoice, WebglDrawing, type WebglRenderer } from '#renderer/terminal/webgl.ts';

/** A terminal whose renderers are noted, and a way to lose the context of the last. */
function ground(gpu = true, choice: RendererChoice = 'auto') {
  const renderers: { lose: () => void; disposed: boolean }[] = [];
  let drawnWith = 0;
  let told = 0;
  const load = async (): Promise<WebglRenderer> => {
    const renderer: { lose: () => void; disposed: boolean } = { lose: () => undefined, disposed: false };
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
    };
  };
  const terminal = {
    element: undefined,
    loadAddon: () => {
      drawnWith += 1;
    },
  };
  const drawing = new WebglDrawing(
    terminal,
    choice,
    () => {
      told += 1;
    },
    { gpu: () => gpu, load },
  );
  return { drawing, renderers, settled: () => new Promise(setImmediate), facts: () => ({ drawnWith, made: renderers.length, told }) };
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
