import type { PageParts } from './answer-request.ts';
import { answerMarkup, callForm } from './call-section.ts';
import { firstCall } from './call.ts';
import { Markup, markup } from './markup.ts';
import { pictureOf } from './picture.ts';
import { commandsMarkup, releasesMarkup } from './release-section.ts';
import { listReports } from './reports.ts';
import { script } from './script.ts';
import { style } from './style.ts';
import { troubleMarkup } from './trouble-section.ts';

/**
 * The page as it is now. All of it is there without the script, which keeps it so.
 *
 * @param nonce allows the page's own script and style, and no other
 */
export function renderDocument(
  { engine, board, commands, stacks, reportsFolder, note }: PageParts,
  nonce: string,
): string {
  const { apis, answer, faults, lag } = board;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Embedded AWS</title>
<link rel="icon" href="${icon}">
<style nonce="${nonce}">${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#targets">To the targets</a>
<header><h1>Embedded AWS</h1><p><code>${engine.url}</code></p><span class="live" id="live" role="status">as of now: load again to see more</span><p class="note" id="note" role="note">${note}</p></header>
<main>
<section class="full" id="targets" aria-labelledby="targets-title"><h2 id="targets-title">Targets</h2><div id="picture">${pictureOf(apis)}</div></section>
<div class="column">
<section aria-labelledby="call-title" id="call"><h2 id="call-title">Call a stage</h2>
${callForm(apis, answer?.call ?? firstCall(apis))}
<div class="answer" id="answer" role="status">${answerMarkup(answer)}</div></section>
</div>
<div class="column">
<section id="releases" aria-labelledby="releases-title"><h2 id="releases-title">Releases</h2>
${commands.areThere ? commandsMarkup(commands, stacks) : undefined}
<div id="release-list">${releasesMarkup(listReports(reportsFolder))}</div></section>
<section id="trouble" aria-labelledby="trouble-title"><h2 id="trouble-title">Trouble</h2>
${troubleMarkup(faults, lag)}</section>
</div>
<section class="full" aria-labelledby="requests-title"><h2 id="requests-title">Requests</h2>
<p class="legend"><span><i class="key"></i>gateway</span><span><i class="key mapping"></i>mapping</span><span><i class="key integration"></i>integration</span><span><i class="key handler"></i>handler</span></p>
<div id="request-list">${board.requestList()}</div></section>
<section class="full" aria-labelledby="lines-title"><h2 id="lines-title">Log</h2><ol class="lines" id="line-list" tabindex="0" aria-label="Log lines">${board.lineList()}</ol></section>
</main>
<script nonce="${nonce}">${new Markup(script)}</script>
</body>
</html>
`.text;
}

const icon =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><path d='M1 5h6l7 6H9z' fill='%232f5fd0'/><path d='M1 11h6l2-2' fill='none' stroke='%238fb1ff' stroke-width='2'/></svg>";
