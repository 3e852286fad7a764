import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { longDate } from '@/lib/dates';
import { LinkButton } from '@/ui/LinkButton';
import { type Column, Table } from '@/ui/Table';
import styles from './ServerChart.module.css';
import {
  type ChartEvent,
  type ChartPoint,
  eventSentence,
  eventsIn,
  pointsOf,
  safeSvg,
  sentenceOf,
} from './safe-svg';

interface Props {
  /** The service's drawing. */
  svg: string;
  /** What it shows: names the chart for whoever reads it along, and its table. */
  title: string;
  /** In which order its figures are read, where that is not by age. */
  order?: string;
  /** The file's name for the table's download. */
  download: string;
  /** The same as a table, where the points' own words do not say all that is drawn. */
  table?: ReactNode;
  /** What stands below instead of the description, where the page says the rest of that already. */
  caption?: string;
}

const COLUMNS: Column<ChartPoint>[] = [
  { key: 'Period', head: 'Period', heads: true, cell: (row) => row.label, text: (row) => row.label },
  { key: 'Actual', head: 'Actual', numeric: true, cell: (row) => row.value, text: (row) => row.value },
  { key: 'Target', head: 'Target', numeric: true, cell: (row) => row.target, text: (row) => row.target },
  { key: 'Status', head: 'Status', cell: (row) => row.rating, text: (row) => row.rating },
  { key: 'Notes', head: 'Notes', cell: (row) => row.notes, text: (row) => row.notes },
];

const DECISIONS: Column<ChartEvent>[] = [
  { key: 'Date', head: 'Date', heads: true, cell: (row) => longDate(row.day), text: (row) => row.day },
  { key: 'Decision', head: 'Decision', cell: (row) => row.words, text: (row) => row.words },
];

/** A chart drawn by the service, read point by point with the pointer or the arrow keys, or as a table. */
export function ServerChart({ svg, title, order = 'oldest first', download, table, caption }: Props) {
  const prefix = useId();
  const drawing = useMemo(() => safeSvg(svg, `${prefix}-`), [svg, prefix]);
  const points = useMemo(() => (drawing ? pointsOf(drawing) : []), [drawing]);
  const events = useMemo(() => (drawing ? eventsIn(drawing) : []), [drawing]);
  const place = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const [mark, setMark] = useState<Element | null>(null);
  const here = at === null ? undefined : points[at];
  const element = mark ?? here?.element;

  useEffect(() => {
    place.current?.replaceChildren(...(drawing ? [drawing] : []));
    setAt(null);
    setMark(null);
  }, [drawing]);

  useEffect(() => {
    element?.classList.add('chart-here');
    return () => element?.classList.remove('chart-here');
  }, [element]);

  if (!drawing)
    return <p className={styles.said}>The chart could not be shown. Its figures stand in the table.</p>;

  function press(event: KeyboardEvent) {
    const last = points.length - 1;
    const now = at ?? last + 1;
    const moves: Record<string, number> = {
      ArrowLeft: now - 1,
      ArrowDown: now - 1,
      ArrowRight: at === null ? last : now + 1,
      ArrowUp: at === null ? last : now + 1,
      Home: 0,
      End: last,
    };
    const next = moves[event.key];
    if (event.key === 'Escape') setAt(null);
    if (next === undefined || last < 0) return;
    event.preventDefault();
    setMark(null);
    setAt(Math.min(Math.max(next, 0), last));
  }

  function leave() {
    setAt(null);
    setMark(null);
  }

  function point(event: PointerEvent) {
    const under = event.target as Element;
    const index = points.findIndex(({ element }) => element === under.closest('.chart-point'));
    setMark(under.closest('.chart-events'));
    setAt(index < 0 ? null : index);
  }

  return (
    <figure className={styles.figure}>
      <div
        role="slider"
        tabIndex={0}
        aria-label={`${title}: figures, ${order}`}
        aria-valuemin={1}
        aria-valuemax={Math.max(points.length, 1)}
        aria-valuenow={(at ?? points.length - 1) + 1}
        aria-valuetext={here ? sentenceOf(here.point) : 'Press the arrow keys to read the figures'}
        className={styles.drawing}
        ref={place}
        onKeyDown={press}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={leave}
        onBlur={leave}
      />
      <p className={styles.said} role="status">
        {mark ? eventsIn(mark).map(eventSentence).join(' ') : here ? sentenceOf(here.point) : null}
      </p>
      <figcaption className={styles.caption}>
        {caption ?? drawing.querySelector('desc')?.textContent}{' '}
        <LinkButton aria-expanded={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? 'Hide the table' : 'Show as table'}
        </LinkButton>
      </figcaption>
      {asTable
        ? (table ?? (
            <Table
              caption={title}
              quiet
              columns={COLUMNS}
              rows={points.map((each) => each.point).reverse()}
              rowKey={(row) => row.label}
              download={download}
            />
          ))
        : null}
      {asTable && events.length > 0 ? (
        <Table
          caption="Decisions on the time axis"
          columns={DECISIONS}
          rows={[...events].reverse()}
          rowKey={(row) => `${row.day} ${row.words}`}
          download={`${download}-decisions`}
        />
      ) : null}
    </figure>
  );
}
