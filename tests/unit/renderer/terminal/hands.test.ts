import { expect, it } from 'vitest';
import { Hands } from '#renderer/terminal/hands.ts';
import { SessionId } from '#shared/ids.ts';

it('hands are elsewhere for every terminal but the one that is typed into, until they rest', () => {
  let now = 1000;
  const hands = new Hands(() => now);
  const [left, right] = ['ses_01M8MQ5Q8MBQ8R74X0AYVHN7MV', 'ses_01M8MQ5Q8MBQ8R74X0AYVHN7MW'].map((id) => SessionId.parse(id)) as [
    SessionId,
    SessionId,
  ];
  const elsewhere = () => [left, right].map((session) => hands.elsewhere(session));
  expect(elsewhere()).toEqual([false, false]);
  hands.typed(left);
  now += 499;
  expect(elsewhere()).toEqual([false, true]);
  hands.typed(right);
  expect(elsewhere()).toEqual([true, false]);
  now += 500;
  expect(elsewhere()).toEqual([false, false]);
});
