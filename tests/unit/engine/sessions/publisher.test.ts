import { describe, expect, it } from 'vitest';
import type { NewEvent } from '../../../../src-main/engine/bus/index.ts';
import { SessionPublisher } from '../../../../src-main/engine/sessions/index.ts';
import type { SessionInfo } from '../../../../src-shared/contract/index.ts';
import type { SessionId } from '../../../../src-shared/ids.ts';
import { testLogger } from '../../../support/test-logger.ts';

const id: SessionId = 'ses_00000000000000000000000001';

function setUp() {
  const events: NewEvent[] = [];
  const bus = { publish: (event: NewEvent) => void events.push(event) };
  const asked: PromiseWithResolvers<SessionInfo | undefined>[] = [];
  const logger = testLogger();
  const publisher = new SessionPublisher(bus, logger, () => {
    const answer = Promise.withResolvers<SessionInfo | undefined>();
    asked.push(answer);
    return answer.promise;
  });
  return { publisher, events, asked, logger };
}

const named = (name: string) => ({ id, name }) as SessionInfo;

describe('telling about a session', () => {
  it('ends with what holds last, however many changes there were meanwhile', async () => {
    const { publisher, events, asked } = setUp();
    publisher.changed(id);
    publisher.changed(id);
    publisher.changed(id);
    asked[0]?.resolve(named('old'));
    await Promise.resolve();
    await Promise.resolve();
    asked[1]?.resolve(named('new'));
    await publisher.idle();
    expect(asked).toHaveLength(2);
    expect(events.map((event) => event.type === 'session.changed' && event.session.name)).toEqual(['old', 'new']);
  });

  it('says nothing about a session after it was removed', async () => {
    const { publisher, events, asked } = setUp();
    publisher.changed(id);
    publisher.removed(id);
    asked[0]?.resolve(named('was read before'));
    await publisher.idle();
    expect(events.map((event) => event.type)).toEqual(['session.removed']);
  });

  it('goes on after a description that failed', async () => {
    const { publisher, events, asked, logger } = setUp();
    publisher.changed(id);
    asked[0]?.reject(new Error('holder is busy'));
    await publisher.idle();
    publisher.changed(id);
    asked[1]?.resolve(named('again'));
    await publisher.idle();
    expect(events).toHaveLength(1);
    expect(logger.lines).toHaveLength(1);
  });
});
