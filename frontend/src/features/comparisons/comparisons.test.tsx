import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { listOf, renderPage } from '@/testing/page';
import { answers, refuses } from '@/testing/server';
import { compared, file } from './fixtures';
import { comesTo, spreadRows } from './words';

test('others stand in the order of the service with source, age and cautions, and nobody is ranked', async () => {
  answers('/api/v1/indicators/1/comparisons', compared());
  refuses('get', '/api/v1/indicators/1/comparisons/chart.svg', { status: 503, detail: 'Busy' });
  renderPage('/indicators/1/comparisons');
  const [table] = await screen.findAllByRole('table', { name: /Figures of others/ });
  const names = within(table as HTMLElement)
    .getAllByRole('rowheader')
    .map((cell) => cell.textContent);
  expect(names).toEqual(['Whole Country', 'Corve Bay', 'Easterfold']);
  expect(within(table as HTMLElement).getByText('Suppressed')).toBeInTheDocument();
  expect(screen.getByText(/Published on 5 September 2024, 2 months old/)).toBeInTheDocument();
  expect(screen.getByText('Compare with care')).toBeInTheDocument();
  expect(screen.queryByText(/rank/i)).toBeNull();
});

test('a line that is to be mended stands first, and nothing is loaded before', async () => {
  answers('/api/v1/comparisons/files/3', file());
  const lines = [
    { line: 2, key: 'H4 E06999902 2023-24', says: '40', result: 'new', faults: [] },
    {
      line: 3,
      key: 'H4 Dunholt 2023-24',
      says: '41',
      result: 'fault',
      faults: [{ column: 'area', code: 'name_and_no_code', detail: 'This is a name.' }],
    },
  ];
  answers('/api/v1/comparisons/files/3/lines', listOf(...lines));
  renderPage('/comparisons/files/3');
  const table = await screen.findByRole('table', { name: 'Lines of the file' });
  const [, first] = within(table).getAllByRole('row');
  expect(first).toHaveTextContent('area: This is a name.');
  expect(screen.getByText('1 line to mend before anything can be loaded')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Load the file' })).toBeNull();
  expect(screen.getByLabelText('Who published it')).toBeInTheDocument();
});

test('what a file comes to, and how figures lie, is said in words', () => {
  expect(comesTo({ new: 1, changed: 2, unchanged: 5, fault: 0 })).toBe('1 line new, 2 lines revised');
  expect(comesTo({ new: 0, changed: 0, unchanged: 5, fault: 0 })).toMatch(/nothing that differs/);
  expect(spreadRows(compared())).toEqual([
    ['With a figure', '1 of 2 other councils'],
    ['Median', '40.0%'],
    ['Range', '40.0% to 40.0%'],
  ]);
});

test('a metric that no indicator stands for is a gap, shown plainly, and nothing is rated', async () => {
  const metric = { code: 'A1', name: 'Homes kept', unit: '%', source: '', indicators: [] };
  answers('/api/v1/external-frameworks/2', {
    id: 2,
    name: 'Town outcomes',
    version: '1',
    publisher: 'Partnership',
    published_on: '2026-02-09',
    link: '',
    file_id: 5,
    metrics: 1,
    covered: 0,
    outcomes: [
      { code: 'A', name: 'Homes', metrics: [{ id: 7, ...metric }] },
      { code: 'B', name: 'Clean air', metrics: [] },
    ],
    may_map: false,
  });
  renderPage('/external-frameworks/2');
  const table = await screen.findByRole('table', { name: 'Metrics of Homes' });
  expect(within(table).getByText('No indicator of yours: a gap')).toBeInTheDocument();
  expect(screen.getByText('No metric is published for this outcome yet.')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Map an indicator' })).toBeNull();
});
