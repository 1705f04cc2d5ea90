// Draws as an agent's CLI does that is not on the alternate screen: lines that stay, and below them a panel that is drawn anew in place, each
// frame in synchronized output. Each thing it does waits for a file `go-<n>` in its folder and ends by saying n per cent (OSC 9;4).
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const PANEL = 5;
const lines = [];
let panel = 0;

const write = (text) => new Promise((done) => process.stdout.write(text, done));
const frame = (text) => write(`\u001b[?25l\u001b[?2026h${text}\u001b[?2026l`);
const drawnPanel = () => {
  panel += 1;
  return Array.from({ length: PANEL }, (_, row) => `\u001b[2K│ panel ${panel}.${row}`).join('\r\n');
};
/** New lines where the panel stood, and the panel below them. */
const print = async (added) => {
  lines.push(...added);
  await frame(`\r\u001b[${PANEL - 1}A\u001b[J${added.map((line) => `${line}\r\n`).join('')}${drawnPanel()}`);
};
const numbered = (count) => Array.from({ length: count }, (_, at) => `said ${lines.length + at + 1}`);

const STEPS = [
  async () => {
    await write('\r\n'.repeat(PANEL));
    for (let at = 0; at < 90; at += 1) await print(numbered(100));
  },
  // Spinners, and a line now and then.
  async () => {
    for (let at = 0; at < 200; at += 1) await print(at % 10 === 0 ? numbered(1) : []);
  },
  // More than a terminal keeps: the oldest lines go.
  async () => {
    for (let at = 0; at < 60; at += 1) await print(numbered(100));
  },
  // Something changed further up: all of it is wiped, and the newest of it printed anew.
  async () => {
    const kept = ['a card', 'that has grown', ...lines.slice(-7000)];
    await frame(`\u001b[2J\u001b[H\u001b[3J${kept.map((line) => `${line}\r\n`).join('')}${drawnPanel()}`);
  },
  async () => {
    await print([...numbered(30), 'all is said']);
  },
];

for (const [at, step] of STEPS.entries()) {
  while (!existsSync(`go-${at + 1}`)) await delay(20);
  await step();
  await write(`\u001b]9;4;1;${at + 1}\u0007`);
}
while (!existsSync('go-end')) await delay(20);
