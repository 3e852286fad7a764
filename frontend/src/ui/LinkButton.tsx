import type { ButtonHTMLAttributes } from 'react';
import styles from './LinkButton.module.css';

/** A button for something small beside text: it looks like a link and acts on this page. */
export function LinkButton({
  className = '',
  type = 'button',
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement>) {
  return <button {...rest} type={type} className={`${styles.link} ${className}`} />;
}
