import type { ButtonHTMLAttributes } from 'react';

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  secondary?: boolean;
  warning?: boolean | undefined;
  /** While a change is on its way; the button keeps its place and focus and does nothing. */
  busy?: boolean;
};

export function Button({
  secondary,
  warning,
  busy,
  className = '',
  type = 'button',
  onClick,
  ...rest
}: Props) {
  const kind = secondary ? 'govuk-button--secondary' : warning ? 'govuk-button--warning' : '';
  return (
    <button
      {...rest}
      type={busy ? 'button' : type}
      aria-disabled={busy || undefined}
      onClick={busy ? undefined : onClick}
      className={`govuk-button ${kind} ${className}`}
    />
  );
}
