import { useState } from 'react';
import { api, type Schema, unwrap } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { TextField } from '@/ui/TextField';
import { PasswordField } from './PasswordField';
import { RecoveryCodes } from './RecoveryCodes';
import styles from './SecondFactor.module.css';

/** Puts an authenticator app in place: the password, the picture to scan, a code of it, and the recovery codes. */
export function AddSecondFactor({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<Schema<'SecondFactorMade'> | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  return (
    <Dialog title={codes ? 'Your recovery codes' : 'Add a second step'} onClose={onClose}>
      {codes ? <RecoveryCodes codes={codes} onDone={onClose} /> : null}
      {made && !codes ? <Scan made={made} onClose={onClose} onConfirmed={setCodes} /> : null}
      {made ? null : (
        <>
          <p>You need an authenticator app on your phone, such as Microsoft or Google Authenticator.</p>
          <Form
            submit="Continue"
            onCancel={onClose}
            onSubmit={(values) =>
              unwrap(
                api.POST('/api/v1/session/second-factor', {
                  body: { password: values.all('password')[0] ?? '' },
                }),
              )
            }
            onDone={setMade}
          >
            <PasswordField name="password" label="Your password" autoComplete="current-password" />
          </Form>
        </>
      )}
    </Dialog>
  );
}

interface ScanProps {
  made: Schema<'SecondFactorMade'>;
  onClose: () => void;
  onConfirmed: (codes: string[]) => void;
}

function Scan({ made, onClose, onConfirmed }: ScanProps) {
  return (
    <>
      <p>In the app choose to add an account, and scan this picture.</p>
      <svg
        className={styles.picture}
        viewBox={`0 0 ${made.picture_size} ${made.picture_size}`}
        shapeRendering="crispEdges"
        role="img"
        aria-label="QR code for your authenticator app; the key below says the same"
      >
        <path d={made.picture} />
      </svg>
      <p>
        Or type this key: <code className={styles.secret}>{made.secret}</code>
      </p>
      <Form
        submit="Add the second step"
        onCancel={onClose}
        onSubmit={(values) =>
          unwrap(api.POST('/api/v1/session/second-factor/confirm', { body: { code: values.text('code') } }))
        }
        onDone={(confirmed) => onConfirmed(confirmed.recovery_codes)}
      >
        <TextField
          name="code"
          label="Code that the app shows now"
          autoComplete="one-time-code"
          inputMode="numeric"
          spellCheck={false}
          maxLength={40}
          narrow
        />
      </Form>
    </>
  );
}
