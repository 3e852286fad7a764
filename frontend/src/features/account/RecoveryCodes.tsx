import { downloadText } from '@/lib/csv';
import { Button } from '@/ui/Button';
import styles from './SecondFactor.module.css';

/** Recovery codes, shown this once. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  return (
    <>
      <p>
        Keep these where you find them without your phone: printed, or in a password manager. Each works once.
        They are shown this once; nobody can read them again.
      </p>
      <ul className={`govuk-list ${styles.codes}`} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="govuk-button-group">
        <Button onClick={onDone}>I have kept them</Button>
        <Button
          secondary
          onClick={() =>
            downloadText('quarterdeck-recovery-codes.txt', `${codes.join('\n')}\n`, 'text/plain')
          }
        >
          Download them
        </Button>
      </div>
    </>
  );
}
