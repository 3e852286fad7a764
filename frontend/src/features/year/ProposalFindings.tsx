import type { Schema } from '@/api/client';
import { TextArea } from '@/ui/TextArea';
import styles from './Year.module.css';

interface Props {
  proposal: Schema<'ProposalRead'>;
  type: (typed: Schema<'ProposalUpdate'>) => void;
}

/** What the checks find; a warning takes its explanation, which goes with the target to whoever challenges it. */
export function ProposalFindings({ proposal, type }: Props) {
  const shown = proposal.findings.filter((each) => each.code !== 'missing_change');
  if (shown.length === 0) return null;
  return (
    <>
      <ul className={styles.findings}>
        {shown.map((each) => (
          <li key={each.code}>{each.sentence}</li>
        ))}
      </ul>
      {shown
        .filter((each) => each.needs_explanation)
        .map((each) => (
          <TextArea
            key={each.code}
            name={`explanations/${each.code}`}
            label="Your explanation"
            hint={each.sentence}
            rows={2}
            defaultValue={proposal.explanations[each.code] ?? ''}
            onChange={(event) =>
              type({ explanations: { ...proposal.explanations, [each.code]: event.currentTarget.value } })
            }
          />
        ))}
    </>
  );
}
