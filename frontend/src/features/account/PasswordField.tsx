import { type ReactNode, useState } from 'react';
import { LinkButton } from '@/ui/LinkButton';
import { TextField } from '@/ui/TextField';
import styles from './FrontDoor.module.css';

/** For password managers alone: whose password a form is about, where no field asks for it. */
export function Username({ name = '' }: { name?: string }) {
  return <input type="text" name="username" autoComplete="username" defaultValue={name} readOnly hidden />;
}

interface Props {
  name: string;
  label: string;
  hint?: ReactNode;
  autoComplete: 'current-password' | 'new-password';
}

/** A password, hidden unless somebody wants to see what they type. */
export function PasswordField({ label, ...rest }: Props) {
  const [shown, setShown] = useState(false);
  return (
    <div className={styles.password}>
      <TextField
        {...rest}
        label={label}
        type={shown ? 'text' : 'password'}
        spellCheck={false}
        autoCapitalize="none"
        maxLength={200}
      />
      <LinkButton aria-pressed={shown} onClick={() => setShown(!shown)}>
        {shown ? 'Hide' : 'Show'}
        <span className="govuk-visually-hidden"> {label.toLowerCase()}</span>
      </LinkButton>
    </div>
  );
}
