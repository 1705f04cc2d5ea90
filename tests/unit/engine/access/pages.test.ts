import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pageLink } from '#main/engine/access/index.ts';
import { sql } from '../../../support/store.ts';
import { dataFolder, START } from './support.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let data: Awaited<ReturnType<typeof dataFolder>>;
beforeEach(async () => {
  data = await dataFolder();
});
afterEach(() => data.remove());

describe('ending the access of pages', () => {
  test('ends that of each page and of each link that was not used, and tells who serves them', async () => {
    const { access } = await data.startEngine();
    const used = access.issueLinkCode();
    const { secret } = await access.tradeLinkCode(used);
    const { secret: other } = await access.tradeLinkCode(access.issueLinkCode());
    const unused = access.issueLinkCode();
    const told: (string | null)[] = [];
    const stop = access.onPagesRevoked(() => told.push('told'));
    expect(await access.revokePages()).toBe(2);
    expect(told).toEqual(['told']);
    expect(await access.callerOfSecret(secret)).toBeNull();
    expect(await access.callerOfSecret(other)).toBeNull();
    await expect(access.tradeLinkCode(unused)).rejects.toMatchObject({ code: 'LINK_CODE_WRONG' });
    await expect(access.tradeLinkCode(used)).rejects.toMatchObject({ code: 'LINK_CODE_USED' });
    stop();
    const again = await access.tradeLinkCode(access.issueLinkCode());
    expect(await access.callerOfSecret(again.secret)).toMatchObject({ role: 'owner' });
    expect(await access.revokePages()).toBe(1);
    expect(told).toEqual(['told']);
  });

  test('is not that of the links alone: those die by themselves when the machine goes to sleep, and pages stay', async () => {
    const { access } = await data.startEngine();
    const { secret } = await access.tradeLinkCode(access.issueLinkCode());
    const unused = access.issueLinkCode();
    access.revokeLinkCodes();
    await expect(access.tradeLinkCode(unused)).rejects.toMatchObject({ code: 'LINK_CODE_WRONG' });
    expect(await access.callerOfSecret(secret)).not.toBeNull();
  });

  test('also ends that of a page which is let in at the same moment', async () => {
    const { access } = await data.startEngine();
    const trading = access.tradeLinkCode(access.issueLinkCode());
    await access.revokePages();
    expect(await access.callerOfSecret((await trading).secret)).toBeNull();
  });

  test('holds after a restart of the engine', async () => {
    const first = await data.startEngine();
    const { secret } = await first.access.tradeLinkCode(first.access.issueLinkCode());
    await first.access.revokePages();
    await first.stop();
    const second = await data.startEngine();
    expect(await second.access.callerOfSecret(secret)).toBeNull();
  });
});

describe('a link code', () => {
  test('stands in the fragment of the link', () => {
    expect(pageLink('http://127.0.0.1:4000', 'abc')).toBe('http://127.0.0.1:4000/#code=abc');
  });

  test('lets one page in, once', async () => {
    const { access } = await data.startEngine();
    const code = access.issueLinkCode();
    const { secret } = await access.tradeLinkCode(code);
    expect(await access.callerOfSecret(secret)).toEqual({ kind: 'window', depth: 0, role: 'owner' });
    await expect(access.tradeLinkCode(code)).rejects.toMatchObject({ code: 'LINK_CODE_USED' });
  });

  test('that nobody issued is told apart from one that was used', async () => {
    const { access } = await data.startEngine();
    for (const wrong of ['', 'x', 'y'.repeat(43)]) {
      await expect(access.tradeLinkCode(wrong)).rejects.toMatchObject({ code: 'LINK_CODE_WRONG' });
    }
  });

  test('dies after ten minutes', async () => {
    const { access } = await data.startEngine();
    const late = access.issueLinkCode();
    data.clock.now = START + 10 * MINUTE;
    await expect(access.tradeLinkCode(late)).rejects.toMatchObject({ code: 'LINK_CODE_WRONG', context: { minutes: 10 } });
    const inTime = access.issueLinkCode();
    data.clock.now += 10 * MINUTE - 1;
    await expect(access.tradeLinkCode(inTime)).resolves.toHaveProperty('secret');
  });

  test('is as old as it is, however the clock is set', async () => {
    const { access } = await data.startEngine();
    const [forth, back] = [access.issueLinkCode(), access.issueLinkCode()];
    data.clock.set = 365 * DAY;
    await expect(access.tradeLinkCode(forth)).resolves.toHaveProperty('secret');
    data.clock.set = -365 * DAY;
    data.clock.now += 10 * MINUTE;
    await expect(access.tradeLinkCode(back)).rejects.toMatchObject({ code: 'LINK_CODE_WRONG' });
  });

  test('is not spent when the secret could not be stored', async () => {
    const engine = await data.startEngine();
    const code = engine.access.issueLinkCode();
    await engine.store.write(sql('ALTER TABLE page_secrets RENAME TO hidden'));
    await expect(engine.access.tradeLinkCode(code)).rejects.toThrow();
    await engine.store.write(sql('ALTER TABLE hidden RENAME TO page_secrets'));
    await expect(engine.access.tradeLinkCode(code)).resolves.toHaveProperty('secret');
  });

  test('asked for in a loop does not fill memory: the oldest give way', async () => {
    const { access } = await data.startEngine();
    const codes = Array.from({ length: 201 }, () => access.issueLinkCode());
    await expect(access.tradeLinkCode(codes[0]!)).rejects.toMatchObject({ code: 'LINK_CODE_WRONG' });
    await expect(access.tradeLinkCode(codes[1]!)).resolves.toHaveProperty('secret');
  });
});

describe("a page's secret", () => {
  const letIn = async () => {
    const engine = await data.startEngine();
    const { secret } = await engine.access.tradeLinkCode(engine.access.issueLinkCode());
    return { ...engine, secret };
  };

  test('is good after an engine restart', async () => {
    const first = await letIn();
    await first.stop();
    const { access } = await data.startEngine();
    expect(await access.callerOfSecret(first.secret)).not.toBeNull();
  });

  test('is in no file of the data folder', async () => {
    const { secret, stop } = await letIn();
    await stop();
    expect((await readFile(join(data.folder, 'state.db'))).includes(secret)).toBe(false);
  });

  test('dies after thirty days without use', async () => {
    const { access, secret } = await letIn();
    data.clock.now = START + 30 * DAY;
    expect(await access.callerOfSecret(secret)).toBeNull();
  });

  test('lives on while it is used', async () => {
    const { access, secret } = await letIn();
    for (const day of [20, 40, 60]) {
      data.clock.now = START + day * DAY;
      expect(await access.callerOfSecret(secret), `day ${day}`).not.toBeNull();
    }
  });

  test('of a page that this engine let in outlives a clock that is set by a year', async () => {
    const { access, secret } = await letIn();
    for (const set of [365 * DAY, -365 * DAY, 0]) {
      data.clock.set = set;
      await access.tradeLinkCode(access.issueLinkCode());
      expect(await access.callerOfSecret(secret), `set by ${set / DAY} days`).not.toBeNull();
    }
    data.clock.now += 30 * DAY;
    expect(await access.callerOfSecret(secret)).toBeNull();
  });

  test('that was used before the clock was set back does not live longer for it', async () => {
    const first = await letIn();
    await first.stop();
    data.clock.set = -100 * DAY;
    const second = await data.startEngine();
    expect(await second.access.callerOfSecret(first.secret)).not.toBeNull();
    await second.stop();
    data.clock.now += 31 * DAY;
    const third = await data.startEngine();
    expect(await third.access.callerOfSecret(first.secret)).toBeNull();
  });

  test('that is wrong lets nobody in', async () => {
    const { access, secret } = await letIn();
    for (const wrong of ['', `${secret}x`, secret.slice(1), access.ownerToken]) expect(await access.callerOfSecret(wrong)).toBeNull();
  });

  test('that expired is forgotten when the next one is issued', async () => {
    const { access, store } = await letIn();
    data.clock.now = START + 31 * DAY;
    await access.tradeLinkCode(access.issueLinkCode());
    expect(store.db.get<{ n: number }>('SELECT count(*) AS n FROM page_secrets')).toEqual({ n: 1 });
  });
});
