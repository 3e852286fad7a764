import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '@/api/client';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { TextField } from '@/ui/TextField';
import { AddSecondFactor } from './AddSecondFactor';
import styles from './FrontDoor.module.css';
import { PasswordField } from './PasswordField';
import { secondFactorQuery } from './queries';
import { RecoveryCodes } from './RecoveryCodes';

/** A second step beside one's password: put in place, looked after, removed. */
export function SecondFactor() {
  const { data: factor } = useSuspenseQuery(secondFactorQuery());
  const [open, setOpen] = useState<'add' | 'remove' | 'codes' | null>(null);
  const close = () => setOpen(null);
  if (!factor.possible) return null;
  return (
    <section aria-labelledby="second-factor" className={styles.narrow}>
      <h2 id="second-factor">Second step at sign-in</h2>
      {factor.active ? (
        <>
          <p>
            Beside your password you type a code from your authenticator app. You have{' '}
            {factor.recovery_codes_left === 1
              ? '1 recovery code'
              : `${factor.recovery_codes_left} recovery codes`}{' '}
            left, for when you do not have your phone.
          </p>
          <div className="govuk-button-group">
            <Button secondary onClick={() => setOpen('codes')}>
              Make new recovery codes
            </Button>
            <Button secondary onClick={() => setOpen('remove')}>
              Remove the second step
            </Button>
          </div>
        </>
      ) : (
        <>
          <p>
            Your password alone lets you in. With an authenticator app on your phone, somebody who learns it
            still cannot sign in as you.
          </p>
          <Button secondary onClick={() => setOpen('add')}>
            Add a second step
          </Button>
        </>
      )}
      {open === 'add' ? <AddSecondFactor onClose={close} /> : null}
      {open === 'remove' ? <Remove onClose={close} /> : null}
      {open === 'codes' ? <NewCodes onClose={close} /> : null}
    </section>
  );
}

function Proof() {
  return (
    <>
      <PasswordField name="password" label="Your password" autoComplete="current-password" />
      <TextField
        name="code"
        label="Code"
        hint="From your authenticator app, or a recovery code."
        autoComplete="one-time-code"
        spellCheck={false}
        maxLength={40}
        narrow
      />
    </>
  );
}

function Remove({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Remove the second step" onClose={onClose}>
      <p>Your password alone lets you in again, and your recovery codes stop working.</p>
      <Form
        submit="Remove"
        warning
        onCancel={onClose}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/session/second-factor/remove', {
              body: { password: values.all('password')[0] ?? '', code: values.text('code') },
            }),
          )
        }
        onDone={onClose}
      >
        <Proof />
      </Form>
    </Dialog>
  );
}

function NewCodes({ onClose }: { onClose: () => void }) {
  const [codes, setCodes] = useState<string[] | null>(null);
  return (
    <Dialog title="New recovery codes" onClose={onClose}>
      {codes ? (
        <RecoveryCodes codes={codes} onDone={onClose} />
      ) : (
        <>
          <p>The ones you have stop working.</p>
          <Form
            submit="Make new codes"
            onCancel={onClose}
            onSubmit={(values) =>
              unwrap(
                api.POST('/api/v1/session/second-factor/recovery-codes', {
                  body: { password: values.all('password')[0] ?? '', code: values.text('code') },
                }),
              )
            }
            onDone={(made) => setCodes(made.recovery_codes)}
          >
            <Proof />
          </Form>
        </>
      )}
    </Dialog>
  );
}
