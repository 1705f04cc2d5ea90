/**
 * The scripted model as an HTTP server on 127.0.0.1 with the part of the OpenAI chat-completions API that Kimi Code CLI uses.
 */
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { MODEL_ID } from './config.mjs';
import { readTurn } from './conversation.mjs';
import { perform } from './scenarios.mjs';

const WORD_PAUSE_MS = 250;
const BRISK_PAUSE_MS = 15;
const BRISK_PIECE = 12;
const BULK_PIECE = 2000;
/** A long conversation is a few MB; more than this is a mistake and would only fill memory. */
const MAX_BODY = 64 * 1024 * 1024;

function answerJson(response, status, value, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

const answerError = (response, status, type, message, headers) => answerJson(response, status, { error: { message, type } }, headers);

function cut(text, pace) {
  if (pace === 'word') return text.match(/\S+\s*/g) ?? [];
  const size = pace === 'bulk' ? BULK_PIECE : BRISK_PIECE;
  // By code points, so that no piece ends inside a surrogate pair.
  const points = [...text];
  return Array.from({ length: Math.ceil(points.length / size) }, (_, i) => points.slice(i * size, (i + 1) * size).join(''));
}

const pauseOf = (pace) => (pace === 'word' ? WORD_PAUSE_MS : pace === 'bulk' ? 0 : BRISK_PAUSE_MS);

/** Made-up but steady token counts: four characters a token, half of the prompt from the cache. */
function usageOf(body, beats) {
  const tokens = (value) => Math.ceil(JSON.stringify(value ?? []).length / 4);
  const prompt = tokens(body.messages) + tokens(body.tools);
  const completion = tokens(beats.map((beat) => beat.say ?? beat.think ?? beat.args));
  const cached = Math.floor(prompt / 2);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    cached_tokens: cached,
    prompt_tokens_details: { cached_tokens: cached },
  };
}

/** Turns beats into `delta` objects of a chat completion, with the pause that comes after each. */
function* deltas(beats, id) {
  yield { delta: { role: 'assistant', content: '' }, pause: 0 };
  let index = 0;
  for (const beat of beats) {
    if (beat.think !== undefined) {
      for (const piece of cut(beat.think, beat.pace)) yield { delta: { reasoning_content: piece }, pause: pauseOf(beat.pace) };
    } else if (beat.say !== undefined) {
      for (const piece of cut(beat.say, beat.pace)) yield { delta: { content: piece }, pause: pauseOf(beat.pace) };
    } else if (beat.call !== undefined) {
      const call = { index, id: `call_${id}_${index}`, type: 'function', function: { name: beat.call, arguments: '' } };
      yield { delta: { tool_calls: [call] }, pause: 0 };
      for (const piece of cut(JSON.stringify(beat.args))) {
        yield { delta: { tool_calls: [{ index, function: { arguments: piece } }] }, pause: BRISK_PAUSE_MS };
      }
      index += 1;
    } else {
      yield { end: beat.cut ? 'cut' : 'stall' };
    }
  }
}

async function stream(response, body, beats, id, gone) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  const head = { id: `chatcmpl-demo-${id}`, object: 'chat.completion.chunk', created: Math.floor(Date.now() / 1000), model: body.model };
  const send = async (choices, extra = {}) => {
    gone.throwIfAborted();
    if (response.write(`data: ${JSON.stringify({ ...head, choices, ...extra })}\n\n`)) return;
    const either = new AbortController();
    await new Promise((resolve) => {
      response.once('drain', resolve);
      gone.addEventListener('abort', resolve, { once: true, signal: either.signal });
    });
    either.abort();
  };
  for (const step of deltas(beats, id)) {
    if (step.end === 'cut') {
      response.socket?.destroy();
      return;
    }
    if (step.end === 'stall') return;
    await send([{ index: 0, delta: step.delta, finish_reason: null }]);
    if (step.pause > 0) await wait(step.pause, undefined, { signal: gone });
  }
  const usage = usageOf(body, beats);
  const reason = beats.some((beat) => beat.call !== undefined) ? 'tool_calls' : 'stop';
  await send([{ index: 0, delta: {}, finish_reason: reason }], { usage });
  // Clients that asked for usage expect it once more, in a chunk of its own without choices.
  await send([], { usage });
  response.end('data: [DONE]\n\n');
}

function whole(response, body, beats, id) {
  if (beats.some((beat) => beat.cut)) return response.socket?.destroy();
  if (beats.some((beat) => beat.stall)) return;
  const join = (key) => beats.map((beat) => beat[key] ?? '').join('');
  const calls = beats.filter((beat) => beat.call !== undefined);
  const message = { role: 'assistant', content: join('say') || null };
  if (join('think') !== '') message.reasoning_content = join('think');
  if (calls.length > 0) {
    message.tool_calls = calls.map((beat, i) => ({
      id: `call_${id}_${i}`,
      type: 'function',
      function: { name: beat.call, arguments: JSON.stringify(beat.args) },
    }));
  }
  answerJson(response, 200, {
    id: `chatcmpl-demo-${id}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1000),
    model: body.model,
    choices: [{ index: 0, message, finish_reason: calls.length > 0 ? 'tool_calls' : 'stop' }],
    usage: usageOf(body, beats),
  });
}

async function readBody(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Creates the server; the caller makes it listen. `log` gets one line for each answer: its number and the scenario's id.
 */
export function createModelServer({ log = () => undefined, onRequest = () => undefined } = {}) {
  let count = 0;

  async function complete(request, response) {
    const text = await readBody(request);
    if (text === null) return answerError(response, 413, 'invalid_request_error', 'request too large');
    let body;
    try {
      body = JSON.parse(text);
    } catch (error) {
      return answerError(response, 400, 'invalid_request_error', `not JSON: ${error.message}`);
    }
    const { id: scenario, beats } = perform(readTurn(body));
    count += 1;
    const id = count;
    log(`${id} ${scenario}`);
    const refusal = beats.find((beat) => beat.refuse !== undefined)?.refuse;
    if (refusal !== undefined) return answerError(response, refusal.status, refusal.type, refusal.message, refusal.headers);
    if (!body.stream) return whole(response, body, beats, id);
    const left = new AbortController();
    response.once('close', () => left.abort());
    await stream(response, body, beats, id, left.signal);
  }

  return createServer((request, response) => {
    onRequest();
    const path = new URL(request.url ?? '/', 'http://model').pathname;
    // No browser page has any business here, whatever name it resolved to this address.
    if (request.headers.origin !== undefined) return answerError(response, 403, 'permission_denied_error', 'not for browsers');
    if (request.method === 'GET' && path === '/health') return answerJson(response, 200, { ok: true });
    if (request.method === 'GET' && path === '/v1/models') {
      return answerJson(response, 200, { object: 'list', data: [{ id: MODEL_ID, object: 'model', owned_by: 'kimi-shell' }] });
    }
    if (request.method !== 'POST' || path !== '/v1/chat/completions') {
      return answerError(response, 404, 'invalid_request_error', 'no such path');
    }
    complete(request, response).catch((error) => {
      // The client going away in mid-answer is part of the script (Esc, kill, hang); anything else is worth a line.
      if (error?.name !== 'AbortError' && error?.code !== 'ECONNRESET') log(`failed: ${error?.stack ?? error}`);
      response.destroy();
    });
  });
}
