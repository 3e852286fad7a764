import type { Schema } from '@/api/client';
import styles from './IndicatorPage.module.css';

interface Props {
  indicator: Schema<'IndicatorDetail'>;
  series: Schema<'SeriesRead'>;
}

export function Chart(_: Props) {
  return <h2 className={styles.meta}>Trend against target</h2>;
}
