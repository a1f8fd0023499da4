import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import type { CommandState, ProjectCommands } from './project-commands.ts';
import type { LeftReport } from './reports.ts';

/** The buttons of the project's commands, and what the last one said. */
export function commandsMarkup(commands: ProjectCommands, stacks: readonly string[]): Markup {
  return markup`<div id="commands">${buttonsMarkup(commands, stacks)}</div>
<pre id="output" tabindex="0" aria-label="What the command says">${outputMarkup(commands.lines)}</pre>`;
}

export function buttonsMarkup(commands: ProjectCommands, stacks: readonly string[]): Markup {
  const { state, isRunning } = commands;
  const disabled = isRunning ? markup` disabled` : undefined;
  return markup`<form action="command" method="post">
${stacks.length < 2 ? undefined : markup`<label>Stack <select name="stack">${stacks.map((stack) => markup`<option>${stack}</option>`)}</select></label>`}
<button class="main" id="release" name="command" value="release"${disabled}>Release</button>
<button id="rollback" name="command" value="rollback"${disabled}>Roll back the last target</button>
${isRunning ? markup`<button id="stop" name="command" value="stop">Stop</button>` : undefined}
</form>
<p class="running" role="status">${state === undefined ? undefined : stateMarkup(state)}</p>`;
}

function stateMarkup({ text, exit }: CommandState): Markup {
  if (exit === undefined) {
    return markup`<code>${text}</code> <span class="quiet">is running…</span>`;
  }
  return exit === 0
    ? markup`<code>${text}</code> <span class="good-text">done</span>`
    : markup`<code>${text}</code> <span class="bad-text">ended with exit status ${exit}</span>`;
}

export function outputMarkup(lines: readonly string[]): Markup {
  return markup`${lines.map((line) => markup`<span>${line}\n</span>`)}`;
}

const tones: Readonly<Record<string, string>> = { done: 'good', red: 'bad' };

/** The releases and rollbacks that left a report here, newest first. */
export function releasesMarkup(reports: readonly LeftReport[]): Markup {
  return reports.length === 0
    ? markup`<p class="empty">None yet.</p>`
    : markup`<ol class="releases">${reports.map(
        ({ id, command, outcome, isGood, stack }) =>
          markup`<li><span class="status ${isGood ? tones.done : tones.red}">${outcome}</span> <a href="reports/${id}/report.html" target="_blank" rel="noreferrer">${command} of ${stack}</a> <code class="when">${id}</code></li>`,
      )}</ol>`;
}
