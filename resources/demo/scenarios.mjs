/**
 * What the scripted model does. A scenario is chosen by words in the newest message and played as a list of beats:
 *
 *   { think: text }   reasoning          { say: text }           answer text
 *   { call, args }    a tool call        { refuse: {status,…} }  an HTTP error instead of an answer
 *   { cut: true }     drop the socket    { stall: true }         say nothing more until the client leaves
 *
 * `pace` on think and say: 'word' is one word every 250 ms, 'bulk' is as fast as the client reads; otherwise brisk.
 */

const WORDS_IN_A_SLOW_ANSWER = 24;
const LINES_IN_A_HUGE_ANSWER = 4000;

const numbered = (count, word) => Array.from({ length: count }, (_, i) => `${word}${i + 1}`).join(' ');
const say = (text, pace) => ({ say: text, pace });
const refuse = (status, type, message, headers = {}) => ({ refuse: { status, type, message, headers } });

const invalidKey = () => refuse(401, 'invalid_authentication_error', 'Invalid Authentication (scripted)');
const tooMany = () => refuse(429, 'rate_limit_reached_error', 'Rate limit reached (scripted)', { 'retry-after': '1' });
const broken = () => refuse(500, 'server_error', 'Internal error (scripted)');

/** One command; the description only where the client's tool takes one. */
function command(turn, line, description, seconds) {
  const args = { command: line };
  if (turn.tools.takes(turn.tools.command, 'description')) args.description = description;
  if (seconds !== undefined && turn.tools.takes(turn.tools.command, 'timeout')) args.timeout = seconds;
  return { call: turn.tools.command, args };
}

function writeFile(turn, file, content) {
  const field = turn.tools.takes(turn.tools.write, 'file_path') ? 'file_path' : 'path';
  return { call: turn.tools.write, args: { [field]: file, content } };
}

function subagent(turn, description, prompt) {
  const args = { description, prompt };
  if (turn.tools.takes(turn.tools.agent, 'subagent_type')) args.subagent_type = 'coder';
  return { call: turn.tools.agent, args };
}

/** Fails the first attempt of a message and answers the next one; forgets it then, so that the same message can be sent again. */
const failing = new Set();
function failOnce(turn, failure) {
  const key = `${turn.conversation}\n${turn.prompt}`;
  if (failing.delete(key)) return [say('The first attempt failed; this one went through.')];
  failing.add(key);
  return [failure];
}

function plan(turn) {
  const { tools } = turn;
  if (turn.step === 0) return [say('I will make a plan first.'), { call: tools.enterPlan, args: {} }];
  if (turn.calledTools.includes(tools.exitPlan)) return [say('Plan mode is over.')];
  if (turn.planFile !== null && !turn.calledTools.includes(tools.write)) {
    const text = '# Plan\n\n1. Look at what is there.\n2. Change one thing.\n3. Check that it works.\n';
    return [say('Writing the plan down.'), writeFile(turn, turn.planFile, text)];
  }
  return [say('The plan is ready for you.'), { call: tools.exitPlan, args: {} }];
}

function severalTools(turn) {
  if (turn.step === 0) {
    return [
      say('Two commands first.'),
      command(turn, 'echo one of three', 'First echo'),
      command(turn, 'echo two of three', 'Second echo'),
    ];
  }
  if (turn.step === 1) return [say('And one more.'), command(turn, 'echo three of three', 'Third echo')];
  return [say(`All three commands ran. The last one printed: ${turn.lastResult}`)];
}

const COLOURS = {
  question: 'Which colour should it be?',
  header: 'Colour',
  options: [
    { label: 'Red', description: 'The warm one' },
    { label: 'Blue', description: 'The cool one' },
  ],
};

const TODOS = [
  { title: 'Look at what is there', status: 'done' },
  { title: 'Change one thing', status: 'in_progress' },
  { title: 'Check that it works', status: 'pending' },
];

const GREETING = 'hello from the demo';
const TICKS = 'for i in 1 2 3 4 5 6 7 8; do echo tick $i; sleep 1; done';

/** In the first step what `start` gives, after it one sentence. */
const twoSteps = (start, end) => (turn) => (turn.step === 0 ? start(turn) : [say(end(turn))]);

/** The order matters: the first scenario whose word occurs is played, so special words stand before everyday ones. */
export const SCENARIOS = [
  { id: '401', words: ['401'], about: 'the key is refused', play: () => [invalidKey()] },
  { id: '429once', words: ['429once'], about: 'rate limit on the first attempt only', play: (turn) => failOnce(turn, tooMany()) },
  { id: '429', words: ['429'], about: 'rate limit, every attempt', play: () => [tooMany()] },
  { id: '500once', words: ['500once'], about: 'server error on the first attempt only', play: (turn) => failOnce(turn, broken()) },
  { id: '500', words: ['500'], about: 'server error, every attempt', play: () => [broken()] },
  {
    id: 'disconnect',
    words: ['disconnect', '断线'],
    about: 'the connection drops in mid-sentence',
    play: () => [say('This sentence will not reach its'), { cut: true }],
  },
  { id: 'hang', words: ['hang', '卡住'], about: 'the model goes silent', play: () => [{ stall: true }] },
  { id: 'empty', words: ['empty'], about: 'an answer without text', play: () => [] },
  {
    id: 'huge',
    words: ['huge', '大量'],
    about: `${LINES_IN_A_HUGE_ANSWER} lines of text`,
    play: () => {
      const lines = Array.from(
        { length: LINES_IN_A_HUGE_ANSWER },
        (_, i) => `line ${String(i + 1).padStart(4, '0')} ${'0123456789'.repeat(6)}`,
      );
      return [say(`${lines.join('\n')}\nThat was the last line.`, 'bulk')];
    },
  },
  // Only our own subagent prompts say this; a subagent that explained the demo would drown its parent's answer.
  { id: 'brief', words: ['briefly'], about: 'one short line', play: () => [say('Done, briefly.')] },
  {
    id: 'subagent-tool',
    words: ['subagent-tool'],
    about: 'a subagent that runs a command',
    play: twoSteps(
      (turn) => [
        say('A subagent will run it.'),
        subagent(turn, 'Run one command', 'You are a helper. Run a command and report what it printed.'),
      ],
      () => 'The subagent ran its command.',
    ),
  },
  {
    id: 'subagent',
    words: ['subagent', 'subagents', '子智能体', '子代理'],
    about: 'work handed to a subagent',
    play: twoSteps(
      (turn) => [say('I hand this to a subagent.'), subagent(turn, 'Say one line', 'You are a helper. Answer briefly and stop.')],
      () => 'The subagent came back; that is all.',
    ),
  },
  {
    id: 'longtool',
    words: ['longtool'],
    about: 'a command that ticks for 8 seconds',
    play: twoSteps(
      (turn) => [say('This one takes a while.'), command(turn, TICKS, 'Tick for eight seconds', 60)],
      () => 'The long command is through.',
    ),
  },
  {
    id: 'toolfail',
    words: ['toolfail'],
    about: 'a command that fails',
    play: twoSteps(
      (turn) => [say('This command is going to fail.'), command(turn, 'echo about to fail; exit 3', 'Fail on purpose')],
      () => 'It failed with exit code 3, as planned.',
    ),
  },
  { id: 'tools', words: ['several', 'tools'], about: 'three commands, two of them at once', play: severalTools },
  {
    id: 'question',
    words: ['question', 'ask', '提问', '问我'],
    about: 'a question back to you',
    play: twoSteps(
      (turn) => [say('I need a decision from you.'), { call: turn.tools.ask, args: { questions: [COLOURS] } }],
      (turn) => `Noted: ${/:\s*"([^"]+)"\}*$/.exec(turn.lastResult)?.[1] ?? turn.lastResult}`,
    ),
  },
  { id: 'plan', words: ['plan', '计划'], about: 'plan mode, and a plan to approve', play: plan },
  {
    id: 'todo',
    words: ['todo', 'todos', '待办'],
    about: 'a list of things to do',
    play: twoSteps(
      (turn) => [say('I keep a list.'), { call: turn.tools.todo, args: { todos: TODOS } }],
      () => 'The list is kept.',
    ),
  },
  {
    id: 'write',
    words: ['write', 'file', '文件'],
    about: 'writes kimi-shell-demo.txt, after you approve; in a git folder Kimi does not ask',
    play: twoSteps(
      (turn) => [
        say('I will write a file.'),
        writeFile(turn, 'kimi-shell-demo.txt', 'Written by the scripted demo of Kimi Shell.\n你好。\n'),
      ],
      (turn) => (/^wrote/i.test(turn.lastResult) ? 'kimi-shell-demo.txt is written.' : `It was not written: ${turn.lastResult}`),
    ),
  },
  {
    id: 'tool',
    words: ['command', 'run', 'tool', 'shell', '命令'],
    about: 'runs a command, after you approve',
    play: twoSteps(
      (turn) => [say('I will run one command.'), command(turn, `echo ${GREETING}`, 'Print a greeting')],
      (turn) => (turn.lastResult === GREETING ? `The command printed: ${GREETING}` : `It did not run: ${turn.lastResult}`),
    ),
  },
  {
    id: 'think',
    words: ['think', 'thinking', '思考'],
    about: 'thinks before it answers',
    play: () => [{ think: `${numbered(WORDS_IN_A_SLOW_ANSWER / 2, 'thought')}.`, pace: 'word' }, say('I have thought about it.')],
  },
  {
    id: 'slow',
    words: ['slow', 'slowly', 'stream', '慢'],
    about: `${WORDS_IN_A_SLOW_ANSWER} words, four a second`,
    play: () => [say(`${numbered(WORDS_IN_A_SLOW_ANSWER, 'word')} and that was the last word.`, 'word')],
  },
  {
    id: 'plain',
    words: ['plain', 'hi', 'hello'],
    about: 'a plain answer',
    play: () => [say('Hello! This is a plain answer from the scripted demo.')],
  },
];

const CJK = /\p{Script=Han}/u;

const WORTH_TRYING = [
  'tool',
  'write',
  'slow',
  'think',
  'question',
  'plan',
  'todo',
  'tools',
  'longtool',
  'subagent',
  'huge',
  '429',
  'disconnect',
];

/** What a message that no scenario knows gets: where the person is, and what can be tried. */
function introduction(prompt) {
  const shown = WORTH_TRYING.flatMap((id) => SCENARIOS.filter((s) => s.id === id));
  if (CJK.test(prompt)) {
    const words = shown.map((s) => s.words.find((word) => CJK.test(word)) ?? s.words[0]).map((word) => `\`${word}\``);
    return `这是 Kimi Shell 的演示：Kimi Code CLI 是真的，背后的模型是预先写好的脚本，不需要账号，也不连接网络。\n\n在消息里写上这些词之一试试看：${words.join('、')}。`;
  }
  const list = shown.map((s) => `- \`${s.words[0]}\`: ${s.about}`).join('\n');
  return (
    'You are in the Kimi Shell demo. Kimi Code CLI is the real one; the model behind it is a script on this machine, ' +
    `so nothing here needs an account or the network.\n\nPut one of these words into a message to see something happen:\n\n${list}`
  );
}

// Words with a dash are one word ("subagent-tool"); Chinese has no spaces, so its words count wherever they stand.
function mentions(prompt, found, word) {
  return CJK.test(word) ? prompt.includes(word) : found.has(word);
}

/**
 * The scenario for a turn and its beats. A tool that the client does not offer turns the answer into a sentence that says so.
 */
export function perform(turn) {
  const found = new Set(turn.prompt.toLowerCase().match(/[a-z0-9][a-z0-9-]*/g) ?? []);
  const scenario = SCENARIOS.find((s) => s.words.some((word) => mentions(turn.prompt, found, word)));
  if (scenario === undefined) return { id: 'introduction', beats: [say(introduction(turn.prompt))] };
  const beats = scenario.play(turn);
  if (beats.some((beat) => beat.call === null)) {
    return { id: scenario.id, beats: [say(`The client offers no tool for the scenario "${scenario.id}".`)] };
  }
  return { id: scenario.id, beats };
}
