/**
 * Reads a chat-completions request: what the person asked last, how far the scripted turn has come, which tools the client has.
 */

/** Text of a message's content, which is a string or a list of parts. */
function textOf(content) {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => (typeof part === 'string' ? part : (part?.text ?? ''))).join('\n');
}

// The client adds blocks of its own (<system-reminder>…</system-reminder>) to user messages or sends them as whole user
// messages; a word in one of those must not choose the scenario.
const MACHINE_BLOCK = /<([a-z][a-z0-9_-]*)\b[^>]*>[\s\S]*?<\/\1>/gi;

function writtenBySomebody(message) {
  return message?.role === 'user' ? textOf(message.content).replace(MACHINE_BLOCK, ' ').trim() : '';
}

/** First line of what a tool returned that is not the client's own bookkeeping. */
function firstRealLine(text) {
  return (
    text
      .split('\n')
      .map((line) => line.trim())
      .find((line) => line !== '' && !line.startsWith('<') && !/^(wall time|exit code|status|output)\b.*:/i.test(line)) ?? ''
  );
}

/** What the client offers, by what it is for; null when it has no such tool. */
function toolsOf(body) {
  const offered = new Map();
  for (const tool of Array.isArray(body.tools) ? body.tools : []) {
    if (tool?.function?.name) offered.set(tool.function.name, Object.keys(tool.function.parameters?.properties ?? {}));
  }
  const pick = (...names) => names.find((name) => offered.has(name)) ?? null;
  return {
    command: pick('Bash', 'Shell'),
    write: pick('Write', 'WriteFile'),
    ask: pick('AskUserQuestion'),
    todo: pick('TodoList', 'SetTodoList'),
    agent: pick('Agent', 'Task'),
    enterPlan: pick('EnterPlanMode'),
    exitPlan: pick('ExitPlanMode'),
    /** Whether `tool` takes a field of that name. */
    takes: (tool, field) => offered.get(tool)?.includes(field) ?? false,
  };
}

/**
 * The turn that is being played.
 *
 * - `prompt`: the newest message that a person (or a parent agent) wrote
 * - `step`: how many of our tool steps came back since then, so 0 means the turn has just begun
 * - `calledTools`: names of the tools called since then
 * - `lastResult`: first line of the newest tool result
 * - `planFile`: where the client wants a plan written, when it said so
 */
export function readTurn(body) {
  const messages = Array.isArray(body.messages) ? body.messages : [];
  const at = messages.findLastIndex((message) => writtenBySomebody(message) !== '');
  const after = messages.slice(at + 1);
  const calls = after.flatMap((message) => (message?.role === 'assistant' ? (message.tool_calls ?? []) : []));
  const results = after.filter((message) => message?.role === 'tool').map((message) => textOf(message.content));
  const told = messages.map((message) => textOf(message?.content)).join('\n');
  return {
    prompt: at >= 0 ? writtenBySomebody(messages[at]) : '',
    step: after.filter((message) => message?.role === 'assistant' && (message.tool_calls?.length ?? 0) > 0).length,
    calledTools: calls.map((call) => call?.function?.name),
    lastResult: firstRealLine(results.at(-1) ?? '').slice(0, 120),
    planFile: [...told.matchAll(/((?:\/|[A-Za-z]:[\\/])[^\s`"'<>]*plans[\\/][^\s`"'<>]+\.md)/g)].at(-1)?.[1] ?? null,
    tools: toolsOf(body),
    /** Tells one conversation from another, for the scenarios that fail once. */
    conversation: String(body.prompt_cache_key ?? ''),
  };
}
