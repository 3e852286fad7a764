import { numberWords } from '@/lib/format';
import styles from './Year.module.css';

interface Props {
  periods: { label: string; value: number | null; before: number | null }[];
  unitOfMeasure: string;
  decimals: number;
}

const STEP = 122;
const HEIGHT = 72;

/** The shape of the year: a bar for each period's target, a line where the same period's target was a year before. */
export function SeasonChart({ periods, unitOfMeasure, decimals }: Props) {
  const known = periods.flatMap((each) => [each.value, each.before]).filter((each) => each !== null);
  // A year that is alike throughout has no shape.
  if (new Set(known).size < 2) return null;
  const top = Math.max(...known, 0);
  const bottom = Math.min(...known, 0);
  const span = top - bottom || 1;
  const y = (value: number) => ((top - value) / span) * HEIGHT;
  const said = periods
    .filter((each) => each.value !== null)
    .map((each) => `${each.label} ${numberWords(each.value as number, unitOfMeasure, decimals)}`)
    .join(', ');
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${STEP * periods.length} ${HEIGHT}`}
      width={STEP * periods.length}
      preserveAspectRatio="xMinYMax meet"
      role="img"
      aria-label={`Targets through the year: ${said || 'none yet'}`}
    >
      {periods.map((each, index) => (
        <g key={each.label}>
          {each.value === null ? null : (
            <rect
              x={index * STEP}
              width={STEP * 0.7}
              y={Math.min(y(each.value), y(0))}
              height={Math.max(1, Math.abs(y(each.value) - y(0)))}
            />
          )}
          {each.before === null ? null : (
            <line x1={index * STEP} x2={(index + 0.85) * STEP} y1={y(each.before)} y2={y(each.before)} />
          )}
        </g>
      ))}
    </svg>
  );
}
