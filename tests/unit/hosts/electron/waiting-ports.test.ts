import type { MessagePortMain } from 'electron';
import { expect, test } from 'vitest';
import { WaitingPorts } from '#main/hosts/electron/ports/waiting-ports.ts';

test('ports that come before the engine are led to it in order, and closed where nothing is at their other end', () => {
  const did: string[] = [];
  const port = (name: string) => ({ close: () => did.push(`${name} closed`) }) as unknown as MessagePortMain;
  const ports = new WaitingPorts();
  expect([ports.take('engine', 1, port('a')), ports.take('terminals', 1, port('b'))]).toEqual([true, true]);
  expect(did).toEqual([]);
  ports.lead({
    engine: (window) => did.push(`engine for ${window}`) > 0,
    terminals: () => false,
  });
  expect(did).toEqual(['engine for 1', 'b closed']);
  // From now on whoever asks is told at once.
  expect([ports.take('engine', 2, port('c')), ports.take('terminals', 2, port('d'))]).toEqual([true, false]);
  expect(did).toEqual(['engine for 1', 'b closed', 'engine for 2']);
});
