import { useState } from 'react';
import { api, unwrap } from '@/api/client';
import { Form } from '@/ui/Form';
import { Notice } from '@/ui/Notice';
import styles from './FrontDoor.module.css';
import { PasswordField, Username } from './PasswordField';
import { NEW_PASSWORD_HINT } from './password-words';

/** Chooses another password. */
export function ChangePassword({ name }: { name: string }) {
  const [changed, setChanged] = useState(0);
  return (
    <section aria-labelledby="password" className={styles.narrow}>
      <h2 id="password">Your password</h2>
      {changed > 0 ? (
        <Notice kind="success" title="Your password is changed">
          <p>Everywhere else you are signed out.</p>
        </Notice>
      ) : null}
      {/* A new form each time: what was typed is gone once it is used. */}
      <Form
        key={changed}
        submit="Change the password"
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/session/password', {
              body: { current: values.all('current')[0] ?? '', new: values.all('new')[0] ?? '' },
            }),
          )
        }
        onDone={() => setChanged(changed + 1)}
      >
        <Username name={name} />
        <PasswordField name="current" label="Current password" autoComplete="current-password" />
        <PasswordField name="new" label="New password" hint={NEW_PASSWORD_HINT} autoComplete="new-password" />
      </Form>
    </section>
  );
}
