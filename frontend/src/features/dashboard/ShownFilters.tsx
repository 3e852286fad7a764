import { useNavigate } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { things } from '@/lib/format';
import { RATINGS } from '@/lib/status';
import { LinkButton } from '@/ui/LinkButton';
import styles from './Dashboard.module.css';
import type { StatusKey } from './words';

interface Props {
  chosen: StatusKey[];
  groups: Schema<'GlanceGroup'>[];
  total: number;
}

/** Says, and reads out, what of the figures is shown when counters filter them. */
export function ShownFilters({ chosen, groups, total }: Props) {
  const navigate = useNavigate();
  const shown = groups.reduce((sum, group) => sum + group.figures.length, 0);
  const words = chosen.map((key) => (key === 'contextual' ? 'contextual' : RATINGS[key].word.toLowerCase()));
  return (
    <div role="status">
      {chosen.length > 0 ? (
        <p className={styles.shown}>
          Showing {shown} of {things(total, 'figure')}: {words.join(', ')}.{' '}
          <LinkButton
            onClick={() =>
              void navigate({
                from: '/dashboard',
                to: '.',
                search: ({ status: _, ...rest }) => rest,
                replace: true,
                resetScroll: false,
              })
            }
          >
            Show all figures
          </LinkButton>
        </p>
      ) : null}
    </div>
  );
}
