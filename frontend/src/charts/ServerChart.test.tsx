import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { ServerChart } from './ServerChart';
import { safeSvg } from './safe-svg';

const point = (label: string, value: string, notes = '') =>
  `<g class="chart-point" data-observation-id="1" data-period="p" data-label="${label}" data-value-words="${value}" ` +
  `data-target-words="9%" data-rating="green" data-rating-words="On target" data-notes="${notes}">` +
  '<rect class="chart-hit" x="0" y="0" width="9" height="9" fill="none"/><circle cx="1" cy="1" r="5"/></g>';
const drawing = (inner: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="0 0 9 9" aria-labelledby="a-title a-desc">
    <title id="a-title">Vacancy rate</title><desc id="a-desc">From 7% to 6.5%.</desc>${inner}</svg>`;

test('the arrow keys read the points one by one, the newest first', async () => {
  const user = userEvent.setup();
  const svg = drawing(point('Q1 2026/27', '6.7%') + point('Q2 2026/27', '6.5%', 'provisional'));
  render(<ServerChart svg={svg} title="Vacancy rate" download="vacancy" />);
  await user.tab();
  await user.keyboard('{ArrowLeft}');
  expect(screen.getByRole('status')).toHaveTextContent(
    'Q2 2026/27: 6.5%, on target. Target 9%. Provisional.',
  );
  await user.keyboard('{ArrowLeft}{ArrowLeft}');
  expect(screen.getByRole('slider')).toHaveAttribute(
    'aria-valuetext',
    'Q1 2026/27: 6.7%, on target. Target 9%.',
  );
  await user.keyboard('{End}');
  expect(screen.getByRole('status')).toHaveTextContent('Q2 2026/27');
  await user.click(screen.getByRole('button', { name: 'Show as table' }));
  expect(screen.getByRole('table')).toHaveTextContent('Q1 2026/276.7%9%On target');
});

test('a decision is read with the figure it is about, at its mark, and in a table of its own', async () => {
  const user = userEvent.setup();
  const mark =
    '<g class="chart-events"><rect class="chart-hit" x="0" y="0" width="9" height="9" fill="none"/>' +
    '<g class="chart-event" data-day="2026-11-20" data-kind="approved" data-words="Cabinet approved Q2" data-about="p"/>' +
    '<g class="chart-event" data-day="2026-10-01" data-kind="rebase" data-words="Limits rebased from Q3" data-about="q"/></g>';
  render(
    <ServerChart svg={drawing(point('Q2 2026/27', '6.5%') + mark)} title="Vacancy rate" download="vacancy" />,
  );
  await user.tab();
  await user.keyboard('{ArrowLeft}');
  expect(screen.getByRole('status')).toHaveTextContent(
    'Q2 2026/27: 6.5%, on target. Target 9%. Cabinet approved Q2 on 20 November 2026.',
  );
  await user.hover(document.querySelector('.chart-events rect') as Element);
  expect(screen.getByRole('status')).toHaveTextContent(
    /^Cabinet approved Q2 on 20 November 2026. Limits rebased from Q3.$/,
  );
  await user.click(screen.getByRole('button', { name: 'Show as table' }));
  expect(screen.getByRole('table', { name: 'Decisions on the time axis' })).toHaveTextContent(
    '20 November 2026Cabinet approved Q2',
  );
});

test.each([
  '<script>window.hurt = 1</script>',
  '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><img src="x" /></body></foreignObject>',
  '<image href="http://example.org/x.png" />',
  '<use href="data:image/svg+xml,x" />',
  '<style>* { display: none }</style>',
  '<a href="javascript:hurt()"><text>press</text></a>',
  '<animate attributeName="href" to="javascript:hurt()" />',
  '<circle cx="1" cy="1" r="1" onclick="hurt()" onload="hurt()" />',
  '<circle cx="1" cy="1" r="1" style="background: url(http://example.org)" />',
  '<circle cx="1" cy="1" r="1" fill="url(http://example.org/x)" />',
])('of a hostile drawing only the drawing is shown: %s is left out', (hostile) => {
  const shown = safeSvg(drawing(`<g>${hostile}</g>`), 'p-')?.outerHTML ?? '';
  expect(shown).toContain('p-a-title');
  expect(shown).not.toMatch(/script|foreign|href|style|onclick|onload|url\(|<a |animate|image/i);
});

test.each(['<html xmlns="http://www.w3.org/1999/xhtml"><p>no</p></html>', 'not found', ''])(
  'what is no drawing is refused: %s',
  (text) => {
    expect(safeSvg(text, 'p-')).toBeNull();
  },
);
