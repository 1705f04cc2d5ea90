import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CreditLedger, creditWindow } from '#renderer/terminal/credit.ts';

const KIB = 1024;
const alone = { visible: true, typing: false, neighbours: false, handsElsewhere: false };

describe('how far a gateway may send ahead', () => {
  it('is much when the terminal is alone, little beside a hand or a neighbour, least out of sight', () => {
    expect(creditWindow(alone)).toBe(KIB * KIB);
    expect(creditWindow({ ...alone, typing: true })).toBe(256 * KIB);
    expect(creditWindow({ ...alone, neighbours: true })).toBe(256 * KIB);
    expect(creditWindow({ ...alone, neighbours: true, handsElsewhere: true })).toBe(128 * KIB);
    expect(creditWindow({ ...alone, typing: true, visible: false })).toBe(64 * KIB);
  });
});

describe('the credit that is returned', () => {
  it('comes in grants of at least a quarter of the window', () => {
    const ledger = new CreditLedger(1_000);
    ledger.digest(200);
    expect(ledger.due(1_000)).toBe(0);
    ledger.digest(50);
    expect(ledger.due(1_000)).toBe(250);
    expect(ledger.due(1_000)).toBe(0);
  });

  it('grows with the window at once and shrinks by being kept back', () => {
    const ledger = new CreditLedger(1_000);
    expect(ledger.due(4_000)).toBe(3_000);
    ledger.digest(3_500);
    expect(ledger.due(1_000)).toBe(500);
  });

  it('never lets more than the window be on its way, whatever the sequence', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ window: fc.constantFrom(100, 1_000, 4_000), share: fc.float({ min: 0, max: 1, noNaN: true }) })),
        (steps) => {
          const ledger = new CreditLedger(1_000);
          let granted = 1_000;
          let sent = 0;
          let largest = 1_000;
          for (const { window, share } of steps) {
            const bytes = Math.floor((granted - sent) * share);
            sent += bytes;
            ledger.digest(bytes);
            const due = ledger.due(window);
            granted += due;
            largest = Math.max(largest, window);
            if (due > 0) expect(granted - sent).toBe(window);
            expect(granted - sent).toBeLessThanOrEqual(largest);
          }
        },
      ),
    );
  });
});
