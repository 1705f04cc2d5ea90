import { describe, expect, it, onTestFinished } from 'vitest';
import type { EngineEvent, NotificationInfo, SessionInfo } from '../../../src-shared/contract/index.ts';
import type { WindowId } from '../../../src-shared/ids.ts';
import { engineFolder, startEngine, type TestEngine } from '../../support/engine.ts';
import { startKillableEngine } from '../../support/killable-engine.ts';
import { until } from '../../support/until.ts';

const WINDOW: WindowId = 'win_00000000000000000000000001';
const failing = (name: string) => ({ name, agent: 'shell' as const, cwd: '/', args: ['-c', 'exit 3'] });

/** What a window is told about notifications from now on; it fills itself. */
async function told(engine: TestEngine, window?: WindowId): Promise<readonly EngineEvent[]> {
  const heard: EngineEvent[] = [];
  const events = await engine.client().system.events(window === undefined ? {} : { window });
  heard.push((await events.next()).value as EngineEvent);
  const reading = (async () => {
    for await (const event of events) if (event.type.startsWith('notification.') || event.type.startsWith('doNot')) heard.push(event);
  })();
  onTestFinished(async () => {
    await engine.engine.shutdown();
    await reading;
  });
  return heard;
}

const listed = (engine: TestEngine) => engine.client().notification.list({});

describe('a program that breaks down', () => {
  it('is told to windows until one of them has shown its end', async () => {
    const engine = await startEngine();
    const heard = await told(engine);
    await engine.client().session.create(failing('broken'));
    await until('it is told', () => heard.some((event) => event.type === 'notification.shown'));
    expect(heard.at(-1)).toMatchObject({
      alert: true,
      notification: { group: false, about: [{ kind: 'died', name: 'broken', detail: 'ended with code 3', actions: ['open', 'restart'] }] },
    });
    await engine.client().session.mark({ session: 'broken', as: 'read' });
    await until('it is taken back', () => heard.at(-1)?.type === 'notification.removed');
    expect(await listed(engine)).toEqual([]);
  });

  it('is not told when the person sees it happen', async () => {
    const engine = await startEngine();
    const heard = await told(engine, WINDOW);
    const session = await engine.client().session.create(failing('seen'));
    await engine.client().system.lookingAt({ window: WINDOW, sessions: [session.id] });
    await engine.client().session.create(failing('unseen'));
    await until('the other one is told', () => heard.some((event) => event.type === 'notification.shown'));
    expect((await listed(engine)).map(({ name }) => name)).toEqual(['unseen']);
  });

  it('is started again from its notification', async () => {
    const engine = await startEngine();
    await engine.client().session.create(failing('again'));
    const [first] = await until('it is told', async () => {
      const all = await listed(engine);
      return all.length > 0 && all;
    });
    const { session } = await engine.client().notification.act({ notification: first!.id, action: 'restart' });
    expect(session.terminals).toHaveLength(2);
    await until('its second end is told', async () => (await listed(engine)).some(({ id }) => id !== first!.id));
  });
});

describe('an engine that is killed', () => {
  it('leaves the next one what it told, what nobody has seen of it, and that the person wants quiet', { timeout: 90_000 }, async () => {
    const dataFolder = await engineFolder();
    const first = await startKillableEngine(dataFolder);
    const list = () => first.call<NotificationInfo[]>('notification.list', {});
    await first.call<SessionInfo>('session.create', failing('shown'));
    const [shown] = await until('it is told', async () => {
      const all = await list();
      return all.length > 0 && all;
    });
    await first.call('notification.shown', { notifications: [shown!.id] });
    await first.call('notification.doNotDisturb', { set: 'on' });
    await first.call<SessionInfo>('session.create', failing('held'));
    await until('it is held back', async () => (await list()).some(({ held }) => held));
    await first.kill();

    const second = await startEngine({ dataFolder });
    const heard = await told(second);
    expect(heard[0]).toMatchObject({
      type: 'snapshot',
      notifications: [{ about: [{ id: shown!.id, name: 'shown', shown: true }] }],
      doNotDisturb: { on: true, until: null },
    });
    expect((await listed(second)).map(({ name, held }) => [name, held])).toEqual([
      ['shown', false],
      ['held', true],
    ]);
    await second.client().notification.doNotDisturb({ set: 'off' });
    await until('what was held back is told', () => heard.some((event) => event.type === 'notification.shown'));
    const aloud = heard.filter((event) => event.type === 'notification.shown' && event.alert);
    expect(aloud).toMatchObject([{ notification: { about: [{ name: 'held' }] } }]);
  });
});
